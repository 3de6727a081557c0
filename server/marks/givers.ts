// Knows who gave a mark in the running month, so that nobody gives two; never which mark. It forgets when the month is over.
import { inArray, lt } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { dutchDay } from "../payouts/banking-days.ts";
import type { Database, Transaction } from "../store/database.ts";
import { type MarkKind, markGivers } from "../store/schema/marks.ts";
import type { Vault } from "../validator/vault.ts";

/** A household or a shop, within a scheme. */
export type Giver = { schemeId: Hex; kind: MarkKind; giverId: Hex };

export type MarkGivers = {
  /** The month in the Netherlands of now: `2026-04`. */
  month(): string;
  /** Those who did not give a mark this month. */
  open(database: Database, givers: readonly Giver[]): Promise<Giver[]>;
  /** Notes that it gave one. @returns Whether it was the first this month. */
  note(tx: Transaction, giver: Giver): Promise<boolean>;
  /** Forgets that these households gave a mark. */
  forget(tx: Transaction, schemeId: Hex, householdIds: readonly Hex[]): Promise<void>;
  /** Forgets who gave a mark in months that are over. */
  forgetOld(database: Database): Promise<void>;
};

export function createMarkGivers(given: {
  vault: Pick<Vault, "mac">;
  /** Unix time in seconds. */
  now: () => number;
}): MarkGivers {
  const month = () => dutchDay(given.now() * 1000).slice(0, 7);
  const macOf = ({ schemeId, kind, giverId }: Giver) =>
    given.vault.mac("mark-giver", [schemeId, month(), kind, giverId].join("/"));
  return {
    month,

    async open(database, givers) {
      const macs = givers.map(macOf);
      const rows = await database
        .select({ giver: markGivers.giver })
        .from(markGivers)
        .where(inArray(markGivers.giver, macs));
      const known = new Set(rows.map((row) => row.giver));
      return givers.filter((_, index) => !known.has(macs[index] as string));
    },

    async note(tx, giver) {
      const noted = await tx
        .insert(markGivers)
        .values({ giver: macOf(giver), month: month() })
        .onConflictDoNothing()
        .returning();
      return noted.length === 1;
    },

    async forget(tx, schemeId, householdIds) {
      const macs = householdIds.map((giverId) => macOf({ schemeId, kind: "family", giverId }));
      if (macs.length > 0) await tx.delete(markGivers).where(inArray(markGivers.giver, macs));
    },

    async forgetOld(database) {
      await database.delete(markGivers).where(lt(markGivers.month, month()));
    },
  };
}
