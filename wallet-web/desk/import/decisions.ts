// What a person decides about a checked file: who goes in, and which families that left are closed. Nothing is closed unless chosen.
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { ReasonName } from "../../shared/protocol/commands.ts";
import type { ImportPreview } from "./start-import.ts";
import type { ImportRow } from "./verdicts.ts";

/** Why a family of which the file tells nothing is closed. */
export const LEAVING_REASONS = [
  "moved-away",
  "no-longer-eligible",
] as const satisfies readonly ReasonName[];
export type LeavingReason = (typeof LEAVING_REASONS)[number];

export type Decisions = {
  /** Rows that stay as they are, though somebody could be registered. */
  left: ReadonlySet<number>;
  /** Families to close, with the reason that they read. */
  closing: ReadonlyMap<Hex, LeavingReason>;
};

/** Whether somebody can be registered by this row. */
export const canRegister = ({ verdict }: ImportRow) => verdict === "new" || verdict === "more";

/** How many children a row brings. */
export const newChildren = (row: ImportRow) => row.children - (row.known?.open ?? 0);

/**
 * Before anybody chose: new families and new children go in, nobody is closed. A child whose budget was stopped by hand may still stand in
 * the file: such a family is left alone until somebody says otherwise.
 */
export function firstDecisions(preview: ImportPreview): Decisions {
  const doubtful = preview.rows.filter((row) => row.known !== null && row.known.closed > 0);
  return { left: new Set(doubtful.map((row) => row.row)), closing: new Map() };
}

/** The same decisions with these rows taken or left. */
export function withRows(
  before: Decisions,
  rows: readonly ImportRow[],
  isTaken: boolean,
): Decisions {
  const left = new Set(before.left);
  for (const { row } of rows) {
    if (isTaken) left.delete(row);
    else left.add(row);
  }
  return { ...before, left };
}

/** The same decisions with these families closed for a reason, or kept. */
export function withClosing(
  before: Decisions,
  householdIds: readonly Hex[],
  reason: LeavingReason | null,
): Decisions {
  const closing = new Map(before.closing);
  for (const householdId of householdIds) {
    if (reason) closing.set(householdId, reason);
    else closing.delete(householdId);
  }
  return { ...before, closing };
}

/** What happens when the person confirms. */
export function outcomeOf(preview: ImportPreview, { left, closing }: Decisions) {
  const rows = preview.rows.filter((row) => canRegister(row) && !left.has(row.row));
  const [fresh, grown] = [
    rows.filter(({ verdict }) => verdict === "new"),
    rows.filter(({ verdict }) => verdict === "more"),
  ];
  return {
    rows,
    newHouseholds: fresh.length,
    newHouseholdsChildren: sumOf(fresh),
    grownHouseholds: grown.length,
    addedChildren: sumOf(grown),
    leavers: preview.absent.flatMap((one) => {
      const reason = closing.get(one.householdId);
      return reason ? [{ ...one, reason }] : [];
    }),
  };
}
export type Outcome = ReturnType<typeof outcomeOf>;

const sumOf = (rows: readonly ImportRow[]) => rows.reduce((sum, row) => sum + newChildren(row), 0);
