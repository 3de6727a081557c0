// A shop's requests to be paid an amount: shown as a QR, answered by at most one payment. They move no money themselves.
import { and, between, eq, gt, isNull } from "drizzle-orm";
import type { Hex, RandomBytes } from "../../wallet-web/shared/protocol/bytes.ts";
import { randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { requestIdsOf } from "../../wallet-web/shared/protocol/pay-code.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { paymentRequests } from "../store/schema/office.ts";
import { payments } from "../store/schema/projections.ts";
import type { Announce } from "./announcement.ts";
import { isUnclaimed } from "./payment-request-claims.ts";

export type PaymentRequestState = "open" | "paid" | "expired" | "cancelled";
export type PaymentRequest = {
  requestId: Hex;
  shopId: Hex;
  amountCents: bigint;
  expiresAt: number;
  state: PaymentRequestState;
  paymentId: Hex | null;
};

export type PaymentRequests = {
  /**
   * @param requestId The till's own id for it: given twice, it is one request, which lasts as long again. So nobody who
   * reads or confirms it has to be fast while the till shows it.
   * @throws {AppError} `amount-zero`, `repeated-with-other-content`
   */
  create(given: {
    shopId: Hex;
    till: Hex;
    amountCents: bigint;
    requestId?: Hex | undefined;
  }): Promise<{ request: PaymentRequest; repeated: boolean }>;
  /** @throws {AppError} `not-found` */
  get(requestId: Hex): Promise<PaymentRequest>;
  /** The open request with this short code. @throws {AppError} `code-unknown`, also when two have it. */
  findByCode(code: string): Promise<PaymentRequest>;
  /** The request that a payment answers. */
  answeredBy(paymentId: Hex): Promise<Hex | null>;
  /** @throws {AppError} `payment-request-closed` when it was paid, or a payment for it is under way. */
  cancel(requestId: Hex): Promise<void>;
};

/** From the last time that the till asked. */
const LIFETIME_SECONDS = 10 * 60;

export function createPaymentRequests(given: {
  database: Database;
  random: RandomBytes;
  now: () => number;
  announce: Announce;
}): PaymentRequests {
  const { database, now, announce } = given;

  const get = async (requestId: Hex): Promise<PaymentRequest> => {
    const [row] = await database
      .select({ request: paymentRequests, paidBy: payments.paymentId })
      .from(paymentRequests)
      .leftJoin(payments, eq(payments.paymentId, paymentRequests.paymentId))
      .where(eq(paymentRequests.requestId, requestId));
    if (!row) throw new AppError("not-found");
    const { request, paidBy } = row;
    return {
      requestId,
      shopId: request.shopId,
      amountCents: request.amountCents,
      expiresAt: request.expiresAt,
      state: stateOf({ ...request, paidBy }, now()),
      paymentId: paidBy,
    };
  };

  return {
    get,

    async create({ shopId, till, amountCents, requestId = randomId(given.random) }) {
      if (amountCents === 0n) throw new AppError("amount-zero");
      const createdAt = now();
      const inserted = await database
        .insert(paymentRequests)
        .values({
          requestId,
          shopId,
          till,
          amountCents,
          createdAt,
          expiresAt: createdAt + LIFETIME_SECONDS,
        })
        .onConflictDoNothing()
        .returning();
      const request = await get(requestId);
      if (request.shopId !== shopId || request.amountCents !== amountCents) {
        throw new AppError("repeated-with-other-content");
      }
      const repeated = inserted.length === 0;
      if (!repeated) announce({ type: "payment-request", requestId, shopId, till });
      if (!repeated || request.state !== "open") return { request, repeated };
      const expiresAt = createdAt + LIFETIME_SECONDS;
      await lengthen(database, { requestId, expiresAt });
      return { request: { ...request, expiresAt }, repeated };
    },

    findByCode: async (code) => get(await idWithCode(database, code, now())),

    async answeredBy(paymentId) {
      const [row] = await database
        .select({ requestId: paymentRequests.requestId })
        .from(paymentRequests)
        .where(eq(paymentRequests.paymentId, paymentId));
      return row?.requestId ?? null;
    },

    async cancel(requestId) {
      const request = await get(requestId);
      if (request.state === "paid") throw new AppError("payment-request-closed");
      if (request.state !== "open") return;
      const cancelled = await database
        .update(paymentRequests)
        .set({ cancelledAt: now() })
        .where(and(eq(paymentRequests.requestId, requestId), isUnclaimed(database)))
        .returning();
      const [{ till } = {}] = cancelled;
      if (till === undefined) throw new AppError("payment-request-closed");
      announce({ type: "payment-request", requestId, shopId: request.shopId, till });
    },
  };
}

function stateOf(
  row: { paidBy: Hex | null; cancelledAt: number | null; expiresAt: number },
  now: number,
): PaymentRequestState {
  if (row.paidBy !== null) return "paid";
  if (row.cancelledAt !== null) return "cancelled";
  return now >= row.expiresAt ? "expired" : "open";
}

async function lengthen(
  database: Database,
  { requestId, expiresAt }: { requestId: Hex; expiresAt: number },
): Promise<void> {
  await database
    .update(paymentRequests)
    .set({ expiresAt })
    .where(eq(paymentRequests.requestId, requestId));
}

/** @throws {AppError} `code-unknown` */
async function idWithCode(database: Database, code: string, now: number): Promise<Hex> {
  const { lowest, highest } = requestIdsOf(code);
  const found = await database
    .select({ requestId: paymentRequests.requestId })
    .from(paymentRequests)
    .where(
      and(
        between(paymentRequests.requestId, lowest, highest),
        gt(paymentRequests.expiresAt, now),
        isNull(paymentRequests.cancelledAt),
      ),
    );
  const [only] = found;
  if (!only || found.length > 1) throw new AppError("code-unknown");
  return only.requestId;
}
