// Verification of Payee in a bank's status report: what it says of names, apart from what it says of payments. None of these codes
// is an end: the payment waits at the bank for the person who approves it there.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { StatusFile } from "../bank/sepa/bank-file.ts";
import type { NameCheckResult } from "../store/schema/index.ts";
import { submissionIdOf } from "./payment-files.ts";

/** Of one payment. Source: EPC, Verification Of Payee in customer-to-PSP messages (pain.002.001.10). */
const OF_PAYMENT: Readonly<Record<string, NameCheckResult>> = {
  RCVC: "MTCH",
  RVMC: "CMTC",
  RVNM: "NMTC",
  RVNA: "NOAP",
  RVNC: "NOAP",
};
/** Of a whole file; `RVCM` (with mismatches) says to look at each payment. */
const OF_ALL: Readonly<Record<string, NameCheckResult>> = { RCVC: "MTCH", RVNC: "NOAP" };
const CODES = new Set([...Object.keys(OF_PAYMENT), "RVCM"]);

/** The longest name that SEPA carries. */
const LONGEST_NAME = 140;

export type NameAnswer = { payoutId: Hex; result: NameCheckResult; name: string | null };

/** Whether a status speaks of names and not of payment. */
export const isNameStatus = (status: string | null): boolean =>
  status !== null && CODES.has(status);

/** What the report says of each payout's name: its own answer, or the whole file's. */
export function nameAnswers(
  file: StatusFile,
  given: { payoutIds: readonly Hex[]; group: string | null },
): NameAnswer[] {
  const own = new Map<Hex, NameAnswer>();
  for (const { endToEndId, status, additional } of file.transactions) {
    const payoutId = submissionIdOf(endToEndId);
    const result = OF_PAYMENT[status];
    if (!payoutId || !result) continue;
    const name = result === "CMTC" ? (additional?.slice(0, LONGEST_NAME) ?? null) : null;
    own.set(payoutId, { payoutId, result, name });
  }
  const ofAll = OF_ALL[given.group ?? ""];
  return given.payoutIds.flatMap((payoutId) => {
    const answer = own.get(payoutId);
    if (answer) return answer;
    return ofAll ? { payoutId, result: ofAll, name: null } : [];
  });
}
