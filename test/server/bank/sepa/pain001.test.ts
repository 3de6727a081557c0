// Payment files: what a bank's schema wants, what its rules want, and what is refused before any bank sees it.
import { expect } from "chai";
import fc from "fast-check";
import type { PaymentOrder } from "../../../../server/bank/bank.ts";
import { BankError } from "../../../../server/bank/bank-error.ts";
import { toSepaText } from "../../../../server/bank/sepa/characters.ts";
import { type PaymentFile, writePaymentFile } from "../../../../server/bank/sepa/pain001.ts";
import { find, readXml, textOf } from "../../../../server/bank/sepa/xml.ts";
import { ACCOUNT } from "./fixtures.ts";
import { hasSchemas, schemaProblems } from "./schemas.ts";

const order = (fields: Partial<PaymentOrder> = {}): PaymentOrder => ({
  payoutId: "ab".repeat(16),
  amountCents: 1_250n,
  creditorName: "Café Zoë",
  creditorIban: "NL20INGB0001234567",
  description: "Kindpakket Zuidhorn",
  ...fields,
});
const file = (fields: Partial<PaymentFile> = {}): PaymentFile => ({
  version: "pain.001.001.09",
  messageId: "cd".repeat(16),
  paymentInformationId: `P${"cd".repeat(16)}`,
  createdAtMs: Date.UTC(2026, 3, 7, 10),
  executionDate: "2026-04-07",
  debtor: { name: "Gemeente Zuidhorn", iban: ACCOUNT, bic: null },
  orders: [order()],
  ...fields,
});
const written = (fields: Partial<PaymentFile> = {}) =>
  new TextDecoder().decode(writePaymentFile(file(fields)));

const VERSIONS = ["pain.001.001.09", "pain.001.001.03"] as const;

