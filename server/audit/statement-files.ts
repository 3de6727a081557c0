// The bank's column from its own files: camt.053 as the bank wrote it, not what was imported of it.
import {
  BankFileError,
  readBankFile,
  type StatementDetail,
  type StatementEntry,
} from "../bank/sepa/bank-file.ts";
import { ordersMakingSum } from "../payouts/file-lines.ts";
import { submissionIdOf } from "../payouts/payment-files.ts";
import type { Database } from "../store/database.ts";
import type { BankSide } from "./audit.ts";
import { type Line, sideOf } from "./sides.ts";

/**
 * What a statement says was booked. A batch that the bank booked as one sum is laid out by the payment file that asked for it,
 * when that file's payouts make the sum to the cent; otherwise it names no payout, and shows as unexplained.
 * @throws {BankFileError} also when it is no statement.
 */
export async function readStatementFile(database: Database, bytes: Uint8Array): Promise<BankSide> {
  const file = readBankFile(bytes);
  if (file.kind !== "statement") {
    throw new BankFileError("unknown-message", 1, "It is not a statement (camt.053).");
  }
  const lines: Line[] = [];
  for (const entry of file.statements.flatMap(({ entries }) => entries)) {
    if (entry.status === "booked") lines.push(...(await linesIn(database, entry)));
  }
  return sideOf(lines);
}

async function linesIn(database: Database, entry: StatementEntry): Promise<Line[]> {
  const { reference: id, amountCents, batch, details } = entry;
  if (details.length > 0) {
    return details.map((one) => ({
      id,
      amountCents: demandAmount(one),
      reference: one.endToEndId,
      description: one.description,
    }));
  }
  const submissionId = submissionIdOf(batch?.paymentInformationId ?? batch?.messageId ?? null);
  const orders = submissionId ? await ordersMakingSum(database, { entry, submissionId }) : null;
  if (orders === null) return [{ id, amountCents, reference: null, description: "" }];
  return orders.map((order) => ({
    id,
    amountCents: -order.amountCents,
    reference: order.payoutId.slice(2),
    description: "",
  }));
}

/** The bank's column is the bank's word alone: what it doesn't say of a payment is not filled in from our orders. */
function demandAmount({ amountCents, line }: StatementDetail): bigint {
  if (amountCents !== null) return amountCents;
  throw new BankFileError("missing-field", line, "A payment in the entry has no amount.");
}
