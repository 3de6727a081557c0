// What an enrolment link gives, and what can be done with it now.
import type { z } from "zod";
import type { roleOffersAnswer } from "../../../server/http/schemas/desk.ts";

export type RoleOffer = z.infer<typeof roleOffersAnswer>["offers"][number];

/** Offers that can be accepted now; those that can later, with the earliest moment; and the last moment of what is past. */
export function sortOffers(
  offers: readonly RoleOffer[],
  now: number,
): { open: RoleOffer[]; readyAt: number | null; expiredAt: number | null } {
  const later = offers.filter((offer) => now < offer.readyAt);
  const past = offers.filter((offer) => now >= offer.expiresAt);
  return {
    open: offers.filter((offer) => now >= offer.readyAt && now < offer.expiresAt),
    readyAt: later.length > 0 ? Math.min(...later.map((offer) => offer.readyAt)) : null,
    expiredAt: past.length > 0 ? Math.max(...past.map((offer) => offer.expiresAt)) : null,
  };
}
