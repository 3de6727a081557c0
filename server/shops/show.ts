// Shows shops as the API does: to everyone, to their own tills, and to the staff of a scheme.
import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Config } from "../config.ts";
import type { schemeShopListAnswer } from "../http/schemas/desk.ts";
import type { myShopAnswer, shopDirectoryAnswer, tillAnswer } from "../http/schemas/shop.ts";
import type { Database } from "../store/database.ts";
import { shopAccounts, shops, tills } from "../store/schema/projections.ts";
import type { HeldShop } from "../validator/authority.ts";
import { expectedPayoutAt } from "./expected-payout.ts";
import { type NameChecks, showCheck } from "./name-checks.ts";
import type { Profiles, ShopProfile } from "./profiles.ts";
import type { ShopRefusals } from "./refusals.ts";
import type { RegisterChecks } from "./register-checks.ts";
import type { ShopTills } from "./tills.ts";

export type ShopViews = {
  /** Where families can pay. */
  directory(): Promise<z.input<typeof shopDirectoryAnswer>>;
  /** A shop as its own tills see it. */
  mine(shop: HeldShop, device: Hex): Promise<z.input<typeof myShopAnswer> | null>;
  till(address: Hex): Promise<z.input<typeof tillAnswer> | null>;
  /** Every shop that signed up, with its standing in this scheme. */
  ofScheme(schemeId: Hex): Promise<z.input<typeof schemeShopListAnswer>>;
};

type Parts = {
  database: Database;
  profiles: Profiles;
  nameChecks: NameChecks;
  registerChecks: Pick<RegisterChecks, "ofShops">;
  shopTills: ShopTills;
  shopRefusals: ShopRefusals;
  config: Pick<Config, "bank" | "payoutHoldSeconds">;
  now: () => number;
};

export function createShopViews(given: Parts): ShopViews {
  const { database, profiles } = given;
  return {
    async directory() {
      const accounts = await database
        .select({ shopId: shopAccounts.shopId, schemeId: shopAccounts.schemeId })
        .from(shopAccounts)
        .where(eq(shopAccounts.state, "admitted"));
      const known = await profiles.readMany(accounts.map((account) => account.shopId));
      const listed = [...known].map(([shopId, profile]) => ({
        shopId,
        ...publicPart(profile),
        schemeIds: accounts.filter((one) => one.shopId === shopId).map((one) => one.schemeId),
      }));
      return { shops: listed.sort((one, other) => one.name.localeCompare(other.name, "nl")) };
    },

    async mine({ shopId, owner, seesMoney }, device) {
      const [profile, { active, former }, accounts, expectedAt, refusals] = await Promise.all([
        profiles.read(shopId),
        given.shopTills.ofShop(shopId),
        database.select().from(shopAccounts).where(eq(shopAccounts.shopId, shopId)),
        expectedPayoutAt(database, {
          shopId,
          holdSeconds: given.config.payoutHoldSeconds,
          now: given.now(),
          paysByItself: given.config.bank.kind === "bunq",
        }),
        given.shopRefusals.ofShops([shopId]),
      ]);
      if (!profile) return null;
      return {
        shopId,
        owner,
        ...publicPart(profile),
        device,
        ibanTail: await tailOf(profiles, { shopId, accounts, fallback: profile.iban }),
        seesMoney,
        expectedPayoutAt: seesMoney ? expectedAt : null,
        tills: seesMoney ? active : active.filter((till) => till.address === device),
        formerTills: seesMoney ? former : [],
        refusal: accounts.length === 0 ? (refusals.get(shopId) ?? null) : null,
        accounts: accounts.map((account) => ({
          schemeId: account.schemeId,
          state: account.state,
          ...(seesMoney ? moneyOf(account) : UNSEEN_MONEY),
        })),
      };
    },

    async till(address) {
      const [row] = await database
        .select({ shopId: tills.shopId, owner: shops.owner })
        .from(tills)
        .innerJoin(shops, eq(shops.shopId, tills.shopId))
        .where(and(eq(tills.till, address), isNull(tills.removedAt)));
      if (!row) return null;
      const { shopId, owner } = row;
      const names = await profiles.namesOf([shopId]);
      return { address, shopId, shopName: names.get(shopId) ?? "", owner: owner === address };
    },

    ofScheme: (schemeId) => shopsOfScheme(given, schemeId),
  };
}

