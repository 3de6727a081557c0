// Warnings that a budget ends: six weeks before, three weeks before, and after. Each can be put away, and comes once more at the next.
import type { Child } from "./child.ts";

export const END_STAGES = ["six-weeks", "three-weeks", "over"] as const;
export type EndStage = (typeof END_STAGES)[number];

/** Which warning was put away, of which end: a budget of next year has its own. */
export type PutAway = { stage: EndStage; until: number };

const WEEK_SECONDS = 7 * 86_400;
/** So long after the end a family is still told. */
const TOLD_AFTER_SECONDS = 6 * WEEK_SECONDS;

/** The stage of an end at a moment; null when it is far off or long ago. */
export function endStageOf(spendableUntil: number, now: number): EndStage | null {
  const left = spendableUntil - now;
  if (left <= -TOLD_AFTER_SECONDS) return null;
  if (left <= 0) return "over";
  if (left <= 3 * WEEK_SECONDS) return "three-weeks";
  return left <= 6 * WEEK_SECONDS ? "six-weeks" : null;
}

/** Children whose budgets end together, told in one card. */
export type EndWarning = { stage: EndStage; until: number; children: readonly Child[] };

/** What is to be told now; nothing of a budget that is empty, stopped, or not on this phone. */
export function endWarningsOf(children: readonly Child[], now: number): EndWarning[] {
  const warnings: { stage: EndStage; until: number; children: Child[] }[] = [];
  for (const child of children) {
    const stage = stageOf(child, now);
    const until = child.budget?.spendableUntil ?? 0;
    const isPutAway = child.endPutAway?.stage === stage && child.endPutAway?.until === until;
    if (!stage || isPutAway) continue;
    const together = warnings.find((one) => one.stage === stage && one.until === until);
    if (together) together.children.push(child);
    else warnings.push({ stage, until, children: [child] });
  }
  return warnings;
}

function stageOf(child: Child, now: number): EndStage | null {
  const { link, budget } = child;
  if (link !== "linked" || !budget || budget.state === "closed") return null;
  return budget.balanceCents > 0n ? endStageOf(budget.spendableUntil, now) : null;
}
