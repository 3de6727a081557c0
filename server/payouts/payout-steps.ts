// One step of one payout at a time. It decides nothing about who is owed what: that is the chain's; nor does it ever pay blindly.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Logger } from "pino";
import { type Hex, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Bank, PaymentOrder, PaymentState, PreparedPayment } from "../bank/bank.ts";
import type { OperatorCall, Relay } from "../chain/relay.ts";
import type { Database } from "../store/database.ts";
import {
  changeOrder,
  closeAttempt,
  lastAttempt,
  markResent,
  type PayoutAttempt,
  type PayoutOrder,
  recordAttempt,
} from "./payout-orders.ts";

/** Where a payout goes, after the IBAN was checked against the commitment on the chain; null when they don't agree. */
export type CreditorOf = (payoutId: Hex) => Promise<{ name: string; iban: string } | null>;

export type PayoutContext = {
  database: Database;
  relay: Relay;
  bank: Bank;
  creditorOf: CreditorOf;
  /** What the shop reads on its statement before the payout's id. */
  description: string;
  /** Unix time in milliseconds. */
  now: () => number;
  log: Logger;
};

/** Refusals by the mandate wait for the treasurer, or for tomorrow. */
const HOLDING_CODES = new Set([
  "mandate-expired",
  "mandate-exceeded-per-payout",
  "mandate-exceeded-per-day",
  "not-payout-operator",
  "scheme-paused",
]);
const HELD_RETRY_MS = 60_000;
/** Reason codes are four letters (ISO 20022 external code set); "NARR" when the bank gives none. */
const NO_REASON_CODE = "NARR";

/** Takes the next step of an order, if there is one to take now. */
export async function advance(context: PayoutContext, order: PayoutOrder): Promise<void> {
  if (order.retryAt > context.now()) return;
  switch (order.state) {
    case "BATCHED":
    case "HELD":
      return openOnChain(context, order);
    case "APPROVED":
      return send(context, order);
    case "ACCEPTED":
      return follow(context, order);
    case "UNKNOWN":
      return settleUnknown(context, order);
    default:
      return;
  }
}

async function openOnChain(context: PayoutContext, order: PayoutOrder): Promise<void> {
  if (order.state === "HELD" && !HOLDING_CODES.has(order.reason ?? "")) return;
  const { payoutId, schemeId, shopId, amountCents } = order;
  const outcome = await operate(context, "open", {
    name: "openPayout",
    schemeId,
    shopId,
    payoutId,
    amountCents,
  });
  const changedAt = context.now();
  if (outcome.state === "executed" || outcome.code === "payout-exists") {
    await changeOrder(context.database, order, { state: "APPROVED", changedAt, reason: null });
    return;
  }
  // What the outbox wrote down is final for this id; nothing was opened, so the next round makes a new payout of it.
  const isFinal = (await context.relay.outcomeOf(commandId(payoutId, "open"))) !== null;
  const isHeld = HOLDING_CODES.has(outcome.code) && !isFinal;
  context.log.warn({ payoutId, code: outcome.code }, "payout not opened");
  await changeOrder(context.database, order, {
    state: isHeld ? "HELD" : "REJECTED",
    reason: outcome.code,
    changedAt,
    ...(isHeld ? { retryAt: changedAt + HELD_RETRY_MS } : {}),
  });
}

async function send(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const paymentOrder = await paymentOrderOf(context, order);
  if (paymentOrder === null) return hold(context, order, "iban-mismatch");
  const position = await context.bank.position();
  const prepared = await context.bank.prepare(paymentOrder);
  const sentAt = context.now();
  const attempt = await recordAttempt(context.database, { order, prepared, position, sentAt });
  if (attempt === null) return;
  const sent = { ...order, state: "SUBMITTING" as const };
  const result = await context.bank.submit(prepared);
  const changedAt = context.now();
  switch (result.kind) {
    case "accepted":
      return closeAttempt(context.database, sent, "accepted", {
        state: "ACCEPTED",
        bankPaymentId: result.bankPaymentId,
        changedAt,
      });
    case "later":
      return closeAttempt(context.database, sent, "not-sent", {
        state: "APPROVED",
        retryAt: changedAt + result.retryAfterMs,
        changedAt,
      });
    case "refused":
      context.log.warn({ payoutId: order.payoutId, code: result.code }, "bank refused a payout");
      // The refusal is kept first: once the debt is given back on the chain, this request must never be sent again.
      await closeAttempt(context.database, sent, "refused", {
        state: "SUBMITTING",
        reason: result.code,
        changedAt,
      });
      return giveBack(context, { ...sent, reason: result.code });
    case "unknown":
      context.log.warn({ payoutId: order.payoutId, cause: result.cause }, "payout unknown");
      await changeOrder(context.database, sent, {
        state: "UNKNOWN",
        reason: result.cause,
        changedAt,
      });
  }
}

/** After the bank's refusal: what was in payout is owed again. */
async function giveBack(context: PayoutContext, order: PayoutOrder): Promise<void> {
  await operate(context, "return", returnCall(order.payoutId, order.reason ?? NO_REASON_CODE));
  await changeOrder(context.database, order, { state: "REJECTED", changedAt: context.now() });
}

