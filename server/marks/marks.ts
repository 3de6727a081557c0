// Takes marks from 1 to 10 of families and shops, at most one a month of each, after a payment. A mark is counted and forgotten:
// nothing leads from it to who gave it, and it is not shown before five are together.
import { and, eq, gte, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import { FEWEST_FAMILIES } from "../insight/at-least-five.ts";
import type { Database, Transaction } from "../store/database.ts";
import { type MarkKind, markCounts, marksWaiting } from "../store/schema/marks.ts";
import { householdBeneficiaries } from "../store/schema/office.ts";
import { payments } from "../store/schema/projections.ts";
import type { Authority } from "../validator/authority.ts";
import type { Giver, MarkGivers } from "./givers.ts";

export type MarkChance = { schemeId: Hex; kind: MarkKind };

export type Marks = {
  /** Schemes in which the viewer may give a mark now. */
  chances(viewer: Authority): Promise<MarkChance[]>;
  /** @throws {AppError} `forbidden`, `mark-without-payment`, `mark-already-given` */
  give(viewer: Authority, given: MarkChance & { mark: number }): Promise<void>;
};

type Parts = { database: Database; givers: MarkGivers; now: () => number };
type Counts = readonly number[];

const HIGHEST_MARK = 10;
/** A mark is about something that was just used. */
const AFTER_PAYMENT_SECONDS = 31 * 86_400;
const NONE: Counts = Array.from({ length: HIGHEST_MARK }, () => 0);

export function createMarks(parts: Parts): Marks {
  const { database, givers } = parts;
  return {
    async chances(viewer) {
      const open = await givers.open(database, await payers(parts, viewer));
      const chances = new Map(
        open.map(({ schemeId, kind }) => [`${schemeId}/${kind}`, { schemeId, kind }]),
      );
      return [...chances.values()];
    },

    async give(viewer, { schemeId, kind, mark }) {
      if (!mayGive(viewer, { schemeId, kind })) throw new AppError("forbidden");
      const paid = (await payers(parts, viewer)).filter(
        (one) => one.schemeId === schemeId && one.kind === kind,
      );
      if (paid.length === 0) throw new AppError("mark-without-payment");
      const [giver] = await givers.open(database, paid);
      if (!giver) throw new AppError("mark-already-given");
      await database.transaction(async (tx) => {
        if (!(await givers.note(tx, giver))) throw new AppError("mark-already-given");
        await count(tx, { schemeId, kind, mark, month: givers.month() });
      });
    },
  };
}

/** Families of the scheme and shops; staff give none. */
function mayGive(viewer: Authority, { schemeId, kind }: MarkChance): boolean {
  if (kind === "shop") return viewer.shops.length > 0;
  return viewer.beneficiaries.some((one) => one.schemeId === schemeId);
}

/** The viewer's households and shops that had a payment lately, in each scheme. */
async function payers({ database, now }: Parts, viewer: Authority): Promise<Giver[]> {
  const lately = gte(payments.paidAt, now() - AFTER_PAYMENT_SECONDS);
  const beneficiaryIds = viewer.beneficiaries.map((one) => one.beneficiaryId);
  const shopIds = viewer.shops.map((one) => one.shopId);
  const [families, shops] = await Promise.all([
    database
      .selectDistinct({
        schemeId: payments.schemeId,
        giverId: householdBeneficiaries.householdId,
      })
      .from(payments)
      .innerJoin(
        householdBeneficiaries,
        eq(householdBeneficiaries.beneficiaryId, payments.beneficiaryId),
      )
      .where(and(lately, inArray(payments.beneficiaryId, beneficiaryIds))),
    database
      .selectDistinct({ schemeId: payments.schemeId, giverId: payments.shopId })
      .from(payments)
      .where(and(lately, inArray(payments.shopId, shopIds))),
  ]);
  return [
    ...families.map((one) => ({ ...one, kind: "family" as const })),
    ...shops.map((one) => ({ ...one, kind: "shop" as const })),
  ];
}

/** Lets the mark wait with others; with the fifth all go to what is shown, so that no one's mark is seen to come. */
async function count(
  tx: Transaction,
  given: MarkChance & { mark: number; month: string },
): Promise<void> {
  const { schemeId, kind, mark, month } = given;
  const counts = [...NONE];
  await tx.insert(marksWaiting).values({ schemeId, kind, counts }).onConflictDoNothing();
  const ofKind = and(eq(marksWaiting.schemeId, schemeId), eq(marksWaiting.kind, kind));
  const [before] = await tx.select().from(marksWaiting).where(ofKind).for("update");
  const waiting = plus(before?.counts ?? NONE, oneOf(mark));
  const isEnough = numberOf(waiting) >= FEWEST_FAMILIES;
  await tx
    .update(marksWaiting)
    .set({ counts: [...(isEnough ? NONE : waiting)] })
    .where(ofKind);
  if (!isEnough) return;
  const ofMonth = and(
    eq(markCounts.schemeId, schemeId),
    eq(markCounts.kind, kind),
    eq(markCounts.month, month),
  );
  await tx.insert(markCounts).values({ schemeId, kind, month, counts }).onConflictDoNothing();
  const [shown] = await tx.select().from(markCounts).where(ofMonth).for("update");
  await tx
    .update(markCounts)
    .set({ counts: plus(shown?.counts ?? NONE, waiting) })
    .where(ofMonth);
}

export const numberOf = (counts: Counts): number => counts.reduce((sum, one) => sum + one, 0);
export const plus = (one: Counts, other: Counts): number[] =>
  NONE.map((_, index) => (one[index] ?? 0) + (other[index] ?? 0));
const oneOf = (mark: number): number[] => NONE.map((_, index) => (index === mark - 1 ? 1 : 0));

/** In tenths, so that 83 is 8.3; null without a mark. */
export function meanTenths(counts: Counts): number | null {
  const number = numberOf(counts);
  if (number === 0) return null;
  const sum = counts.reduce((total, times, index) => total + times * (index + 1), 0);
  return Math.round((sum * 10) / number);
}
