// What was accepted without a connection: kept before anything is said, sent one by one, never forgotten before its end is known.
import type { PaymentAnswer } from "../../../shared/api-types.ts";
import { ApiError } from "../../../shared/problem.ts";
import type { Hex } from "../../../shared/protocol/bytes.ts";
import type { Carrier } from "../../../shared/protocol/offline-terms.ts";
import type { SignedAuthorisation } from "../../../shared/protocol/qr-payload.ts";
import {
  type ChequeBody,
  type PendingCharge,
  prepareCharge,
  USED,
  type UsedCode,
} from "../charge.ts";
import { notePayment } from "../follow.ts";
import { ACCEPTED, type Till } from "../till.ts";
import { type NotAccepted, refuseOffline, termsOfTill } from "./rules.ts";

export type AcceptedCharge = Pick<PendingCharge<ChequeBody>, "paymentId" | "body"> & {
  /** Unix seconds, by the server's clock as far as this device knows it. */
  acceptedAt: number;
  /** Who bears a refusal, as this till was told when it accepted. */
  carrier: Carrier;
  /** `waiting` until the server's word on it. */
  end:
    | { kind: "waiting" }
    | { kind: "paid" }
    | { kind: "refused"; code: string; params: Readonly<Record<string, string>>; carrier: Carrier };
};

/** Ended ones stay in sight for this long, for the cashier who comes tomorrow. */
const KEPT_SECONDS = 7 * 86_400;

export type Acceptance =
  | { kind: "accepted"; charge: AcceptedCharge }
  | { kind: "not-accepted"; why: NotAccepted };

/** Checks a code and keeps the charge on it; only then may the screen say anything. */
export async function acceptOffline(
  till: Till,
  signed: SignedAuthorisation,
  amountCents: bigint,
): Promise<Acceptance> {
  return oneAtATime(async () => {
    const queue = await readQueue(till);
    const deployment = await till.deployments.get();
    const terms = termsOfTill(till.shop.get(), deployment);
    const now = till.deployments.now();
    const known = await knownTo(till);
    const refusal = { signed, amountCents, deployment, terms, known, queue, now };
    const why = await refuseOffline(refusal);
    if (why !== null) return { kind: "not-accepted", why };
    const { paymentId, body } = await prepareCharge(till, signed, {
      amountCents,
      askedCents: amountCents,
    });
    const { carrier } = terms;
    const end = { kind: "waiting" } as const;
    const charge: AcceptedCharge = { paymentId, body, acceptedAt: now, carrier, end };
    await keep(till, [charge, ...queue]);
    return { kind: "accepted", charge };
  });
}

/** The same charge, from what is watched to what is sent by itself: first kept, then let go. */
export async function acceptInstead(
  till: Till,
  pending: PendingCharge<ChequeBody>,
): Promise<Acceptance> {
  const { charge, tillSignature: _, ...signed } = pending.body;
  const result = await acceptOffline(till, signed, charge.amountCents);
  if (result.kind === "accepted") await till.pending.forget(pending.paymentId);
  return result;
}

/** Sends what waits, oldest first, until one gets no answer. Safe to call at any time, from any window. */
export async function sendAccepted(till: Till): Promise<void> {
  await oneAtATime(async () => {
    const waiting = (await readQueue(till)).filter(({ end }) => end.kind === "waiting").reverse();
    for (const charge of waiting) {
      const end = await sendOne(till, charge);
      if (end === null) return;
      const queue = await readQueue(till);
      const ended = queue.map((one) =>
        one.paymentId === charge.paymentId ? { ...one, end } : one,
      );
      await keep(till, ended);
    }
  });
}

/** How it ended; null when that isn't known: it is sent again, the same. */
async function sendOne(till: Till, charge: AcceptedCharge): Promise<AcceptedCharge["end"] | null> {
  const { body, acceptedAt, carrier } = charge;
  try {
    const payment = await till.openApi.post<PaymentAnswer>("/payments", { ...body, acceptedAt });
    notePayment(till, payment);
    return { kind: "paid" };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Too many at once is no word on the payment.
    if (error.isUncertain || error.status === 429) return null;
    const { code, params } = error;
    const told = params.carriedBy === "municipality" ? "municipality" : "shop";
    return { kind: "refused", code, params, carrier: params.carriedBy ? told : carrier };
  }
}

/** What is kept, also by another window of this till; the store follows. */
export async function readQueue(till: Till): Promise<readonly AcceptedCharge[]> {
  const queue = (await till.database.read<AcceptedCharge[]>(ACCEPTED)) ?? [];
  till.accepted.set(queue);
  return queue;
}

async function keep(till: Till, queue: readonly AcceptedCharge[]): Promise<void> {
  const oldest = till.deployments.now() - KEPT_SECONDS;
  const kept = queue.filter(({ end, acceptedAt }) => end.kind === "waiting" || acceptedAt > oldest);
  await till.database.write(ACCEPTED, kept);
  till.accepted.set(kept);
}

export const isWaiting = ({ end }: AcceptedCharge): boolean => end.kind === "waiting";

/** Codes that paid at this till: those in its list, and those that outlive it. */
async function knownTo(till: Till): Promise<ReadonlySet<Hex>> {
  const used = await till.database.read<UsedCode[]>(USED);
  return new Set([...till.payments.get(), ...(used ?? [])].map(({ paymentId }) => paymentId));
}

/** Two windows of one till must not accept one code twice, nor lose what the other kept. */
function oneAtATime<T>(act: () => Promise<T>): Promise<T> {
  return navigator.locks.request("kindpakket-till-accepted", act);
}