/** Asks the bank what became of an accepted payment. */
async function follow(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const payment = await context.bank.status(order.bankPaymentId ?? "");
  if (payment === null) {
    const isSettledIn = context.now() - order.changedAt >= context.bank.quietPeriodMs;
    return isSettledIn ? hold(context, order, "unknown-at-bank") : undefined;
  }
  if (payment.amountCents !== order.amountCents) return hold(context, order, "amount-differs");
  if (payment.status === "pending") return;
  if (payment.status === "returned") return takeBack(context, order, payment);
  await operate(context, "settle", {
    name: "settlePayout",
    payoutId: order.payoutId,
    bankReference: toHex(keccak_256(utf8ToBytes(`${context.bank.name}:${payment.bankPaymentId}`))),
  });
  const changedAt = context.now();
  await changeOrder(context.database, order, { state: "BOOKED", bookedAt: changedAt, changedAt });
}

async function takeBack(
  context: PayoutContext,
  order: PayoutOrder,
  payment: PaymentState,
): Promise<void> {
  const reason = payment.returned?.reasonCode ?? NO_REASON_CODE;
  await operate(context, "return", returnCall(order.payoutId, reason));
  await changeOrder(context.database, order, {
    state: "RETURNED",
    reason,
    changedAt: context.now(),
  });
}

/**
 * Looks for the payout at the bank. Found: adopt it. Not found after the quiet period: the same request is sent again, which
 * the bank's own guard makes harmless. Never a new request.
 */
async function settleUnknown(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const attempt = await lastAttempt(context.database, order.payoutId);
  if (attempt === null) return adoptFromStatement(context, order);
  if (attempt.outcome === "refused") return giveBack(context, order);
  const paymentOrder = await paymentOrderOf(context, order);
  if (paymentOrder === null) return hold(context, order, "iban-mismatch");
  const found = await context.bank.find({ order: paymentOrder, since: attempt.position });
  if (found.conflicts.length > 0 || found.hits.length > 1) {
    return hold(context, order, found.hits.length > 1 ? "paid-twice" : "conflict-at-bank");
  }
  const [hit] = found.hits;
  if (hit) return adopt(context, order, hit.bankPaymentId);
  if (context.now() - attempt.sentAt < context.bank.quietPeriodMs) return;
  await sendAgain(context, order, { attempt, paymentOrder });
}

async function sendAgain(
  context: PayoutContext,
  order: PayoutOrder,
  given: { attempt: PayoutAttempt; paymentOrder: PaymentOrder },
): Promise<void> {
  const { attempt } = given;
  const current = await context.bank.prepare(given.paymentOrder);
  if (current.guardScope !== attempt.guardScope) return hold(context, order, "guard-changed");
  await markResent(context.database, attempt, context.now());
  const prepared: PreparedPayment = {
    payoutId: current.payoutId,
    requestId: attempt.requestId,
    guardScope: attempt.guardScope,
    target: attempt.target,
    bytes: attempt.body,
  };
  const result = await context.bank.submit(prepared);
  // Anything else says nothing of the earlier sending: it stays unknown and is looked for again.
  if (result.kind === "accepted") await adopt(context, order, result.bankPaymentId);
}

/** Opened on the chain, and no attempt of ours is known: the database was lost, or the treasurer opened it. */
async function adoptFromStatement(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const token = order.payoutId.slice(2);
  const movements = await context.bank.statement({ since: null });
  const hits = movements.filter(
    (movement) =>
      movement.amountCents < 0n &&
      (movement.reference === token || movement.description.includes(token)),
  );
  if (hits.length > 1) return hold(context, order, "paid-twice");
  const [hit] = hits;
  if (hit && -hit.amountCents !== order.amountCents) return hold(context, order, "amount-differs");
  if (hit) return adopt(context, order, hit.bankPaymentId);
  // It may have been sent just before the database was lost: the bank's list can be behind that long.
  if (context.now() - order.createdAt < context.bank.quietPeriodMs) return;
  await changeOrder(context.database, order, { state: "APPROVED", changedAt: context.now() });
}

function adopt(context: PayoutContext, order: PayoutOrder, bankPaymentId: string): Promise<void> {
  return closeAttempt(context.database, order, "accepted", {
    state: "ACCEPTED",
    bankPaymentId,
    reason: null,
    changedAt: context.now(),
  });
}

async function hold(context: PayoutContext, order: PayoutOrder, reason: string): Promise<void> {
  context.log.error({ payoutId: order.payoutId, reason }, "payout held: a person has to look");
  await changeOrder(context.database, order, { state: "HELD", reason, changedAt: context.now() });
}

async function paymentOrderOf(
  context: PayoutContext,
  order: PayoutOrder,
): Promise<PaymentOrder | null> {
  const creditor = await context.creditorOf(order.payoutId);
  if (creditor === null) return null;
  return {
    payoutId: order.payoutId.slice(2),
    amountCents: order.amountCents,
    creditorName: creditor.name.slice(0, 70),
    creditorIban: creditor.iban,
    description: context.description,
  };
}

type Act = "open" | "settle" | "return";

const commandId = (payoutId: Hex, act: Act): Hex =>
  `${payoutId}${{ open: "01", settle: "02", return: "03" }[act]}`;

/** One command per payout and act, however often it is asked for. */
async function operate(context: PayoutContext, act: Act, call: OperatorCall) {
  const id = commandId(call.payoutId, act);
  const outcome = await context.relay.submit({ kind: "operator", id, call });
  if (act !== "open" && outcome.state === "refused" && outcome.code !== "payout-not-in-state") {
    throw new Error(`the chain refused to ${act} a payout: ${outcome.code}`);
  }
  return outcome;
}

/** The code's four letters as bytes4. */
function returnCall(payoutId: Hex, reason: string): OperatorCall {
  const code = /^[A-Z0-9]{4}$/.test(reason) ? reason : NO_REASON_CODE;
  return { name: "returnPayout", payoutId, bankReason: toHex(utf8ToBytes(code)) };
}
