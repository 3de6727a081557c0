// What the desk gets of a day: what was paid, refused, came back, and what belongs to no payout.
import { z } from "zod";
import { id, signedCents, timestamp } from "./primitives.ts";

/** `conflict`: a line of the statement contradicts a payout. `unmatched`: it names no payout at all. */
const reportKind = z.enum([
  "paid",
  "refused",
  "returned",
  "unknown",
  "held",
  "conflict",
  "unmatched",
]);

/** One line of the day's report; amounts as the bank's statement has them. */
export const reportLine = z.object({
  kind: reportKind,
  at: timestamp,
  payoutId: id.nullable(),
  /** The shop's creditor number: its KvK number; empty when the line has no shop. */
  creditorNumber: z.string(),
  shopName: z.string(),
  iban: z.string(),
  amountCents: signedCents,
  payments: z.int(),
  bankReference: z.string(),
  reason: z.string(),
});
const reportTotal = z.object({ count: z.int(), amountCents: signedCents });
export const reportAnswer = z.object({
  /** `2026-04-07`, a day in the Netherlands. */
  day: z.string(),
  totals: z.record(reportKind.exclude(["unmatched"]), reportTotal),
  lines: z.array(reportLine),
});
/** What belongs to no payout: the account's, for all schemes together, so that it is counted once. */
export const accountReportAnswer = z.object({
  day: z.string(),
  total: reportTotal,
  lines: z.array(reportLine),
});
export const reportQuery = z.strictObject({
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
});
