// Roles: offered, taken back, accepted, taken away.
import type { Handlers } from "./apply.ts";

type RoleEvent = "RoleOffered" | "RoleOfferWithdrawn" | "RoleAccepted" | "RoleWithdrawn";

/** How long an offer stays open; source: `KindpakketRoles.OFFER_LIFETIME`. */
const OFFER_LIFETIME_SECONDS = 30 * 86_400;

export const roleHandlers: Handlers<RoleEvent> = {
  RoleOffered(books, { args, timestamp }) {
    books.roleOffers.put({
      schemeId: args.schemeId,
      role: args.role,
      candidate: args.candidate,
      state: "open",
      offeredAt: timestamp,
      readyAt: args.readyAt,
      expiresAt: args.readyAt + OFFER_LIFETIME_SECONDS,
      holder: null,
    });
  },
  RoleOfferWithdrawn(books, { args }) {
    const offer = books.roleOffers.get(args.schemeId, args.role, args.candidate);
    books.roleOffers.change(offer, { state: "withdrawn" });
  },
  RoleAccepted(books, { args, timestamp }) {
    // The first admin was never offered the role.
    const offer = books.roleOffers.find(args.schemeId, args.role, args.candidate);
    if (offer) books.roleOffers.change(offer, { state: "accepted", holder: args.holder });
    const held = books.roleHolders.find(args.schemeId, args.role, args.holder);
    if (held && held.withdrawnAt === null) return;
    books.roleHolders.put({
      schemeId: args.schemeId,
      role: args.role,
      holder: args.holder,
      candidate: args.candidate,
      acceptedAt: timestamp,
      withdrawnAt: null,
    });
  },
  RoleWithdrawn(books, { args, timestamp }) {
    const held = books.roleHolders.get(args.schemeId, args.role, args.holder);
    books.roleHolders.change(held, { withdrawnAt: timestamp });
  },
};
