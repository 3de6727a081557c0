// Shops, their tills, and their standing in each scheme.
import type { Handlers } from "./apply.ts";

type ShopEvent =
  | "ShopRegistered"
  | "ShopOwnerReplaced"
  | "TillAdded"
  | "TillRemoved"
  | "ShopAdmitted"
  | "ShopSuspended"
  | "ShopResumed"
  | "IbanProposed"
  | "IbanConfirmed";

export const shopHandlers: Handlers<ShopEvent> = {
  ShopRegistered(books, { args, timestamp }) {
    books.shops.put({
      shopId: args.shopId,
      owner: args.owner,
      homeSchemeId: null,
      registeredAt: timestamp,
    });
  },
  ShopOwnerReplaced(books, { args }) {
    books.shops.change(books.shops.get(args.shopId), { owner: args.owner });
  },
  TillAdded(books, { args, timestamp }) {
    books.tills.put({
      till: args.till,
      shopId: args.shopId,
      addedAt: timestamp,
      removedAt: null,
    });
  },
  TillRemoved(books, { args, timestamp }) {
    books.tills.change(books.tills.get(args.till, args.shopId), { removedAt: timestamp });
  },
  ShopAdmitted(books, { args, timestamp }) {
    const shop = books.shops.get(args.shopId);
    books.shops.change(shop, { homeSchemeId: shop.homeSchemeId ?? args.schemeId });
    books.shopAccounts.put({
      schemeId: args.schemeId,
      shopId: args.shopId,
      state: "admitted",
      owedCents: 0n,
      inPayoutCents: 0n,
      paidOutCents: 0n,
      ibanCommitment: args.ibanCommitment,
      proposedCommitment: null,
      proposalReadyAt: null,
      admittedAt: timestamp,
      reason: null,
    });
  },
  ShopSuspended(books, { args }) {
    const account = books.shopAccounts.get(args.schemeId, args.shopId);
    books.shopAccounts.change(account, { state: "suspended", reason: args.reason });
  },
  ShopResumed(books, { args }) {
    const account = books.shopAccounts.get(args.schemeId, args.shopId);
    books.shopAccounts.change(account, { state: "admitted", reason: null });
  },
  IbanProposed(books, { args }) {
    books.shopAccounts.change(books.shopAccounts.get(args.schemeId, args.shopId), {
      proposedCommitment: args.ibanCommitment,
      proposalReadyAt: args.readyAt,
    });
  },
  IbanConfirmed(books, { args }) {
    books.shopAccounts.change(books.shopAccounts.get(args.schemeId, args.shopId), {
      ibanCommitment: args.ibanCommitment,
      proposedCommitment: null,
      proposalReadyAt: null,
    });
  },
};
