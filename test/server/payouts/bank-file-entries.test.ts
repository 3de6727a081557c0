// Entries of several payments: laid out to the cent by what was ordered, or refused with the line.
import { expect } from "chai";
import { bankEntries } from "../../../server/store/schema/index.ts";
import { camt, pain002 } from "../bank/sepa/fixtures.ts";
import { lineOf } from "../bank/sepa/refusals.ts";
import { BATCH, FILE, type FileWorld, openFileWorld } from "./file-world.ts";
import { codeOf } from "./world.ts";

const OTHER_IBAN = "NL20INGB0001234567";

describe("Entries of several payments", () => {
  let files: FileWorld;
  before(async () => {
    files = await openFileWorld();
  });
  after(() => files.world.close());
  beforeEach(() => files.reset());

  const kinds = async () => {
    const rows = await files.world.database.select().from(bankEntries);
    return rows.map(({ kind }) => kind).toSorted();
  };
  /** After a round: the lines by kind, and the payouts' states. */
  const outcome = async () => {
    await files.round();
    return [await kinds(), await files.world.states()];
  };

  describe("a batch", () => {
    const sum = { amount: "22.45", batch: { paymentInformationId: BATCH, count: 2 } };
    const BOTH_ONCE = [
      ["payout", "payout"],
      ["BOOKED", "BOOKED"],
    ];

    for (const reference of [null, "REF-B"]) {
      const what = reference === null ? "without a reference" : "with one";
      it(`that the statement books as one sum counts once beside its payments, ${what}`, async () => {
        await files.notice([await files.payment(0), await files.payment(1)]);
        await files.statement([{ ...sum, reference }]);
        expect(await outcome()).to.deep.equal(BOTH_ONCE);
      });

      it(`that both tell of as one sum counts once, ${what}`, async () => {
        await files.notice([{ ...sum, reference }]);
        await files.statement([{ ...sum, reference }]);
        expect(await outcome()).to.deep.equal(BOTH_ONCE);
      });
    }

    it("is laid out without the payment that the bank refused before", async () => {
      const [first = ""] = await files.tokens();
      const transactions = [{ endToEndId: first, status: "RJCT", reason: "AC01" }];
      const originalMessageId = FILE.slice(2);
      await files.read(pain002({ originalMessageId, groupStatus: "PART", transactions }));
      await files.statement([{ ...sum, amount: "9.95", batch: { paymentInformationId: BATCH } }]);
      expect(await outcome()).to.deep.equal([["payout"], ["REJECTED AC01", "BOOKED"]]);
    });

    it("shows as a contradiction the account that it went to instead", async () => {
      const details = [{ amount: "9.95", iban: OTHER_IBAN }, { amount: "12.50" }];
      await files.statement([{ ...sum, details }]);
      expect(await outcome()).to.deep.equal([
        ["conflict", "payout"],
        ["BOOKED", "HELD conflict-at-bank"],
      ]);
    });

    it("is refused, with the line, when it has more payments than were ordered", async () => {
      const details = [{}, {}, {}];
      const bytes = camt({
        entries: [{ ...sum, batch: { paymentInformationId: BATCH }, details }],
      });
      expect(await codeOf(files.read(bytes))).to.equal("bank-file-unreadable");
      expect(await kinds()).to.deep.equal([]);
    });
  });

  describe("several payments in one entry without amounts of their own", () => {
    const details = async () => (await files.tokens()).map((endToEndId) => ({ endToEndId }));
    const refusalOf = (asked: Promise<unknown>) =>
      asked.then(
        () => "read",
        (error: { code: string; params: Record<string, string> }) =>
          `${error.code} ${error.params.reason} ${error.params.line}`,
      );
    it("are what we ordered when that makes the sum", async () => {
      await files.statement([{ amount: "22.45", details: await details() }]);
      expect(await outcome()).to.deep.equal([
        ["payout", "payout"],
        ["BOOKED", "BOOKED"],
      ]);
    });

    it("refuse the file, with the entry's line, when that is a cent less", async () => {
      const bytes = camt({ entries: [{ amount: "22.44", details: await details() }] });
      expect(await refusalOf(files.read(bytes))).to.equal(
        `bank-file-unreadable bad-sum ${lineOf(bytes, "<Ntry>")}`,
      );
      expect(await kinds()).to.deep.equal([]);
    });

    it("refuse the file, with the payment's line, when one is not ours", async () => {
      const [, ours] = await details();
      for (const stranger of [{}, { endToEndId: "cd".repeat(16) }, { endToEndId: "SALARIS" }]) {
        const entry = { amount: "22.45", details: [stranger, ours ?? {}] };
        const bytes = camt({ entries: [entry] });
        expect(await refusalOf(files.read(bytes))).to.equal(
          `bank-file-unreadable missing-field ${lineOf(bytes, "<TxDtls>")}`,
        );
      }
      expect(await kinds()).to.deep.equal([]);
    });

    it("are one line that belongs to no payout when none of them is ours: salaries from the same account", async () => {
      const salaries = { amount: "900.00", details: [{}, { endToEndId: "cd".repeat(16) }, {}] };
      await files.statement([salaries, { amount: "22.45", details: await details() }]);
      expect(await outcome()).to.deep.equal([
        ["other", "payout", "payout"],
        ["BOOKED", "BOOKED"],
      ]);
    });
  });
});