describe("pain.001", () => {
  it("holds each payment to the cent, under the payout's own id", () => {
    const orders = [order(), order({ payoutId: "ef".repeat(16), amountCents: 5n })];
    const root = readXml(writePaymentFile(file({ orders })));
    const information = find(root, "CstmrCdtTrfInitn", "PmtInf");
    if (!information) throw new Error("PmtInf is meant");
    const transfers = information.children.filter(({ name }) => name === "CdtTrfTxInf");

    expect(transfers.map((one) => textOf(one, "PmtId", "EndToEndId"))).to.deep.equal([
      "ab".repeat(16),
      "ef".repeat(16),
    ]);
    expect(transfers.map((one) => textOf(one, "Amt", "InstdAmt"))).to.deep.equal(["12.50", "0.05"]);
    expect(textOf(information, "CtrlSum")).to.equal("12.55");
    expect(textOf(information, "NbOfTxs")).to.equal("2");
    expect(textOf(root, "CstmrCdtTrfInitn", "GrpHdr", "MsgId")).to.equal("cd".repeat(16));
  });

  it("is the same bytes each time it is made from the same", () => {
    expect(written()).to.equal(written());
  });

  it("writes the bank and the date as each version has them", () => {
    const debtor = { name: "Gemeente", iban: ACCOUNT, bic: "ABNANL2A" };
    expect(written({ debtor }))
      .to.include("<BICFI>ABNANL2A</BICFI>")
      .and.include("<ReqdExctnDt><Dt>2026-04-07</Dt></ReqdExctnDt>");
    const old = written({ debtor, version: "pain.001.001.03" });
    expect(old)
      .to.include("<BIC>ABNANL2A</BIC>")
      .and.include("<ReqdExctnDt>2026-04-07</ReqdExctnDt>");
    expect(written()).to.include("<Othr><Id>NOTPROVIDED</Id></Othr>");
  });

  it("asks for instant payments when told to", () => {
    expect(written({ instant: true })).to.include("<LclInstrm><Cd>INST</Cd></LclInstrm>");
    expect(written()).not.to.include("LclInstrm");
  });

  it("keeps the payout's id in the text, however long the description", () => {
    const text = written({ orders: [order({ description: "é".repeat(300) })] });
    const [, remittance = ""] = /<Ustrd>(.*?)<\/Ustrd>/.exec(text) ?? [];
    expect(remittance)
      .to.have.length(140)
      .and.match(/ (ab){16}$/);
  });

  const refusals: [string, Partial<PaymentFile>, string][] = [
    ["no payment", { orders: [] }, "orders"],
    ["a payout twice", { orders: [order(), order()] }, "orders.payoutId"],
    ["an amount of nothing", { orders: [order({ amountCents: 0n })] }, "orders.amountCents"],
    ["an amount below zero", { orders: [order({ amountCents: -1n })] }, "orders.amountCents"],
    [
      "an amount beyond SEPA",
      { orders: [order({ amountCents: 100_000_000_000n })] },
      "orders.amountCents",
    ],
    [
      "a wrong IBAN",
      { orders: [order({ creditorIban: "NL20INGB0001234568" })] },
      "orders.creditorIban",
    ],
    [
      "a name of which nothing is left",
      { orders: [order({ creditorName: "日本" })] },
      "orders.creditorName",
    ],
    ["an id that is too long", { messageId: "x".repeat(36) }, "messageId"],
    ["an id with two slashes", { messageId: "a//b" }, "messageId"],
    ["an id that begins with one", { messageId: "/a" }, "messageId"],
    [
      "a wrong account of our own",
      { debtor: { name: "G", iban: "NL00", bic: null } },
      "debtor.iban",
    ],
    ["a wrong BIC", { debtor: { name: "G", iban: ACCOUNT, bic: "abc" } }, "debtor.bic"],
    ["no date", { executionDate: "2026-02-30" }, "executionDate"],
  ];
  for (const [name, fields, expected] of refusals) {
    it(`refuses ${name}, naming the field and not its value`, () => {
      let refusal: unknown;
      try {
        writePaymentFile(file(fields));
      } catch (error) {
        refusal = error;
      }
      expect(refusal).to.be.instanceOf(BankError).with.property("code", "invalid-order");
      expect((refusal as BankError).message).to.equal(`Not a payable file: ${expected}.`);
    });
  }

  describe("characters", () => {
    const cases = [
      ["Café Zoë", "Cafe Zoe"],
      ["Æbleskiver & Søn B.V.", "AEbleskiver + Son B.V."],
      ["Łukasz Straße", "Lukasz Strasse"],
      ["<script>alert(1)</script>", ".script.alert(1)./script."],
      ["//Fiets//shop//", "Fiets/shop"],
      ["  veel \t ruimte ", "veel ruimte"],
      ["日本", ""],
      ["IJssalon Ĳs", "IJssalon IJs"],
    ] as const;
    for (const [given, expected] of cases) {
      it(`makes ${JSON.stringify(given)} into ${JSON.stringify(expected)}`, () => {
        expect(toSepaText(given)).to.equal(expected);
      });
    }

    it("leaves nothing that a bank doesn't take, whatever comes in", () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
          expect(toSepaText(text)).to.match(
            /^(|[a-zA-Z0-9\-?:().,'+](.{0,68}[a-zA-Z0-9\-?:().,'+])?)$/,
          );
          expect(toSepaText(text)).not.to.include("//");
        }),
      );
    });
  });

  it("adds up to the cent, whatever the amounts", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 99_999_999_999n }), { minLength: 1, maxLength: 40 }),
        (amounts) => {
          const orders = amounts.map((amountCents, index) =>
            order({ amountCents, payoutId: index.toString(16).padStart(32, "0") }),
          );
          const [, sum = ""] = /<CtrlSum>(.*?)<\/CtrlSum>/.exec(written({ orders })) ?? [];
          expect(BigInt(sum.replace(".", ""))).to.equal(
            amounts.reduce((one, other) => one + other, 0n),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  if (hasSchemas) {
    for (const version of VERSIONS) {
      it(`agrees with the schema of ${version}`, async () => {
        const orders = [
          order(),
          order({
            payoutId: "ef".repeat(16),
            creditorName: "<&>\"' Ñandú 日本 B.V.",
            amountCents: 99_999_999_999n,
          }),
        ];
        const debtor = { name: "Gemeente 's-Hertogenbosch", iban: ACCOUNT, bic: "ABNANL2A" };
        for (const fields of [{ version }, { version, orders, debtor, instant: true }]) {
          expect(await schemaProblems(version, writePaymentFile(file(fields)))).to.deep.equal([]);
        }
      });
    }
  }
});
