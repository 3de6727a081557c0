// What a line of the bank's statement is taken for, and that each line counts once.
import { expect } from "chai";
import { ingest } from "../../../server/payouts/statement.ts";
import {
  type FileReport,
  kindOf,
  type NamedPayout,
  type StatementLine,
  tokensIn,
} from "../../../server/payouts/statement-line.ts";
import { bankEntries } from "../../../server/store/schema/index.ts";
import { IBAN } from "./scripted-bank.ts";
import { openWorld, type World } from "./world.ts";

const TOKEN = "ab".repeat(16);

const REPORT: FileReport = { kind: "statement", entryReference: null, paymentReference: null };

const line = (fields: Partial<StatementLine> = {}): StatementLine => ({
  entryId: "9001",
  amountCents: -1_250n,
  status: "booked",
  bookedAt: "2026-01-01T00:00:00.000Z",
  returnReason: null,
  details: { iban: IBAN, name: "Bakker", reference: TOKEN, description: "" },
  report: null,
  ...fields,
});
const named = (fields: Partial<NamedPayout> = {}): NamedPayout => ({
  payoutId: `0x${TOKEN}`,
  amountCents: 1_250n,
  state: "UNKNOWN",
  iban: IBAN,
  hasPayout: false,
  hasReturn: false,
  ...fields,
});

describe("Statement", () => {
  describe("takes for", () => {
    const cases: [string, StatementLine, NamedPayout | null, string][] = [
      ["a payout: amount and account agree", line(), named(), "payout"],
      ["a payout: its account is no longer known", line(), named({ iban: null }), "payout"],
      [
        "a payout: spaces in the IBAN",
        line({ details: { ...line().details, iban: "NL91 ABNA 0417 1643 00" } }),
        named(),
        "payout",
      ],
      ["a contradiction: a cent less", line({ amountCents: -1_249n }), named(), "conflict"],
      ["a contradiction: a cent more", line({ amountCents: -1_251n }), named(), "conflict"],
      [
        "a contradiction: another account",
        line({ details: { ...line().details, iban: "NL20INGB0001234567" } }),
        named(),
        "conflict",
      ],
      [
        "a contradiction: no account",
        line({ details: { ...line().details, iban: null } }),
        named(),
        "conflict",
      ],
      [
        "a payout: a file that leaves the account out",
        line({ details: { ...line().details, iban: null }, report: REPORT }),
        named(),
        "payout",
      ],
      [
        "a contradiction: a file with another account",
        line({ details: { ...line().details, iban: "NL20INGB0001234567" }, report: REPORT }),
        named(),
        "conflict",
      ],
      [
        "a contradiction: paid before",
        line(),
        named({ hasPayout: true, state: "BOOKED" }),
        "conflict",
      ],
      [
        "a contradiction: refused, and the debt reopened",
        line(),
        named({ state: "REJECTED" }),
        "conflict",
      ],
      [
        "a return: the same amount back",
        line({ amountCents: 1_250n }),
        named({ hasPayout: true }),
        "return",
      ],
      [
        "a return: of what was booked before this database",
        line({ amountCents: 1_250n }),
        named({ state: "BOOKED" }),
        "return",
      ],
      [
        "a contradiction: back without having been paid",
        line({ amountCents: 1_250n }),
        named({ state: "APPROVED" }),
        "conflict",
      ],
      [
        "a contradiction: a part of it back",
        line({ amountCents: 1_000n }),
        named({ hasPayout: true }),
        "conflict",
      ],
      [
        "a contradiction: back twice",
        line({ amountCents: 1_250n }),
        named({ hasPayout: true, hasReturn: true }),
        "conflict",
      ],
      ["something else: it names no payout", line(), null, "other"],
    ];
    for (const [name, given, payout, kind] of cases) {
      it(name, () => {
        expect(kindOf(given, payout)).to.equal(kind);
      });
    }
  });

  it("finds the payout's id in reference and text, in whatever case, each once", () => {
    const description = `KINDPAKKET ${TOKEN.toUpperCase()} en ${"cd".repeat(16)}`;
    expect(tokensIn({ reference: TOKEN, description })).to.deep.equal([
      `0x${TOKEN}`,
      `0x${"cd".repeat(16)}`,
    ]);
    expect(tokensIn({ reference: null, description: "geen" })).to.deep.equal([]);
  });

  describe("writes down", () => {
    let world: World;
    before(async () => {
      world = await openWorld();
    });
    after(() => world.close());
    beforeEach(() => world.reset());

    const read = (...lines: StatementLine[]) =>
      ingest(world.context(), { lines, source: "scripted" });

    it("each line once, however often it is read", async () => {
      const first = await read(line(), line({ entryId: "9002" }));
      const again = await read(line(), line({ entryId: "9002" }));

      expect([first.entries, again.entries]).to.deep.equal([2, 0]);
      expect(await world.kinds()).to.deep.equal(["other", "other"]);
    });

    it("each line once when two read at the same moment", async () => {
      await Promise.all([read(line()), read(line()), read(line())]);
      expect(await world.kinds()).to.deep.equal(["other"]);
    });

    it("that a pending line was booked, and never the other way", async () => {
      await read(line({ status: "pending" }));
      await read(line());
      await read(line({ status: "pending" }));

      const [entry] = await world.database.select().from(bankEntries);
      expect(entry?.status).to.equal("booked");
    });

    it("nothing of a reading of which a part can't be written", async () => {
      const failing = ingest(world.context(), {
        lines: [line()],
        source: "scripted",
        alongside: async () => {
          throw new Error("disk full");
        },
      });
      const outcome = await failing.then(
        () => "written",
        (error: Error) => error.message,
      );
      expect(outcome).to.equal("disk full");
      expect(await world.kinds()).to.deep.equal([]);
    });

    it("the second of two payments of one payout as a contradiction, also within one reading", async () => {
      await world.worker().round();
      const { payoutId } = await world.onlyOrder();
      const details = { ...line().details, reference: payoutId.slice(2) };
      const counts = await read(
        line({ entryId: "9100", details }),
        line({ entryId: "9101", details }),
      );

      expect(counts.unmatched).to.equal(2);
      expect(await world.kinds()).to.deep.equal(["payout", "conflict", "conflict"]);
      expect(await world.states()).to.deep.equal(["BOOKED"]);
    });
  });
});
