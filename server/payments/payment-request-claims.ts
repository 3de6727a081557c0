// Ties a payment to the shop's request it answers, so that two family members who scan one QR don't both pay.
import { and, eq, inArray, isNull, or, type SQL } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database, Transaction } from "../store/database.ts";
import { commands } from "../store/schema/chain.ts";
import { paymentRequests } from "../store/schema/office.ts";
import type { PaymentRequests } from "./payment-requests.ts";

/**
 * Checks that a shop-bound payment may answer a request, and gives what claims it in the transaction of its command.
 * @throws {AppError} `payment-request-expired`, `payment-request-closed`, `command-mismatch` when shop or amount differ.
 */
export type PrepareClaim = (given: {
  requestId: Hex;
  paymentId: Hex;
  shopId: Hex;
  amountCents: bigint;
}) => Promise<(tx: Transaction) => Promise<void>>;

export function createPrepareClaim(requests: Pick<PaymentRequests, "get">): PrepareClaim {
  return async ({ requestId, paymentId, shopId, amountCents }) => {
    const request = await requests.get(requestId);
    if (request.shopId !== shopId || request.amountCents !== amountCents) {
      throw new AppError("command-mismatch");
    }
    if (request.state === "expired") throw new AppError("payment-request-expired");
    if (request.state !== "open") throw new AppError("payment-request-closed");
    return async (tx) => {
      const claimed = await tx
        .update(paymentRequests)
        .set({ paymentId })
        .where(
          and(
            eq(paymentRequests.requestId, requestId),
            isNull(paymentRequests.cancelledAt),
            or(eq(paymentRequests.paymentId, paymentId), isUnclaimed(tx)),
          ),
        )
        .returning();
      if (claimed.length === 0) throw new AppError("payment-request-closed");
    };
  };
}

/** No payment answers the request, or is about to; one that was refused doesn't hold it. */
export function isUnclaimed(database: Pick<Database, "select">): SQL | undefined {
  const refused = database
    .select({ id: commands.id })
    .from(commands)
    .where(eq(commands.state, "refused"));
  return or(isNull(paymentRequests.paymentId), inArray(paymentRequests.paymentId, refused));
}
