// Which payments are a till's own: those it charged, and those that a family made on its request. Another till's are the owner's.
import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { paymentRequests } from "../store/schema/office.ts";
import { payments, shops, tills } from "../store/schema/projections.ts";

/** Payments that one of these tills took. */
export function madeBy(addresses: readonly Hex[]): SQL | undefined {
  const requested = sql`${payments.paymentId} in (select ${paymentRequests.paymentId} from ${paymentRequests} where ${inArray(paymentRequests.till, [...addresses])})`;
  return or(inArray(payments.till, [...addresses]), requested);
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
  const [[shop], [till], [request]] = await Promise.all([
    database.select({ owner: shops.owner }).from(shops).where(eq(shops.shopId, payment.shopId)),
    database
      .select({ till: tills.till })
      .from(tills)
      .where(
        and(eq(tills.till, signer), eq(tills.shopId, payment.shopId), isNull(tills.removedAt)),
      ),
    database
      .select({ till: paymentRequests.till })
      .from(paymentRequests)
      .where(eq(paymentRequests.paymentId, payment.paymentId)),
  ]);
  if (!till || shop?.owner === signer || request?.till === signer) return;
  throw new AppError("refund-of-other-till");
}
