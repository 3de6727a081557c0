// Which payments are a till's own: those it charged, and those that a family made on its request or with a card. Another till's are the owner's.
import { and, eq, inArray, isNull, or, type SQL } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import { takenBy, takersOf } from "../payments/takers.ts";
import type { Database } from "../store/database.ts";
import { payments, shops, tills } from "../store/schema/projections.ts";

/** Payments that one of these tills took. */
export function madeBy(addresses: readonly Hex[]): SQL | undefined {
  return or(
    inArray(payments.till, [...addresses]),
    inArray(payments.paymentId, takenBy(addresses)),
  );
}

/**
 * A till gives back what it took itself; the owner gives back everything. Of a key that is no till the ledger says so.
 * @throws {AppError} `refund-of-other-till`
 */
export async function requireOwnPayment(
  database: Database,
  payment: { paymentId: Hex; shopId: Hex; till: Hex | null },
  signer: Hex,
): Promise<void> {
  if (payment.till === signer) return;
  const [[shop], [till], takers] = await Promise.all([
    database.select({ owner: shops.owner }).from(shops).where(eq(shops.shopId, payment.shopId)),
    database
      .select({ till: tills.till })
      .from(tills)
      .where(
        and(eq(tills.till, signer), eq(tills.shopId, payment.shopId), isNull(tills.removedAt)),
      ),
    takersOf(database, [payment.paymentId]),
  ]);
  if (!till || shop?.owner === signer || takers.get(payment.paymentId) === signer) return;
  throw new AppError("refund-of-other-till");
}
