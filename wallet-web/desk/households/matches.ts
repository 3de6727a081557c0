// Which number of a family is the one that was typed.
import type { HouseholdSummary } from "../app/answers.ts";

export type Match = { household: HouseholdSummary; by: "client" | "letter" };

/** @param found What the server gave for `number`, as it was typed. */
export const matchesOf = (found: readonly HouseholdSummary[], number: string): Match[] =>
  found.map((household) => ({
    household,
    by: Number(number) === household.letterNumber ? "letter" : "client",
  }));
