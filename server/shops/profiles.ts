// What shops told of themselves, sealed in the database: opened for the shop, the scheme's staff, the directory and the payout.
import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { ibanCommitment } from "../../wallet-web/shared/protocol/iban-commitment.ts";
import { hash, id } from "../http/schemas/primitives.ts";
import { category } from "../http/schemas/shop.ts";
import type { Database, Transaction } from "../store/database.ts";
import { shopProfiles } from "../store/schema/office.ts";
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
});
export type ShopProfile = z.infer<typeof shopProfile>;

export type Profiles = {
  /** Keeps a profile; a second one of the same shop is ignored. */
  put(
    tx: Pick<Transaction, "insert">,
    given: { shopId: Hex; profile: ShopProfile; requestId: Hex },
  ): Promise<void>;
  read(shopId: Hex): Promise<ShopProfile | null>;
  readMany(shopIds: readonly Hex[]): Promise<Map<Hex, ShopProfile>>;
  namesOf(shopIds: readonly Hex[]): Promise<Map<Hex, string>>;
  /**
   * Name and IBAN that a payout goes to: only when the IBAN is the one that the ledger's commitment in the payout stands
   * for, else null.
   */
  creditorOf(payoutId: Hex): Promise<{ name: string; iban: string } | null>;
};

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

  return {
    read,
    readMany,

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

    async namesOf(shopIds) {
      const profiles = await readMany(shopIds);
      return new Map([...profiles].map(([shopId, profile]) => [shopId, profile.name]));
    },

    async creditorOf(payoutId) {
      const [payout] = await database
        .select({ shopId: payouts.shopId, commitment: payouts.ibanCommitment })
        .from(payouts)
        .where(eq(payouts.payoutId, payoutId));
      const profile = payout ? await read(payout.shopId) : null;
      if (!payout || !profile) return null;
      const { iban, ibanSalt, name } = profile;
      return ibanCommitment({ iban, salt: ibanSalt }) === payout.commitment ? { name, iban } : null;
    },
  };
}
