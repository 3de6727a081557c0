// Keeps what banks say of a payee's name against the IBAN, the name sealed. It decides nothing: no answer stops a payment by itself.
import { desc, eq, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database } from "../store/database.ts";
import { type NameCheckResult, nameChecks } from "../store/schema/bank.ts";
import { payouts } from "../store/schema/projections.ts";
import type { Vault } from "../validator/vault.ts";

export type NameCheck = {
  result: NameCheckResult;
  /** Whose account it is by the bank; null when it doesn't say. */
  name: string | null;
  /** Unix seconds. */
  at: number;
};

export type NameChecks = {
  /** Keeps the last answer for a payout; one that the ledger doesn't know is passed over. */
  keep(check: {
    payoutId: Hex;
    result: NameCheckResult;
    name: string | null;
    /** Unix time in milliseconds. */
    checkedAt: number;
  }): Promise<void>;
  /** The last answer for a payout, or null. */
  ofPayout(payoutId: Hex): Promise<NameCheck | null>;
  /** The last answer for each IBAN of these shops, newest first, under the commitment that stands for it. */
  ofShops(shopIds: readonly Hex[]): Promise<Map<Hex, (NameCheck & { commitment: Hex })[]>>;
};

type Row = typeof nameChecks.$inferSelect;

const placeOf = (payoutId: Hex) => ({ table: "name_checks", column: "name", id: payoutId });

export function createNameChecks(given: { database: Database; vault: Vault }): NameChecks {
  const { database, vault } = given;
  const open = ({ payoutId, result, name, checkedAt }: Row): NameCheck => ({
    result,
    name: name === null ? null : vault.open(placeOf(payoutId), name),
    at: Math.floor(checkedAt / 1000),
  });
  return {
    async keep({ payoutId, result, name, checkedAt }) {
      const [payout] = await database
        .select({ shopId: payouts.shopId, ibanCommitment: payouts.ibanCommitment })
        .from(payouts)
        .where(eq(payouts.payoutId, payoutId));
      if (!payout) return;
      const sealed = name === null ? null : vault.seal(placeOf(payoutId), name);
      const check = { ...payout, result, name: sealed, checkedAt };
      await database
        .insert(nameChecks)
        .values({ payoutId, ...check })
        .onConflictDoUpdate({ target: nameChecks.payoutId, set: check });
    },

    async ofPayout(payoutId) {
      const [row] = await database
        .select()
        .from(nameChecks)
        .where(eq(nameChecks.payoutId, payoutId));
      return row ? open(row) : null;
    },

    async ofShops(shopIds) {
      const found = new Map<Hex, (NameCheck & { commitment: Hex })[]>();
      if (shopIds.length === 0) return found;
      const rows = await database
        .selectDistinctOn([nameChecks.shopId, nameChecks.ibanCommitment])
        .from(nameChecks)
        .where(inArray(nameChecks.shopId, [...shopIds]))
        .orderBy(nameChecks.shopId, nameChecks.ibanCommitment, desc(nameChecks.checkedAt));
      for (const row of rows.sort((one, other) => other.checkedAt - one.checkedAt)) {
        const checks = found.get(row.shopId) ?? [];
        checks.push({ ...open(row), commitment: row.ibanCommitment });
        found.set(row.shopId, checks);
      }
      return found;
    },
  };
}

/** A check as the desk gets it. */
export const showCheck = (check: NameCheck | undefined | null): NameCheck | null =>
  check ? { result: check.result, name: check.name, at: check.at } : null;
