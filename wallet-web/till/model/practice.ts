// Practising with play money: arithmetic in memory and nothing else. No key, no server, nothing kept.

/** What the screen shows to be scanned: no till and no family app takes it for anything. */
export const PRACTICE_QR = "KINDPAKKET OEFENEN";

/** The customers that one can practise with. */
export const PRACTICE_CUSTOMERS = { enough: 30_000n, little: 1_000n } as const;
export type PracticeCustomer = keyof typeof PRACTICE_CUSTOMERS;

export type PracticeSale = { amountCents: bigint; restCents: bigint; refundedCents: bigint };
export type PracticeResult =
  | { kind: "taken"; sale: PracticeSale }
  | { kind: "less"; payableCents: bigint; restCents: bigint };

/** What a real till would say to this amount and this customer. */
export function practise(amountCents: bigint, customer: PracticeCustomer): PracticeResult {
  const budgetCents = PRACTICE_CUSTOMERS[customer];
  if (amountCents <= budgetCents) return { kind: "taken", sale: saleOf(amountCents, 0n) };
  return { kind: "less", payableCents: budgetCents, restCents: amountCents - budgetCents };
}

export const saleOf = (amountCents: bigint, restCents: bigint): PracticeSale => ({
  amountCents,
  restCents,
  refundedCents: 0n,
});

/** What a camera read, as practising sees it: the play code, a customer's real one, or something else. */
export function readPractice(text: string): "practice" | "real" | "other" {
  if (text.trim() === PRACTICE_QR) return "practice";
  return /^KP\d+:/.test(text.trim()) ? "real" : "other";
}

/** What there is to learn, and what was done of it. */
export const LESSONS = ["charge", "less", "refund"] as const;
export type Lesson = (typeof LESSONS)[number];
