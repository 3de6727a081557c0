// The states of a payout as the desk says them, and how each looks.
import type { TreasuryPayout } from "./answers.ts";

type Look = "info" | "good" | "bad" | "warn";

const LOOKS: Record<TreasuryPayout["state"], Look> = {
  EARNED: "info",
  BATCHED: "info",
  APPROVED: "info",
  SUBMITTING: "info",
  ACCEPTED: "info",
  BOOKED: "good",
  RETURNED: "bad",
  REJECTED: "bad",
  UNKNOWN: "warn",
  HELD: "warn",
};

export const lookOf = (state: TreasuryPayout["state"]): Look => LOOKS[state];

/** States in which a person or the bank has to say something. */
export const ATTENTION = ["HELD", "UNKNOWN", "RETURNED", "REJECTED"] as const;
