// Bank files: what is read from them, and that a wrong, foreign or half one is refused with its line.
import { expect } from "chai";
import fc from "fast-check";
import { readBankFile } from "../../../../server/bank/sepa/bank-file.ts";
import { ACCOUNT, type CamtVersion, camt, type FixtureEntry } from "./fixtures.ts";
import { changed, lineOf, refusalOf } from "./refusals.ts";
import { hasSchemas, schemaProblems } from "./schemas.ts";

const ID = "ab".repeat(16);
const paid: FixtureEntry = {
  amount: "12.50",
  details: [{ endToEndId: ID, iban: "NL20INGB0001234567", text: `Kindpakket ${ID}` }],
};
const back: FixtureEntry = {
  amount: "12.50",
  isCredit: true,
  reference: "REF-2",
  details: [{ endToEndId: ID, returnReason: "AC04" }],
};
const batch: FixtureEntry = {
  amount: "22.45",
  reference: "REF-3",
  batch: { paymentInformationId: `P${ID}`, count: 2 },
};
const entries = [paid, back, batch];
const VERSIONS: CamtVersion[] = ["camt.053.001.02", "camt.053.001.08", "camt.054.001.08"];

function statement(given: Parameters<typeof camt>[0]) {
  const file = readBankFile(camt(given));
  if (file.kind !== "statement") throw new Error("a statement is meant");
  const [first] = file.statements;
  if (!first) throw new Error("a page is meant");
  return first;
}

