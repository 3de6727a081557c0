// Which till took a payment that the ledger knows no till of: the one whose request a family answered, or that took its card.
import { inArray, isNotNull, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database } from "../store/database.ts";
import { cardCharges } from "../store/schema/cards.ts";
import { paymentRequests } from "../store/schema/office.ts";

const builder = new QueryBuilder({ casing: "snake_case" });

/** Payments with the till that took them, to join with. */
export const takers = builder
  .select({
    paymentId: sql<Hex>`${paymentRequests.paymentId}`.as("payment_id"),
    till: paymentRequests.till,
  })
  .from(paymentRequests)
  .where(isNotNull(paymentRequests.paymentId))
  .unionAll(
    builder
      .select({
        paymentId: sql<Hex>`${cardCharges.paymentId}`.as("payment_id"),
        till: cardCharges.till,
      })
      .from(cardCharges),
  )
  .as("takers");

/** The payments that one of these tills took, as a subquery of their ids. */
export const takenBy = (tills: readonly Hex[]) =>
  builder
    .select({ paymentId: takers.paymentId })
    .from(takers)
    .where(inArray(takers.till, [...tills]));

/** The tills that took these payments; those that the ledger knows the till of are absent. */
export async function takersOf(
  database: Database,
  paymentIds: readonly Hex[],
): Promise<Map<Hex, Hex>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await database
    .select()
    .from(takers)
    .where(inArray(takers.paymentId, [...paymentIds]));
  return new Map(rows.map(({ paymentId, till }) => [paymentId, till]));
}
