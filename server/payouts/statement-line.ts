// A line of the bank's statement, and what it is evidence for. Nothing here reads or writes.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { EntryKind, PayoutState } from "../store/schema/index.ts";
import type { EntryDetails } from "./context.ts";

/** A line of the statement, whichever way it came. */
export type StatementLine = {
  /** The bank's own reference; one line, one id. */
  entryId: string;
  /** Negative leaves the account. */
  amountCents: bigint;
  status: "pending" | "booked";
  bookedAt: string;
  returnReason: string | null;
  details: EntryDetails;
  /** Of a line in a file: where it stands there. Null for a line of a bank's own list. */
  report: FileReport | null;
};

/** Where a file tells of a booking: a statement (camt.053) has each once, and a notification (camt.054) may tell of it as well. */
export type FileReport = {
  kind: "statement" | "notice";
  /** The bank's references of the line and of the payment in it; null where it gives none, or they stand for several. */
  entryReference: string | null;
  paymentReference: string | null;
};

/** What is known of a payout that a line names. */
export type NamedPayout = {
  payoutId: Hex;
  amountCents: bigint;
  state: PayoutState;
  /** The IBAN it was to go to; null when that is no longer known. */
  iban: string | null;
  /** Evidence that is there already. */
  hasPayout: boolean;
  hasReturn: boolean;
};

/** A payout's id as banks carry it: 32 hexadecimal digits, in whatever case, somewhere in the reference or the text. */
export function tokensIn(details: Pick<EntryDetails, "reference" | "description">): Hex[] {
  const found = [details.reference ?? "", details.description]
    .flatMap((text) => text.toLowerCase().match(/[0-9a-f]{32}/g) ?? [])
    .map((token): Hex => `0x${token}`);
  return [...new Set(found)];
}

/** What a line is, given the payout that it names. */
export function kindOf(line: StatementLine, named: NamedPayout | null): EntryKind {
  if (named === null) return "other";
  if (line.amountCents < 0n) {
    const agrees = -line.amountCents === named.amountCents && !isElsewhere(line, named);
    // Refused, so owed again, and yet paid: the debt would be paid twice.
    const isOver = named.state === "REJECTED";
    return agrees && !named.hasPayout && !isOver ? "payout" : "conflict";
  }
  const wasPaid = named.hasPayout || ["ACCEPTED", "BOOKED"].includes(named.state);
  const agrees = line.amountCents === named.amountCents && wasPaid && !named.hasReturn;
  return agrees ? "return" : "conflict";
}

/** A bank's list always says where the money went; a file may leave it out, and then its own order stands. */
function isElsewhere(line: StatementLine, named: NamedPayout): boolean {
  const agrees = accountAgrees(line, named);
  return agrees === false || (agrees === null && named.iban !== null && line.report === null);
}

/** Whether a line's account is the ordered one; null when either isn't known, or money came back. */
export function accountAgrees(line: StatementLine, named: NamedPayout | null): boolean | null {
  const { iban } = line.details;
  if (line.amountCents >= 0n || iban === null || !named?.iban) return null;
  return iban.replaceAll(" ", "").toUpperCase() === named.iban;
}

/** The payout that a line is about, of those that are known. */
export const payoutNamed = (
  line: StatementLine,
  named: ReadonlyMap<Hex, NamedPayout>,
): NamedPayout | null =>
  tokensIn(line.details).flatMap((token) => named.get(token) ?? [])[0] ?? null;