describe("bank files", () => {
  for (const version of VERSIONS) {
    describe(version, () => {
      it("gives each line with its sign, its account and its payout", () => {
        const { accountIban, entries: read } = statement({ entries, version });

        expect(accountIban).to.equal(ACCOUNT);
        expect(read.map(({ amountCents }) => amountCents)).to.deep.equal([
          -1_250n,
          1_250n,
          -2_245n,
        ]);
        expect(read[0]?.details[0]).to.deep.include({
          endToEndId: ID,
          amountCents: -1_250n,
          counterpartyIban: "NL20INGB0001234567",
          counterpartyName: "Bakker",
        });
        expect(read[1]?.details[0]).to.deep.include({ endToEndId: ID, returnReason: "AC04" });
        expect(read[2]).to.deep.include({
          batch: { messageId: null, paymentInformationId: `P${ID}`, count: 2 },
          details: [],
        });
      });

      it("takes several payments in one line when they add up to it", () => {
        const details = [
          { endToEndId: ID, amount: "10.00" },
          { endToEndId: "cd".repeat(16), amount: "2.50" },
        ];
        const { entries: read } = statement({ entries: [{ amount: "12.50", details }], version });
        expect(read[0]?.details.map(({ amountCents }) => amountCents)).to.deep.equal([
          -1_000n,
          -250n,
        ]);
      });

      it("refuses several that don't, with the line", () => {
        const details = [
          { endToEndId: ID, amount: "10.00" },
          { endToEndId: "cd".repeat(16), amount: "2.49" },
        ];
        const bytes = camt({ entries: [{ amount: "12.50", details }], version });
        expect(refusalOf(bytes)).to.deep.include({
          code: "bad-sum",
          line: lineOf(bytes, "<Ntry>"),
        });
      });

      it("leaves the amounts of several open when none of them has one", () => {
        const details = [{ endToEndId: ID }, { endToEndId: "cd".repeat(16) }];
        const bytes = camt({ entries: [{ amount: "12.50", details }], version });
        const file = readBankFile(bytes);
        const [entry] = file.kind === "statement" ? (file.statements[0]?.entries ?? []) : [];
        expect(entry?.details.map(({ amountCents }) => amountCents)).to.deep.equal([null, null]);
        expect(entry?.details[0]).to.include({ line: lineOf(bytes, "<TxDtls>"), isDebit: true });
      });

      if (hasSchemas) {
        it("is tested with files that agree with the schema", async () => {
          const several = { amount: "12.50", details: [{ amount: "10.00" }, { amount: "2.50" }] };
          const bytes = camt({ entries: [...entries, several], version });
          expect(await schemaProblems(version, bytes)).to.deep.equal([]);
        });
      }
    });
  }

  it("gives a line without a reference the same one each time it is read", () => {
    const nameless = { entries: [paid, paid].map((one) => ({ ...one, reference: null })) };
    const references = statement(nameless).entries.map(({ reference }) => reference);
    expect(new Set(references).size).to.equal(2);
    expect(statement(nameless).entries.map(({ reference }) => reference)).to.deep.equal(references);
  });

  it("tells lines without a reference apart on two pages of one statement", () => {
    const page = (amount: string) => camt({ entries: [{ ...paid, amount, reference: null }] });
    const [one, other] = ["1.00", "1.00"].map((amount) => new TextDecoder().decode(page(amount)));
    const [, second = ""] = /(<Stmt>[\s\S]*<\/Stmt>)/.exec(other ?? "") ?? [];
    const both = (one ?? "").replace("</Stmt>", `</Stmt>${second}`);
    const file = readBankFile(new TextEncoder().encode(both));
    if (file.kind !== "statement") throw new Error("a statement is meant");
    const references = file.statements.flatMap(({ entries: read }) =>
      read.map(({ reference }) => reference),
    );
    expect(new Set(references).size).to.equal(2);
  });

  it("takes the one payment's reference where the line has none", () => {
    const details = [{ endToEndId: ID, reference: "TX-1" }];
    const [entry] = statement({ entries: [{ amount: "1.00", reference: null, details }] }).entries;
    expect(entry).to.deep.include({ reference: "TX-1", bankReference: null });
  });

  it("never gives a notification's line the reference of a statement's at the same place", () => {
    const nameless = [{ ...paid, reference: null }];
    const [one] = statement({ entries: nameless }).entries;
    const [other] = statement({ entries: nameless, version: "camt.054.001.08" }).entries;
    expect(one?.reference).not.to.equal(other?.reference);
  });

  it("takes a payment's own sign where several were netted", () => {
    const details = [{ amount: "15.00" }, { amount: "2.50" }];
    const text = new TextDecoder().decode(camt({ entries: [{ amount: "12.50", details }] }));
    const netted = text.replace(
      '<Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT',
      '<Amt Ccy="EUR">2.50</Amt><CdtDbtInd>CRDT',
    );
    const file = readBankFile(new TextEncoder().encode(netted));
    const read = file.kind === "statement" ? file.statements[0]?.entries[0]?.details : [];
    expect(read?.map(({ amountCents }) => amountCents)).to.deep.equal([-1_500n, 250n]);
  });

  it("leaves out what is only information, and tells pending from booked", () => {
    const { entries: read } = statement({
      entries: [
        { ...paid, status: "INFO" },
        { ...paid, status: "PDNG" },
      ],
    });
    expect(read.map(({ status }) => status)).to.deep.equal(["pending"]);
  });

  it("checks opening and closing balance where both are given", () => {
    const balances = { opening: "100.00", closing: "87.50" };
    expect(statement({ entries: [paid], balances }).entries).to.have.length(1);
    const bytes = camt({ entries: [paid], balances: { ...balances, closing: "87.49" } });
    expect(refusalOf(bytes)).to.deep.include({ code: "bad-sum", line: lineOf(bytes, "<Stmt>") });
  });

  it("reads ISO-8859-1 and names with a prefix", () => {
    const text = new TextDecoder().decode(
      camt({ entries: [{ ...paid, details: [{ name: "Café" }] }] }),
    );
    const latin = Buffer.from(text.replace("UTF-8", "ISO-8859-1"), "latin1");
    const file = readBankFile(latin);
    expect(
      file.kind === "statement" && file.statements[0]?.entries[0]?.details[0]?.counterpartyName,
    ).to.equal("Café");
    const prefixed = text.replaceAll(/<(\/?)([A-Z])/g, "<$1ns2:$2").replace("xmlns=", "xmlns:ns2=");
    expect(readBankFile(new TextEncoder().encode(prefixed)).kind).to.equal("statement");
  });

  describe("refuses", () => {
    const good = camt({ entries: [paid] });
    const cases: [string, Uint8Array, string, string | null][] = [
      ["what isn't XML", new TextEncoder().encode("EndToEndId;12,50\n"), "not-xml", null],
      ["nothing", new Uint8Array(), "not-xml", null],
      ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), "not-xml", null],
      [
        "a web page",
        new TextEncoder().encode("<html><body>Log in</body></html>"),
        "unknown-message",
        "<html>",
      ],
      [
        "another message",
        changed(good, "camt.053.001.08", "camt.052.001.08"),
        "unknown-message",
        "<Document",
      ],
      [
        "a file with a document type",
        changed(good, "<Document", '<!DOCTYPE x [<!ENTITY a "b">]>\n<Document'),
        "not-xml",
        "<!DOCTYPE",
      ],
      [
        "another currency",
        camt({ entries: [{ ...paid, currency: "USD" }] }),
        "wrong-currency",
        '<Amt Ccy="USD">',
      ],
      ["an amount with a comma", changed(good, "12.50", "12,50"), "bad-amount", "12,50"],
      ["an amount with a third decimal", changed(good, "12.50", "12.505"), "bad-amount", "12.505"],
      ["an amount below zero", changed(good, "12.50", "-12.50"), "bad-amount", "-12.50"],
      [
        "a line without amount",
        changed(good, '<Amt Ccy="EUR">12.50</Amt>\n', ""),
        "missing-field",
        "<Ntry>",
      ],
      [
        "a line without sign",
        changed(good, "<CdtDbtInd>DBIT</CdtDbtInd>\n", ""),
        "missing-field",
        "<Ntry>",
      ],
      [
        "a date that isn't one",
        camt({ entries: [{ ...paid, date: "2026-13-45" }] }),
        "bad-date",
        "<Ntry>",
      ],
      [
        "a day that doesn't exist",
        camt({ entries: [{ ...paid, date: "2026-02-31" }] }),
        "bad-date",
        "<Ntry>",
      ],
      [
        "a page without account",
        changed(good, `<IBAN>${ACCOUNT}</IBAN>`, "<Othr><Id>1</Id></Othr>"),
        "missing-field",
        "<Stmt>",
      ],
      [
        "an account that isn't an IBAN",
        camt({ entries: [], accountIban: "NL00ABNA0000000000" }),
        "bad-iban",
        "<IBAN>",
      ],
    ];
    for (const [name, bytes, code, where] of cases) {
      it(`${name}, with the line`, () => {
        const refusal = refusalOf(bytes);
        expect(refusal.code).to.equal(code);
        if (where !== null) expect(refusal.line).to.equal(lineOf(bytes, where));
        expect(refusal.message).not.to.match(/Bakker|NL\d\d/);
      });
    }

    it("a file that is cut off, wherever that is", () => {
      fc.assert(
        fc.property(fc.integer({ min: 300, max: good.byteLength - 13 }), (length) => {
          expect(refusalOf(good.slice(0, length)).code).to.be.oneOf(["truncated", "not-xml"]);
        }),
      );
      expect(refusalOf(good.slice(0, 800)).code).to.equal("truncated");
    });

    it("a file of more than 20 MB, before it is read", () => {
      expect(refusalOf(new Uint8Array(20 * 1024 * 1024 + 1)).code).to.equal("too-large");
    });
  });
});
