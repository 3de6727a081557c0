// What a bank's files say together: each booking once, whichever files name it, and each contradiction in sight.
import { expect } from "chai";
import { bankEntries } from "../../../server/store/schema/index.ts";
import { camt } from "../bank/sepa/fixtures.ts";
import { type FileWorld, openFileWorld } from "./file-world.ts";

const OTHER_IBAN = "NL20INGB0001234567";

describe("Bank files together", () => {
  let files: FileWorld;
  before(async () => {
    files = await openFileWorld();
  });
  after(() => files.world.close());
  beforeEach(() => files.reset());

  const rows = () => files.world.database.select().from(bankEntries).orderBy(bankEntries.entryId);
  const kinds = async () => (await rows()).map(({ kind }) => kind).toSorted();
  /** After a round: the lines by kind, and the payouts' states. */
  const outcome = async () => {
    await files.round();
    return [await kinds(), await files.world.states()];
  };
  const PAID_ONCE = [["payout"], ["BOOKED", "SUBMITTING"]];

  describe("a notification and a statement that tell of one payment", () => {
    for (const [what, notice, statement] of [
      ["neither with a reference", {}, {}],
      ["the statement with a reference", {}, { reference: "REF-1" }],
      ["the notification with a reference", { reference: "REF-1" }, {}],
      ["both with the same reference", { reference: "REF-1" }, { reference: "REF-1" }],
      ["booked on other days", { date: "2026-04-07" }, { date: "2026-04-08" }],
    ] as const) {
      it(`count once, ${what}`, async () => {
        await files.notice([await files.payment(0, notice)]);
        const second = await files.statement([await files.payment(0, statement)]);
        expect(second).to.include({ entries: 0, unmatched: 0 });
        expect(await outcome()).to.deep.equal(PAID_ONCE);
      });

      it(`count once the other way round, ${what}`, async () => {
        await files.statement([await files.payment(0, statement)]);
        await files.notice([await files.payment(0, notice)]);
        expect(await outcome()).to.deep.equal(PAID_ONCE);
      });
    }

    it("count once when each is read again in a file that overlaps", async () => {
      const referred = await files.payment(0, { reference: "REF-1" });
      await files.notice([await files.payment(0)]);
      await files.statement([referred]);
      await files.statement([referred, await files.payment(1, { reference: "REF-2" })], "S-2");
      expect(await outcome()).to.deep.equal([
        ["payout", "payout"],
        ["BOOKED", "BOOKED"],
      ]);
    });

    it("count once when the id is in the text alone, in capitals", async () => {
      const [token = ""] = await files.tokens();
      const text = `Kindpakket ${token.toUpperCase()}`;
      await files.notice([await files.payment(0, { details: [{ text }] })]);
      await files.statement([await files.payment(0)]);
      expect(await outcome()).to.deep.equal(PAID_ONCE);
    });

    it("count as two when the bank gives them two references", async () => {
      await files.notice([await files.payment(0, { reference: "REF-1" })]);
      await files.statement([await files.payment(0, { reference: "REF-2" })]);
      expect(await outcome()).to.deep.equal([
        ["conflict", "payout"],
        ["BOOKED", "SUBMITTING"],
      ]);
    });

    it("count as two when their amounts differ", async () => {
      await files.notice([await files.payment(0)]);
      await files.statement([await files.payment(0, { amount: "12.51" })]);
      expect(await kinds()).to.deep.equal(["conflict", "payout"]);
    });
  });

  describe("a payment that was made twice", () => {
    const TWICE = [
      ["conflict", "payout"],
      ["BOOKED", "SUBMITTING"],
    ];

    it("is two lines when one statement has it twice, though a notification told of one", async () => {
      await files.notice([await files.payment(0)]);
      await files.statement([await files.payment(0), await files.payment(0)]);
      expect(await outcome()).to.deep.equal(TWICE);
    });

    it("is two lines when two notifications and one statement tell of both", async () => {
      await files.notice([await files.payment(0)], "N-1");
      await files.notice([await files.payment(0)], "N-2");
      await files.statement([await files.payment(0), await files.payment(0)]);
      expect(await outcome()).to.deep.equal(TWICE);
    });

    it("is two lines when two statements have it", async () => {
      await files.statement([await files.payment(0)], "S-1");
      await files.statement([await files.payment(0)], "S-2");
      expect(await outcome()).to.deep.equal(TWICE);
    });

    it("is two lines under one reference on one statement, however often that is read", async () => {
      const twice = [
        await files.payment(0, { reference: "REF-1" }),
        await files.payment(0, { reference: "REF-1" }),
      ];
      await files.statement(twice, "S-1");
      await files.statement(twice, "S-2");
      await files.notice(twice);
      expect(await outcome()).to.deep.equal(TWICE);
    });

    it("is two lines within one entry", async () => {
      const [endToEndId = ""] = await files.tokens();
      const details = [
        { endToEndId, amount: "12.50" },
        { endToEndId, amount: "12.50" },
      ];
      await files.statement([{ amount: "25.00", reference: "REF-1", details }]);
      expect(await outcome()).to.deep.equal(TWICE);
    });
  });

  describe("money that came back", () => {
    it("came back once, whichever files say so, and either may give the reason", async () => {
      const [endToEndId = ""] = await files.tokens();
      await files.statement([await files.payment(0)]);
      await files.notice([await files.back(0, { details: [{ endToEndId }] })]);
      await files.statement([await files.back(0)], "S-2");

      expect(await kinds()).to.deep.equal(["payout", "return"]);
      const back = (await rows()).find(({ kind }) => kind === "return");
      expect(back?.returnReason).to.equal("AC04");
      await files.round();
      expect(await files.world.states()).to.deep.equal(["RETURNED AC04", "SUBMITTING"]);
    });

    it("is never taken for the payment itself", async () => {
      await files.notice([await files.payment(0)]);
      await files.statement([await files.payment(0), await files.back(0)]);
      expect(await kinds()).to.deep.equal(["payout", "return"]);
    });

    it("is a contradiction when it comes back twice", async () => {
      await files.statement([await files.payment(0), await files.back(0), await files.back(0)]);
      expect(await kinds()).to.deep.equal(["conflict", "payout", "return"]);
    });

    it("is known for several at once by what we ordered", async () => {
      const details = (await files.tokens()).map((endToEndId) => ({
        endToEndId,
        returnReason: "AC04",
      }));
      await files.statement([await files.payment(0), await files.payment(1)]);
      const told = await files.statement([{ amount: "22.45", isCredit: true, details }], "S-2");
      expect(told.returned).to.equal(2);
    });
  });

  describe("the account that a payment went to", () => {
    it("holds the payout when it isn't the ordered one", async () => {
      const [endToEndId = ""] = await files.tokens();
      const details = [{ endToEndId, iban: OTHER_IBAN }];
      const told = await files.statement([await files.payment(0, { details })]);
      expect(told).to.include({ matched: 0, unmatched: 1 });
      expect(await outcome()).to.deep.equal([
        ["conflict"],
        ["HELD conflict-at-bank", "SUBMITTING"],
      ]);
    });

    it("may be left out", async () => {
      const [endToEndId = ""] = await files.tokens();
      await files.statement([await files.payment(0, { details: [{ endToEndId }] })]);
      expect(await outcome()).to.deep.equal(PAID_ONCE);
    });

    it("shows as a contradiction when only the second file tells that it is another", async () => {
      const [endToEndId = ""] = await files.tokens();
      await files.notice([await files.payment(0, { details: [{ endToEndId }] })]);
      const details = [{ endToEndId, iban: OTHER_IBAN }];
      await files.statement([await files.payment(0, { details })]);
      expect(await kinds()).to.deep.equal(["conflict", "payout"]);
    });

    it("contradicts once when both files tell that it is another", async () => {
      const [endToEndId = ""] = await files.tokens();
      const entry = await files.payment(0, { details: [{ endToEndId, iban: OTHER_IBAN }] });
      await files.notice([entry]);
      await files.statement([entry]);
      expect(await kinds()).to.deep.equal(["conflict"]);
    });
  });

  describe("what belongs to no payout", () => {
    const gift = { amount: "60000.00", isCredit: true, reference: null, details: [{ text: "x" }] };

    it("counts once when a notification and a statement tell of it", async () => {
      await files.notice([gift]);
      await files.statement([gift]);
      expect(await kinds()).to.deep.equal(["other"]);
    });

    it("counts twice on another day, or twice on one statement", async () => {
      await files.notice([gift]);
      await files.statement([gift, gift, { ...gift, date: "2026-04-08" }]);
      expect(await kinds()).to.deep.equal(["other", "other", "other"]);
    });
  });

  it("names what an unknown kind of file is, and what is read", async () => {
    const text = new TextDecoder().decode(camt({ entries: [] })).replace("camt.053", "camt.052");
    const refusal = await files.read(new TextEncoder().encode(text)).catch((error) => error);
    expect(refusal).to.have.property("code", "bank-file-unknown");
    expect(refusal.params.found).to.equal("camt.052.001.08");
    expect(refusal.params.accepted).to.include("pain.002.001.10, camt.053.001.02");
  });
});