async function shopsOfScheme(
  { database, profiles, nameChecks, registerChecks, shopRefusals }: Parts,
  schemeId: Hex,
): Promise<z.input<typeof schemeShopListAnswer>> {
  const rows = await database
    .select({ shop: shops, account: shopAccounts })
    .from(shops)
    .leftJoin(
      shopAccounts,
      and(eq(shopAccounts.shopId, shops.shopId), eq(shopAccounts.schemeId, schemeId)),
    )
    .orderBy(shops.registeredAt, shops.shopId);
  const shopIds = rows.map((row) => row.shop.shopId);
  const [known, checks, refusals, elsewhere] = await Promise.all([
    profiles.readMany(shopIds),
    nameChecks.ofShops(shopIds),
    shopRefusals.ofShops(shopIds, schemeId),
    shopsOfOthers(database, schemeId),
  ]);
  const registered = await registerChecks.ofShops(known);
  const listed = rows.flatMap(({ shop, account }) => {
    const profile = known.get(shop.shopId);
    const check = checks
      .get(shop.shopId)
      ?.find(({ commitment }) => commitment === account?.ibanCommitment);
    const register = registered.get(shop.shopId);
    return profile && register
      ? {
          shopId: shop.shopId,
          ...profile,
          state: account?.state ?? ("waiting" as const),
          ...moneyOf(account),
          nameCheck: showCheck(check),
          register,
          refusal: account ? null : (refusals.get(shop.shopId) ?? null),
          isElsewhere: !account && elsewhere.has(shop.shopId),
          registeredAt: shop.registeredAt,
        }
      : [];
  });
  return { shops: listed };
}

/** Shops that another scheme admitted, suspended there or not. */
async function shopsOfOthers(database: Database, schemeId: Hex): Promise<Set<Hex>> {
  const rows = await database
    .selectDistinct({ shopId: shopAccounts.shopId })
    .from(shopAccounts)
    .where(ne(shopAccounts.schemeId, schemeId));
  return new Set(rows.map(({ shopId }) => shopId));
}

/** What anyone may know of a shop. */
function publicPart({ name, category, address, openingHours, place }: ShopProfile) {
  return { name, category, address, openingHours, place };
}

/** The end of the IBAN that was confirmed; before its admission, of the one it signed up with. */
async function tailOf(
  profiles: Profiles,
  given: {
    shopId: Hex;
    accounts: readonly (typeof shopAccounts.$inferSelect)[];
    fallback: string;
  },
): Promise<string> {
  const { shopId, accounts, fallback } = given;
  const committed = accounts.map(({ ibanCommitment: commitment }) => ({ shopId, commitment }));
  const [first] = (await profiles.ibansOf(committed)).values();
  return (first?.iban ?? fallback).slice(-4);
}

const UNSEEN_MONEY = { owedCents: null, inPayoutCents: null, paidOutCents: null };

/** What a shop is owed and was paid; nothing before it is admitted. */
function moneyOf(account: typeof shopAccounts.$inferSelect | null) {
  return {
    owedCents: String(account?.owedCents ?? 0n),
    inPayoutCents: String(account?.inPayoutCents ?? 0n),
    paidOutCents: String(account?.paidOutCents ?? 0n),
  };
}

/** Schemes in which any of these shops has an account. */
export async function schemesOfShop(database: Database, shopIds: readonly Hex[]): Promise<Hex[]> {
  if (shopIds.length === 0) return [];
  const rows = await database
    .selectDistinct({ schemeId: shopAccounts.schemeId })
    .from(shopAccounts)
    .where(inArray(shopAccounts.shopId, [...shopIds]));
  return rows.map((row) => row.schemeId);
}
