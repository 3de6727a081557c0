// Reads payments from the index, and shows them as the API does; decides nothing.
import { and, desc, eq, inArray, lt, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { paymentAnswer } from "../http/schemas/family.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { corrections, payments } from "../store/schema/projections.ts";
import type { Authority } from "../validator/authority.ts";
import { takersOf } from "./takers.ts";

export type PaymentRow = typeof payments.$inferSelect;
export type PaymentAnswer = z.input<typeof paymentAnswer>;

export async function findPayment(
  database: Pick<Database, "select">,
  paymentId: Hex,
): Promise<PaymentRow | null> {
  const [payment] = await database.select().from(payments).where(eq(payments.paymentId, paymentId));
  return payment ?? null;
}

/** One page of payments, newest first. */
export async function listPayments(
  database: Database,
  query: { where: SQL | undefined; before: number | null; limit: number },
): Promise<{ rows: PaymentRow[]; next: string | null }> {
  const older = query.before === null ? undefined : lt(payments.position, query.before);
  const rows = await database
    .select()
    .from(payments)
    .where(and(query.where, older))
    .orderBy(desc(payments.position))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > page.length && last ? String(last.position) : null };
}

/** Payments with their corrections and their shop's name; the balance only for who holds the beneficiary. */
export async function showPayments(
  parts: { database: Database; profiles: Profiles },
  rows: readonly PaymentRow[],
  viewer: Authority | null,
): Promise<PaymentAnswer[]> {
  if (rows.length === 0) return [];
  const own = new Set(viewer?.beneficiaries.map((one) => one.beneficiaryId));
  const [corrected, names, takenBy] = await Promise.all([
    parts.database
      .select()
      .from(corrections)
      .where(
        inArray(
          corrections.paymentId,
          rows.map((row) => row.paymentId),
        ),
      )
      .orderBy(corrections.position),
    parts.profiles.namesOf(rows.map((row) => row.shopId)),
    takersOf(
      parts.database,
      rows.filter(({ till }) => till === null).map(({ paymentId }) => paymentId),
    ),
  ]);
  return rows.map((row) => ({
    paymentId: row.paymentId,
    kind: row.kind,
    beneficiaryId: row.beneficiaryId,
    shopId: row.shopId,
    shopName: names.get(row.shopId) ?? "",
    till: row.till ?? takenBy.get(row.paymentId) ?? null,
    amountCents: String(row.amountCents),
    refundedCents: String(row.correctedCents),
    paidAt: row.paidAt,
    corrections: corrected
      .filter((one) => one.paymentId === row.paymentId)
      .map((one) => ({
        kind: one.kind,
        requestId: one.requestId,
        amountCents: String(one.amountCents),
        at: one.at,
        till: one.kind === "refund" ? one.by : null,
      })),
    balanceAfterCents: own.has(row.beneficiaryId) ? String(row.balanceAfterCents) : null,
  }));
}
