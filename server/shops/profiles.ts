// What shops told of themselves, sealed in the database: opened for the shop, the scheme's staff, the directory and the payout.
import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { ibanCommitment } from "../../wallet-web/shared/protocol/iban-commitment.ts";
import { AppError } from "../errors/app-error.ts";
import { hash, id } from "../http/schemas/primitives.ts";
import { category } from "../http/schemas/shop.ts";
import { openingHours, place } from "../http/schemas/visit.ts";
import type { Database, Transaction } from "../store/database.ts";
import { shopIbans, shopProfiles } from "../store/schema/office.ts";
import { payouts } from "../store/schema/projections.ts";
import type { Vault } from "../validator/vault.ts";

const shopProfile = z.object({
  name: z.string(),
  kvkNumber: z.string(),
  iban: z.string(),
  ibanSalt: id,
  category,
  address: z.string(),
  email: z.string(),
  // Profiles that were sealed before shops could tell it have neither.
  openingHours: openingHours.nullable().default(null),
  place: place.nullable().default(null),
});
export type ShopProfile = z.infer<typeof shopProfile>;

const shopIban = z.object({ iban: z.string(), ibanSalt: id });
export type ShopIban = z.infer<typeof shopIban>;

/** What stands on the ledger for a shop's IBAN. */
export type Committed = { shopId: Hex; commitment: Hex };

export type Profiles = {
  /** Keeps a profile; a second one of the same shop is ignored. */
  put(
    tx: Pick<Transaction, "insert">,
    given: { shopId: Hex; profile: ShopProfile; requestId: Hex },
  ): Promise<void>;
  read(shopId: Hex): Promise<ShopProfile | null>;
  readMany(shopIds: readonly Hex[]): Promise<Map<Hex, ShopProfile>>;
  namesOf(shopIds: readonly Hex[]): Promise<Map<Hex, string>>;
  /** Changes what a shop tells of visiting it. @throws {AppError} `not-found` */
  changeVisit(shopId: Hex, visit: Pick<ShopProfile, "openingHours" | "place">): Promise<void>;
  /** Keeps another IBAN of a shop next to the one it signed up with; the ledger says which one counts. */
  putIban(tx: Pick<Transaction, "insert">, given: { shopId: Hex } & ShopIban): Promise<void>;
  /** The IBANs that commitments stand for, by commitment; those that no shop told are left out. */
  ibansOf(committed: readonly Committed[]): Promise<Map<Hex, ShopIban>>;
  /**
   * Name and IBAN that a payout goes to: only when the IBAN is the one that the ledger's commitment in the payout stands
   * for, else null.
   */
  creditorOf(payoutId: Hex): Promise<{ name: string; iban: string } | null>;
};

const ibanPlaceOf = ({ shopId, commitment }: Committed) => ({
  table: "shop_ibans",
  column: "sealed",
  id: `${shopId}/${commitment}`,
});
const placeOf = (shopId: Hex) => ({ table: "shop_profiles", column: "profile", id: shopId });

export function createProfiles(given: {
  database: Database;
  vault: Vault;
  now: () => number;
}): Profiles {
  const { database, vault } = given;

  const readMany = async (shopIds: readonly Hex[]) => {
    if (shopIds.length === 0) return new Map<Hex, ShopProfile>();
    const rows = await database
      .select({ shopId: shopProfiles.shopId, sealed: shopProfiles.profile })
      .from(shopProfiles)
      .where(inArray(shopProfiles.shopId, [...new Set(shopIds)]));
    return new Map(
      rows.map(({ shopId, sealed }) => [
        shopId,
        shopProfile.parse(JSON.parse(vault.open(placeOf(shopId), sealed))),
      ]),
    );
  };
  const read = async (shopId: Hex) => (await readMany([shopId])).get(shopId) ?? null;

  const ibansOf = async (committed: readonly Committed[]) => {
    const asked = new Set(committed.map(keyOf));
    const shopIds = [...new Set(committed.map(({ shopId }) => shopId))];
    const found = new Map<Hex, ShopIban>();
    if (shopIds.length === 0) return found;
    const rows = await database.select().from(shopIbans).where(inArray(shopIbans.shopId, shopIds));
    for (const row of rows.filter((one) => asked.has(keyOf(one)))) {
      const told = shopIban.parse(JSON.parse(vault.open(ibanPlaceOf(row), row.sealed)));
      found.set(row.commitment, told);
    }
    for (const [shopId, { iban, ibanSalt }] of await readMany(shopIds)) {
      const commitment = ibanCommitment({ iban, salt: ibanSalt });
      if (asked.has(keyOf({ shopId, commitment }))) found.set(commitment, { iban, ibanSalt });
    }
    return found;
  };

  return {
    read,
    readMany,
    ibansOf,

    async put(tx, { shopId, profile, requestId }) {
      await tx
        .insert(shopProfiles)
        .values({
          shopId,
          profile: vault.seal(placeOf(shopId), JSON.stringify(profile)),
          requestId: hash.parse(requestId),
          createdAt: given.now(),
        })
        .onConflictDoNothing();
    },

    changeVisit: (shopId, visit) => changeProfile(given, shopId, visit),

    async namesOf(shopIds) {
      return new Map(
        [...(await readMany(shopIds))].map(([shopId, profile]) => [shopId, profile.name]),
      );
    },

    async putIban(tx, { shopId, ...told }) {
      const commitment = ibanCommitment({ iban: told.iban, salt: told.ibanSalt });
      const sealed = vault.seal(ibanPlaceOf({ shopId, commitment }), JSON.stringify(told));
      await tx
        .insert(shopIbans)
        .values({ shopId, commitment, sealed, proposedAt: given.now() })
        .onConflictDoNothing();
    },

    async creditorOf(payoutId) {
      const [payout] = await database
        .select({ shopId: payouts.shopId, commitment: payouts.ibanCommitment })
        .from(payouts)
        .where(eq(payouts.payoutId, payoutId));
      const profile = payout ? await read(payout.shopId) : null;
      if (!payout || !profile) return null;
      const told = (await ibansOf([payout])).get(payout.commitment);
      return told ? { name: profile.name, iban: told.iban } : null;
    },
  };
}

/** @throws {AppError} `not-found` */
async function changeProfile(
  { database, vault }: { database: Database; vault: Vault },
  shopId: Hex,
  change: Partial<ShopProfile>,
): Promise<void> {
  await database.transaction(async (tx) => {
    const isMeant = eq(shopProfiles.shopId, shopId);
    const [row] = await tx.select().from(shopProfiles).where(isMeant).for("update");
    if (!row) throw new AppError("not-found");
    const told = shopProfile.parse(JSON.parse(vault.open(placeOf(shopId), row.profile)));
    const profile = vault.seal(placeOf(shopId), JSON.stringify({ ...told, ...change }));
    await tx.update(shopProfiles).set({ profile }).where(isMeant);
  });
}

const keyOf = ({ shopId, commitment }: Committed) => `${shopId}/${commitment}`;
