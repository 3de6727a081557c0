// Payment files from freezing to the bank's own files: two people, one file, each payout once.
import { expect } from "chai";
import type { PayoutActs } from "../../../server/payouts/payout-acts.ts";
import { bankSubmissions, payeeBlocks } from "../../../server/store/schema/index.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { ACCOUNT, camt, type FixtureEntry, pain002 } from "../bank/sepa/fixtures.ts";
import { IBAN } from "./scripted-bank.ts";
import { codeOf, openWorld, SCHEME, type World } from "./world.ts";

const FILE: Hex = `0x${"f1".repeat(16)}`;
const MAKER: Hex = `0x${"0a".repeat(20)}`;
const CHECKER: Hex = `0x${"0b".repeat(20)}`;

describe("Payment files", () => {
  let world: World;
  let acts: PayoutActs;

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    world.fileBank = {
      iban: ACCOUNT,
      name: "Gemeente Zuidhorn",
      bic: null,
      version: "pain.001.001.09",
      cutOff: "14:30",
    };
    acts = world.acts();
    world.owe(1_250n, 995n);
    await round();
  });

  const round = () => world.worker({ files: true }).round();
  const freeze = (submissionId = FILE) =>
    acts.freezeFile({ schemeId: SCHEME, submissionId, by: MAKER });
  const fileRow = async () => {
    const [row] = await world.database.select().from(bankSubmissions);
    if (!row) throw new Error("a file is meant");
    return row;
  };
  const release = async (fields: { by?: Hex; bodyHash?: Hex } = {}) => {
    const { bodyHash } = await fileRow();
    await acts.releaseFile({ submissionId: FILE, bodyHash, by: CHECKER, signed: "{}", ...fields });
  };
  const read = (bytes: Uint8Array) => acts.importBankFile({ bytes, by: CHECKER });
  const tokens = async () => (await world.orders()).map(({ payoutId }) => payoutId.slice(2));

  /** Frozen, released and given to the bank. */
  async function atTheBank(): Promise<string[]> {
    await freeze();
    await release();
    await acts.handOutFile(FILE);
    return tokens();
  }

  async function payment(index: number, fields: Partial<FixtureEntry> = {}): Promise<FixtureEntry> {
    const amount = ["12.50", "9.95"][index] ?? "";
    const endToEndId = (await tokens())[index] ?? "";
    return { amount, reference: `REF-${index}`, details: [{ endToEndId, iban: IBAN }], ...fields };
  }

  it("waits, opened on the chain, until somebody freezes a file", async () => {
    expect(await world.states()).to.deep.equal(["APPROVED", "APPROVED"]);
    expect(world.names()).to.deep.equal(["openPayout", "openPayout"]);
  });

  it("holds every payout that is ready, once", async () => {
    await freeze();

    const file = await fileRow();
    expect([file.payoutCount, file.amountCents, file.state]).to.deep.equal([2, 2_245n, "frozen"]);
    for (const token of await tokens()) {
      expect(new TextDecoder().decode(file.body)).to.include(`<EndToEndId>${token}</EndToEndId>`);
    }
    expect(await codeOf(freeze(`0x${"f2".repeat(16)}`))).to.equal("nothing-to-pay");
  });

  it("is frozen once when the same is asked twice, and by one of two who ask at once", async () => {
    const other: Hex = `0x${"f2".repeat(16)}`;
    const codes = await Promise.all([codeOf(freeze()), codeOf(freeze(other))]);
    expect(codes.filter((code) => code === "done")).to.have.length(1);
    await freeze((await fileRow()).submissionId);
    expect(await world.database.select().from(bankSubmissions)).to.have.length(1);
  });

  it("needs another person, who saw this very file", async () => {
    await freeze();
    expect(await codeOf(release({ by: MAKER }))).to.equal("same-person");
    expect(await codeOf(release({ bodyHash: `0x${"00".repeat(32)}` }))).to.equal("file-changed");
    expect(await codeOf(acts.handOutFile(FILE))).to.equal("submission-not-in-state");

    await release();

    expect((await fileRow()).releasedBy).to.equal(CHECKER);
    expect(await codeOf(release())).to.equal("submission-not-in-state");
    await world.database.update(bankSubmissions).set({ body: new Uint8Array([1]) });
    expect(await codeOf(release())).to.equal("file-changed");
  });

  it("counts as sent from the first time it is given out, and stays the same file", async () => {
    await freeze();
    await release();

    const first = await acts.handOutFile(FILE);
    expect(await world.states()).to.deep.equal(["SUBMITTING", "SUBMITTING"]);
    const second = await acts.handOutFile(FILE);
    expect(second).to.deep.equal(first);
    expect(first.fileName).to.match(/^kindpakket-\d{4}-\d\d-\d\d-f1f1f1f1\.xml$/);
    await round();
    expect(await world.states()).to.deep.equal(["SUBMITTING", "SUBMITTING"]);
    expect(await codeOf(acts.withdrawFile({ submissionId: FILE, by: MAKER }))).to.equal(
      "submission-not-in-state",
    );
  });

  it("gives its payouts to the next file when it is withdrawn", async () => {
    await freeze();
    await acts.withdrawFile({ submissionId: FILE, by: MAKER });
    expect(await codeOf(acts.handOutFile(FILE))).to.equal("submission-not-in-state");

    await freeze(`0x${"f2".repeat(16)}`);
    const files = await world.database.select().from(bankSubmissions);
    expect(files.map(({ state }) => state).toSorted()).to.deep.equal(["frozen", "withdrawn"]);
  });

  it("leaves to a person the payout that no file can hold", async () => {
    world.creditor = { name: "日本", iban: IBAN };
    expect(await codeOf(freeze())).to.equal("nothing-to-pay");
    expect(await world.states()).to.deep.equal(["HELD invalid-order", "HELD invalid-order"]);
  });

  it("is dated by the bank's next day after the cut-off", async () => {
    world.nowMs = Date.parse("2026-04-02T13:00:00Z");
    await freeze();
    expect((await fileRow()).executionDate).to.equal("2026-04-07");
    world.nowMs = 1_700_000_000_000;
  });

  describe("the bank's status", () => {
    const status = (fields: Partial<Parameters<typeof pain002>[0]>) =>
      read(pain002({ originalMessageId: FILE.slice(2), ...fields }));

    it("accepts the file as a whole", async () => {
      await atTheBank();
      await status({ groupStatus: "ACSP" });
      expect(await world.states()).to.deep.equal(["ACCEPTED", "ACCEPTED"]);
      expect((await fileRow()).state).to.equal("accepted");
    });

    it("says that a signature is still missing at the bank", async () => {
      await atTheBank();
      await status({ groupStatus: "PATC" });
      expect(await world.states()).to.deep.equal([
        "ACCEPTED signature-at-bank",
        "ACCEPTED signature-at-bank",
      ]);
    });

    it("gives back all when the file is refused", async () => {
      await atTheBank();
      const told = await status({ groupStatus: "RJCT", groupReason: "AM04" });
      expect(told.refused).to.equal(2);
      expect(await world.states()).to.deep.equal(["REJECTED AM04", "REJECTED AM04"]);
      expect((await fileRow()).state).to.equal("refused");
    });

    it("gives back the one that is refused", async () => {
      const [first = "", second = ""] = await atTheBank();
      await status({
        groupStatus: "PART",
        transactions: [
          { endToEndId: first, status: "RJCT", reason: "AC01" },
          { endToEndId: second, status: "ACSC" },
        ],
      });
      expect(await world.states()).to.deep.equal(["REJECTED AC01", "ACCEPTED"]);
      const back = world.relay.calls.filter(({ name }) => name === "returnPayout");
      expect(back).to.have.length(1);
    });

    it("changes nothing the second time", async () => {
      await atTheBank();
      await status({ groupStatus: "RJCT", groupReason: "AM04" });
      const calls = world.names().length;
      expect((await status({ groupStatus: "RJCT", groupReason: "AM04" })).alreadyRead).to.equal(
        true,
      );
      expect(world.names()).to.have.length(calls);
    });

    it("is refused when it is about a file that isn't ours, or was never given out", async () => {
      const foreign = read(pain002({ originalMessageId: "cd".repeat(16), groupStatus: "ACSP" }));
      expect(await codeOf(foreign)).to.equal("bank-file-foreign");
      expect(
        await codeOf(read(pain002({ originalMessageId: "IETS-ANDERS", groupStatus: "RJCT" }))),
      ).to.equal("bank-file-foreign");
      await freeze();
      expect(await codeOf(status({ groupStatus: "RJCT" }))).to.equal("submission-not-in-state");
      expect(await world.states()).to.deep.equal(["APPROVED", "APPROVED"]);
    });
  });

  describe("the bank's statement", () => {
    it("settles each payment that it shows", async () => {
      await atTheBank();
      const told = await read(camt({ entries: [await payment(0)] }));
      await round();
      expect(told).to.deep.include({ entries: 1, matched: 1, unmatched: 0 });
      expect(await world.states()).to.deep.equal(["BOOKED", "SUBMITTING"]);
    });

    it("settles all payments of a batch that was booked as one sum", async () => {
      await atTheBank();
      const batch = { paymentInformationId: `P${FILE.slice(2)}`, count: 2 };
      await read(camt({ entries: [{ amount: "22.45", batch }] }));
      await round();
      expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED"]);
    });

    for (const [what, entry] of [
      ["sum", { amount: "22.44", batch: { paymentInformationId: `P${FILE.slice(2)}` } }],
      [
        "count",
        { amount: "22.45", batch: { paymentInformationId: `P${FILE.slice(2)}`, count: 3 } },
      ],
    ] as const) {
      it(`is refused, whole, when a batch's ${what} isn't the file's`, async () => {
        await atTheBank();
        const bytes = camt({ entries: [await payment(0), entry] });
        expect(await codeOf(read(bytes))).to.equal("bank-file-unreadable");
        await round();
        expect(await world.states()).to.deep.equal(["SUBMITTING", "SUBMITTING"]);
        expect(await world.kinds()).to.deep.equal([]);
      });
    }

    it("reopens the debt and blocks the shop when it shows the money coming back", async () => {
      const [first = ""] = await atTheBank();
      await read(camt({ entries: [await payment(0)] }));
      await round();
      const details = [{ endToEndId: first, returnReason: "AC04" }];
      const back: FixtureEntry = { amount: "12.50", isCredit: true, reference: "REF-9", details };
      const told = await read(camt({ entries: [back], version: "camt.054.001.08" }));
      await round();

      expect(told.returned).to.equal(1);
      expect(await world.states()).to.deep.equal(["RETURNED AC04", "SUBMITTING"]);
      expect(await world.database.select().from(payeeBlocks)).to.have.length(1);
    });

    it("holds a payout that it shows with another amount", async () => {
      await atTheBank();
      await read(camt({ entries: [await payment(0, { amount: "12.49" })] }));
      await round();
      expect(await world.states()).to.deep.equal(["HELD conflict-at-bank", "SUBMITTING"]);
    });

    it("changes nothing the second time, nor when the next one overlaps it", async () => {
      await atTheBank();
      await read(camt({ entries: [await payment(0)] }));
      expect((await read(camt({ entries: [await payment(0)] }))).alreadyRead).to.equal(true);
      const next = await read(
        camt({ entries: [await payment(0), await payment(1)], statementId: "2" }),
      );
      await round();

      expect(next.entries).to.equal(1);
      expect(await world.states()).to.deep.equal(["BOOKED", "BOOKED"]);
      expect(await world.kinds()).to.deep.equal(["payout", "payout"]);
    });

    it("waits for what is only announced", async () => {
      await atTheBank();
      await read(camt({ entries: [await payment(0, { status: "PDNG" })] }));
      await round();
      expect(await world.states()).to.deep.equal(["SUBMITTING", "SUBMITTING"]);
    });

    it("is refused when it is of another account, or half", async () => {
      await atTheBank();
      const foreign = camt({ entries: [await payment(0)], accountIban: "NL20INGB0001234567" });
      expect(await codeOf(read(foreign))).to.equal("bank-file-foreign");
      const half = camt({ entries: [await payment(0)] }).slice(0, 700);
      expect(await codeOf(read(half))).to.equal("bank-file-unreadable");
      expect(await world.kinds()).to.deep.equal([]);
    });

    it("keeps what belongs to no payout as unmatched", async () => {
      const told = await read(
        camt({
          entries: [{ amount: "60000.00", isCredit: true, details: [{ text: "Storting" }] }],
        }),
      );
      expect(told).to.deep.include({ entries: 1, matched: 0, unmatched: 1 });
    });
  });
});
