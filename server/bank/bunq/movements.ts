// Reads the account's payments; it only reads.

import type { BankMovement } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Client } from "./client.ts";
import { type BunqPayment, paymentsAnswer } from "./messages.ts";

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
    // bunq publishes no field for it; banks write the reason (ISO 20022: AC01, AC04, …) into the text.
    returnReason:
      payment.amount > 0n
        ? (/\b[A-Z]{2}\d{2}\b/.exec(payment.description ?? "")?.[0] ?? null)
        : null,
  };
}

/** The id after which to read, from a position; 0 is before the first. */
export function readPosition(since: string): number {
  const id = /^\d{1,16}$/.test(since) ? Number(since) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  throw new BankError("refused", "This is not a position of a bunq account.");
}

const badList = () =>
  new BankError("bad-answer", "The bank's list is out of order or of another account.");

/** The newest payment's id, "0" on an empty account. */
export async function newestPosition(client: Client, account: AccountPath): Promise<string> {
  const page = await client.get(paymentsAnswer, `${account.path}/payment?count=1`);
  const newest = page.Response[0]?.Payment;
  if (newest && newest.monetary_account_id !== account.accountId) throw badList();
  return String(newest?.id ?? 0);
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
        throw badList();
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
