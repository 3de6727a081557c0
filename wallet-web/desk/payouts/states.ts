// The states of a payout as the desk says them, and how each looks.
import type { TreasuryPayout } from "./answers.ts";

export type State = TreasuryPayout["state"];
type Look = "info" | "good" | "bad" | "warn";

const LOOKS: Record<State, Look> = {
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

export const lookOf = (state: State): Look => LOOKS[state];

/** In the order of a payout's way; where it can end badly comes last. */
export const STATES = Object.freeze<State[]>([
  "EARNED",
  "BATCHED",
  "APPROVED",
  "SUBMITTING",
  "ACCEPTED",
  "BOOKED",
  "HELD",
  "UNKNOWN",
  "RETURNED",
  "REJECTED",
]);
