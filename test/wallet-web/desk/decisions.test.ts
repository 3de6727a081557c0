import { expect } from "chai";
import {
  firstDecisions,
  outcomeOf,
  withClosing,
  withRows,
} from "../../../wallet-web/desk/import/decisions.ts";
import type { ImportPreview } from "../../../wallet-web/desk/import/start-import.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const ID: Hex = `0x${"ab".repeat(16)}`;
const OTHER: Hex = `0x${"cd".repeat(16)}`;

const rowOf = (
  row: number,
  verdict: ImportPreview["rows"][number]["verdict"],
  { children = 2, open = 1, closed = 0 } = {},
): ImportPreview["rows"][number] => ({
  row,
  clientNumber: `ZH-${row}`,
  children,
  language: "nl",
  verdict,
  problems: [],
  known:
    verdict === "more" || verdict === "fewer"
      ? { householdId: ID, letterNumber: row, open, closed }
      : null,
});

function fixture(): ImportPreview {
  return {
    importId: ID,
    schemeId: ID,
    rows: [
      rowOf(2, "new", { children: 3 }),
      rowOf(3, "more", { children: 2, open: 1 }),
      rowOf(4, "more", { children: 2, open: 1, closed: 1 }),
      rowOf(5, "fewer", { children: 1, open: 2 }),
      rowOf(6, "registered"),
      rowOf(7, "refused"),
    ],
    counts: { new: 1, more: 2, fewer: 1, registered: 1, refused: 1, children: 5 },
    absent: [ID, OTHER].map((householdId, index) => ({
      householdId,
      clientNumber: `WEG-${index}`,
      letterNumber: 20 + index,
      beneficiaryIds: [householdId],
    })),
    absentTotal: 2,
  };
}

describe("what a person decides about a file", () => {
  it("is at first: new families and new children in, nobody closed, a doubtful one left alone", () => {
    const preview = fixture();
    const outcome = outcomeOf(preview, firstDecisions(preview));
    expect(outcome.rows.map(({ row }) => row)).to.deep.equal([2, 3]);
    expect(outcome).to.deep.include({
      newHouseholds: 1,
      newHouseholdsChildren: 3,
      grownHouseholds: 1,
      addedChildren: 1,
      leavers: [],
    });
  });

  it("can be changed row by row, and back", () => {
    const preview = fixture();
    const rows = (taken: boolean) => {
      const decided = withRows(firstDecisions(preview), preview.rows, taken);
      return outcomeOf(preview, decided).rows.map(({ row }) => row);
    };
    expect(rows(false)).to.deep.equal([]);
    // Whom a row can't register isn't registered by taking it.
    expect(rows(true)).to.deep.equal([2, 3, 4]);
  });

  it("closes only the families that were chosen, each for its reason", () => {
    const preview = fixture();
    const chosen = withClosing(firstDecisions(preview), [ID, OTHER], "moved-away");
    const kept = withClosing(chosen, [ID], null);
    expect(outcomeOf(preview, chosen).leavers).to.have.length(2);
    const [left] = outcomeOf(preview, kept).leavers;
    expect(left).to.deep.include({ householdId: OTHER, reason: "moved-away" });
    expect(outcomeOf(preview, kept).leavers).to.have.length(1);
  });

  it("closes nobody who is back in the file when it is read again", () => {
    const preview = fixture();
    const chosen = withClosing(firstDecisions(preview), [ID], "moved-away");
    expect(outcomeOf({ ...preview, absent: [] }, chosen).leavers).to.deep.equal([]);
  });
});
