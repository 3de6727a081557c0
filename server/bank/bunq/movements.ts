// Reads the account's payments and recognises ours among them; it only reads.

import type { BankMovement, FindResult, PaymentOrder, PaymentState } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Client } from "./client.ts";
import { type BunqPayment, paymentAnswer, paymentsAnswer } from "./messages.ts";

/** bunq's own maximum. */
const pageSize = 200;
/** A limit on every loop: 2 million movements. */
const maxPages = 10_000;

export interface AccountPath {
  readonly path: string;
  readonly accountId: number;
}

/** bunq's payment in the words of the `Bank` interface. */
export function movementOf(payment: BunqPayment): BankMovement {
  return {
    bankPaymentId: String(payment.id),
    amountCents: payment.amount,
    counterpartyIban: payment.counterparty_alias.iban ?? null,
    counterpartyName: payment.counterparty_alias.display_name ?? null,
    reference: payment.merchant_reference ?? null,
    description: payment.description ?? "",
    bookedAt: payment.created,
    // Seen only as "PENDING" so far; any other word is unclear, and unclear isn't booked.
    status: payment.payment_suspended_outgoing == null ? "booked" : "pending",
  };
}

/** The id after which to read, from a position; 0 is before the first. */
export function readPosition(since: string): number {
  const id = /^\d{1,16}$/.test(since) ? Number(since) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  throw new BankError("refused", "This is not a position of a bunq account.");
}

/** The newest payment's id, "0" on an empty account. */
export async function newestPosition(client: Client, account: AccountPath): Promise<string> {
  const page = await client.get(paymentsAnswer, `${account.path}/payment?count=1`);
  return String(page.Response[0]?.Payment.id ?? 0);
}

/**
 * All movements newer than `since`, oldest first.
 *
 * @throws BankError `bad-answer` when a page is out of order or of another account: half a list proves nothing.
 */
export async function listMovements(
  client: Client,
  account: AccountPath,
  since: number,
): Promise<BankMovement[]> {
  const newestFirst: BankMovement[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (let page = 0; page < maxPages; page += 1) {
    const older = Number.isFinite(before) ? `&older_id=${before}` : "";
    const path = `${account.path}/payment?count=${pageSize}${older}`;
    const answer = await client.get(paymentsAnswer, path);
    for (const { Payment: payment } of answer.Response) {
      if (payment.id >= before || payment.monetary_account_id !== account.accountId) {
        throw new BankError("bad-answer", "The bank's list is out of order or of another account.");
      }
      before = payment.id;
      if (payment.id <= since) return newestFirst.reverse();
      newestFirst.push(movementOf(payment));
    }
    const hasOlder = (answer.Pagination.older_url ?? null) !== null;
    if (!hasOlder || answer.Response.length === 0) return newestFirst.reverse();
  }
  throw new BankError("bad-answer", `The bank's list has more than ${maxPages} pages.`);
}

/** One payment by its id; `null` when bunq doesn't know it. */
export async function fetchMovement(
  client: Client,
  account: AccountPath,
  bankPaymentId: string,
): Promise<BankMovement | null> {
  if (!/^\d{1,16}$/.test(bankPaymentId)) return null;
  try {
    const answer = await client.get(paymentAnswer, `${account.path}/payment/${bankPaymentId}`);
    const { Payment: payment } = answer.Response[0];
    const isAsked =
      String(payment.id) === bankPaymentId && payment.monetary_account_id === account.accountId;
    if (isAsked) return movementOf(payment);
    throw new BankError("bad-answer", "The bank answered with another payment.");
  } catch (error) {
    if (error instanceof BankError && error.httpStatus === 404) return null;
    throw error;
  }
}

const normaliseIban = (iban: string | null): string | null =>
  iban === null ? null : iban.replaceAll(" ", "").toUpperCase();

function carriesToken(movement: BankMovement, token: string): boolean {
  const texts = [movement.reference ?? "", movement.description];
  return texts.some((text) => text.toLowerCase().includes(token));
}

/** Sorts the movements that carry the order's payoutId into payments of it and contradictions. */
export function matchOrder(movements: readonly BankMovement[], order: PaymentOrder): FindResult {
  const ours = movements.filter((movement) => carriesToken(movement, order.payoutId));
  const outgoing = ours.filter((movement) => movement.amountCents < 0n);
  const agrees = (movement: BankMovement) =>
    movement.amountCents === -order.amountCents &&
    normaliseIban(movement.counterpartyIban) === order.creditorIban;
  const used = new Set<string>();
  return {
    hits: outgoing.filter(agrees).map((payment) => stateOf({ payment, later: ours, used })),
    conflicts: outgoing.filter((movement) => !agrees(movement)),
  };
}

/**
 * What became of a payment, given the movements after it. bunq publishes no shape for a return; it is recognised as
 * money of the same amount coming in later with the payment's own reference or description.
 *
 * @param used ids of returns that already belong to another payment; the one found is added.
 */
export function stateOf(input: {
  readonly payment: BankMovement;
  readonly later: readonly BankMovement[];
  readonly used: Set<string>;
}): PaymentState {
  const { payment, later, used } = input;
  const back = later.find(
    (movement) =>
      movement.amountCents === -payment.amountCents &&
      Number(movement.bankPaymentId) > Number(payment.bankPaymentId) &&
      !used.has(movement.bankPaymentId) &&
      isAboutSame(payment, movement),
  );
  if (back) used.add(back.bankPaymentId);
  return {
    bankPaymentId: payment.bankPaymentId,
    status: back ? "returned" : payment.status,
    amountCents: -payment.amountCents,
    creditorIban: normaliseIban(payment.counterpartyIban),
    bookedAt: payment.bookedAt,
    returned: back
      ? {
          bankPaymentId: back.bankPaymentId,
          reasonCode: /\b[A-Z]{2}\d{2}\b/.exec(back.description)?.[0] ?? null,
          returnedAt: back.bookedAt,
        }
      : null,
  };
}

function isAboutSame(payment: BankMovement, back: BankMovement): boolean {
  const tokens = [payment.reference, /[0-9a-f]{32}/i.exec(payment.description)?.[0] ?? null];
  return tokens.some((token) => token !== null && carriesToken(back, token.toLowerCase()));
}
