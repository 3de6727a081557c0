// What has to be done next in a scheme, in the order in which it has to be done.
import type { RoleName } from "../../shared/protocol/commands.ts";
import type { SchemeOverview } from "../app/answers.ts";
import type { TreasuryTasks } from "../payouts/answers.ts";

/** What waits since payouts are made. */
type TaskName =
  | "proposals"
  | "proposals.shops"
  | "unknown"
  | "held"
  | "files"
  | "blocked"
  | "ibans"
  | "questions";

export type TodoName =
  | "open"
  | "fund"
  | "mandate"
  | "mandate.expired"
  | "import"
  | "continue"
  | "letters"
  | "shops"
  | "shops.none"
  | "reclaim"
  | "repayment"
  | TaskName;

export type Todo = { name: TodoName; role: RoleName; place: string[]; count: number };

type LetterState = { unprinted: number; unfinished: boolean };

/** @param overview null when the scheme isn't open yet. */
export function todosOf(given: {
  overview: SchemeOverview | null;
  letters: LetterState;
  /** Null as long as it isn't known. */
  tasks: TreasuryTasks | null;
  /** Unix seconds. */
  now: number;
  /** From when on nobody pays any more and what is left can be taken back, Unix seconds. */
  overAt: number;
}): Todo[] {
  const { overview, letters, tasks, now, overAt } = given;
  if (!overview) return [todo("open", "sponsor", ["scheme"])];
  if (now >= overAt) return afterTheEnd(overview, { tasks, now });
  const { conservation, mandate, shops } = overview;
  const waiting = shops.waiting ?? 0;
  const isEmpty = overview.households === 0;
  return [
    BigInt(conservation.fundedCents) === 0n && todo("fund", "sponsor", ["money"]),
    !mandate && todo("mandate", "treasurer", ["money"]),
    mandate && mandate.validUntil <= now && todo("mandate.expired", "treasurer", ["money"]),
    letters.unfinished && todo("continue", "validator", ["households", "add"]),
    isEmpty && !letters.unfinished && todo("import", "validator", ["households", "add"]),
    letters.unprinted > 0 && todo("letters", "validator", ["letters"], letters.unprinted),
    waiting > 0 && todo("shops", "validator", ["shops"], waiting),
    waiting === 0 && (shops.admitted ?? 0) === 0 && todo("shops.none", "validator", ["shops"]),
    ...(tasks ? tasksOf(tasks) : []),
  ].filter((one) => one !== false && one !== null);
}

/** No family comes in any more; shops are still paid. */
function afterTheEnd(
  { conservation, mandate }: SchemeOverview,
  { tasks, now }: { tasks: TreasuryTasks | null; now: number },
): Todo[] {
  const shopDebt = BigInt(conservation.shopDebtCents);
  const left = BigInt(conservation.outstandingCents) + BigInt(conservation.withdrawableCents);
  const mustPay = BigInt(conservation.owedCents) + shopDebt > 0n;
  return [
    left > 0n && todo("reclaim", "sponsor", ["money"]),
    shopDebt > 0n && todo("repayment", "treasurer", ["shops"]),
    mustPay && !mandate && todo("mandate", "treasurer", ["money"]),
    mustPay &&
      mandate !== null &&
      mandate.validUntil <= now &&
      todo("mandate.expired", "treasurer", ["money"]),
    ...(tasks ? tasksOf(tasks) : []),
  ].filter((one) => one !== false);
}

/** What keeps money from a shop comes first. */
function tasksOf(tasks: TreasuryTasks): Todo[] {
  return [
    todo("proposals", "sponsor", ["money"], tasks.moneyProposals),
    todo("proposals.shops", "validator", ["shops"], tasks.shopProposals),
    todo("held", "treasurer", ["payouts"], tasks.heldPayouts),
    todo("unknown", "treasurer", ["payouts"], tasks.unknownPayouts),
    todo("files", "treasurer", ["payouts"], tasks.filesToRelease),
    todo("blocked", "treasurer", ["payouts"], tasks.blockedShops),
    todo("ibans", "validator", ["shops"], tasks.ibanChanges),
    todo("questions", "validator", ["households", "questions"], tasks.waitingQuestions),
  ].filter(({ count }) => count > 0);
}

function todo(name: TodoName, role: RoleName, place: string[], count = 0): Todo {
  return { name, role, place, count };
}
