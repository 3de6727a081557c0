// How much of a family still waits to begin: one new child's letter is easily forgotten while the family pays for the others.
import type { HouseholdSummary } from "../app/answers.ts";
import { text } from "../text.ts";

/** Of the budgets that aren't closed. */
export function notBegunText({ states }: Pick<HouseholdSummary, "states">): string {
  const waiting = states.filter((state) => state === "registered").length;
  const open = states.filter((state) => state !== "closed").length;
  return text.count("families.notBegun", open, { waiting });
}
