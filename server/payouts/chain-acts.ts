// What the worker does on the chain: open, settle and return a payout, each once however often it is asked for.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { type Hex, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { OperatorCall, Outcome } from "../chain/relay.ts";
import type { PayoutContext } from "./context.ts";
import type { PayoutOrder } from "./payout-orders.ts";

type Act = "open" | "settle" | "return";

/** Reason codes are four letters (ISO 20022 external code set); "NARR" when the bank gives none. */
export const NO_REASON_CODE = "NARR";

const commandId = (payoutId: Hex, act: Act): Hex =>
  `${payoutId}${{ open: "01", settle: "02", return: "03" }[act]}`;

/** Owed → in payout. A refusal is the caller's to weigh; `isFinal` says that this id will never be opened. */
export async function openOnChain(
  context: PayoutContext,
  order: PayoutOrder,
): Promise<{ outcome: Outcome; isFinal: boolean }> {
  const { payoutId, schemeId, shopId, amountCents } = order;
  const call: OperatorCall = { name: "openPayout", schemeId, shopId, payoutId, amountCents };
  const id = commandId(payoutId, "open");
  const outcome = await context.relay.submit({ kind: "operator", id, call });
  return { outcome, isFinal: (await context.relay.outcomeOf(id)) !== null };
}

/** In payout → paid out. @param bankReference The bank's own number of the payment; its hash goes on the chain. */
export async function settleOnChain(
  context: PayoutContext,
  payoutId: Hex,
  bankReference: string,
): Promise<void> {
  const hash = toHex(keccak_256(utf8ToBytes(bankReference)));
  await operate(context, "settle", { name: "settlePayout", payoutId, bankReference: hash });
}

/** In payout, or paid out, → owed again. */
export async function returnOnChain(
  context: PayoutContext,
  payoutId: Hex,
  reason: string | null,
): Promise<void> {
  const code = /^[A-Z0-9]{4}$/.test(reason ?? "") ? (reason ?? "") : NO_REASON_CODE;
  const bankReason = toHex(utf8ToBytes(code));
  await operate(context, "return", { name: "returnPayout", payoutId, bankReason });
}

async function operate(
  context: PayoutContext,
  act: Act,
  call: Extract<OperatorCall, { name: "settlePayout" | "returnPayout" }>,
): Promise<void> {
  const id = commandId(call.payoutId, act);
  const outcome = await context.relay.submit({ kind: "operator", id, call });
  // Not in state: the treasurer was there first, or it is done already; the audit lays both sides beside each other.
  if (outcome.state === "refused" && outcome.code !== "payout-not-in-state") {
    throw new Error(`the chain refused to ${act} a payout: ${outcome.code}`);
  }
}
