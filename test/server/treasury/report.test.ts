// The day's reports: what belongs to a scheme's payouts, what belongs to none, and how little is asked for it.
import { expect } from "chai";
import type { Database } from "../../../server/store/database.ts";
import { accountReport, dayReport } from "../../../server/treasury/report.ts";
import { reportCsv } from "../../../server/treasury/report-csv.ts";
import { type Books, id, openBooks, SCHEME } from "./books.ts";

const OTHER_SCHEME = id(11);
/** 7 April 2026 at noon in the Netherlands, in Unix seconds. */
const NOON = Date.UTC(2026, 3, 7, 10) / 1000;
const DAY = "2026-04-07";

describe("Day's report", () => {
  let books: Books;
  before(async function () {
    this.timeout(60_000);
    books = await openBooks();
  });
  after(() => books.close());
  beforeEach(() => books.clear());

  const parts = (database = books.database) => ({
    database,
    profiles: books.profiles(database),
    vault: books.vault,
  });
  const ofScheme = (schemeId = SCHEME) => dayReport(parts(), { schemeId, day: DAY });
  const stranger = (entryId: string, bookedAt = DAY) =>
    books.line(entryId, {
      kind: "other",
      amountCents: 60_000n,
      bookedAt,
      payoutId: null,
      description: "Storting",
    });

  it("has what each payout pays, and what contradicts it", async () => {
    await books.sell(1, 500n, NOON - 9);
    await books.sell(2, 300n, NOON - 8);
    const payoutId = await books.pay(1, 800n, NOON);
    const twice = { amountCents: -800n, bookedAt: DAY, payoutId, description: "nog eens" };
    await books.line("REF-2", { kind: "conflict", ...twice });

    const report = await ofScheme();

    expect(report.lines.map(({ kind, payments }) => [kind, payments])).to.deep.equal([
      ["paid", 2],
      ["conflict", 0],
    ]);
    expect(report.totals.conflict).to.deep.equal({ count: 1, amountCents: "-800" });
    expect(report.totals).not.to.have.property("unmatched");
  });

  it("shows a contradiction to the scheme whose payout it is, to no other and not as the account's", async () => {
    const payoutId = await books.pay(1, 800n, NOON, { schemeId: OTHER_SCHEME });
    const line = { amountCents: -800n, bookedAt: DAY, payoutId, description: "" };
    await books.line("REF-2", { kind: "conflict", ...line });

    expect((await ofScheme()).lines).to.deep.equal([]);
    expect((await ofScheme(OTHER_SCHEME)).totals.conflict?.count).to.equal(1);
    expect((await accountReport(parts(), { day: DAY })).lines).to.deep.equal([]);
  });

  it("leaves what names no payout to the account's report, which has it once", async () => {
    await stranger("REF-1");
    await stranger("REF-2", "2026-04-07T21:59:59.999Z");
    await stranger("REF-3", "2026-04-07T22:00:00.000Z");

    expect((await ofScheme()).lines).to.deep.equal([]);
    expect((await ofScheme(OTHER_SCHEME)).lines).to.deep.equal([]);
    const report = await accountReport(parts(), { day: DAY });
    expect(report.total).to.deep.equal({ count: 2, amountCents: "120000" });
    expect(
      report.lines.map(({ kind, bankReference, reason }) => [kind, bankReference, reason]),
    ).to.deep.equal([
      ["unmatched", "REF-1", "Storting"],
      ["unmatched", "REF-2", "Storting"],
    ]);
  });

  it("is a file of Dutch words", async () => {
    await stranger("REF-1");
    const text = new TextDecoder().decode(reportCsv(await accountReport(parts(), { day: DAY })));
    const [header, line] = text.trim().split("\r\n");
    expect(header).to.equal(
      "Soort;Tijdstip;Uitbetaling;Crediteurnummer;Winkel;IBAN;Bedrag;Aantal betalingen;Bankreferentie;Reden",
    );
    expect(line).to.match(/^hoort bij geen uitbetaling;.*;Iemand;;600,00;0;REF-1;Storting$/);
  });

  it("asks the database as often for thirty payouts as for one", async () => {
    const asked = async () => {
      let questions = 0;
      const counted = new Proxy(books.database, {
        get(target, name, receiver) {
          const value = Reflect.get(target, name, receiver);
          if (typeof value !== "function") return value;
          if (["select", "selectDistinct", "selectDistinctOn", "execute"].includes(String(name))) {
            questions += 1;
          }
          return value.bind(target);
        },
      }) as Database;
      const report = await dayReport(parts(counted), { schemeId: SCHEME, day: DAY });
      return { questions, lines: report.lines.length };
    };
    const payOne = async (number: number) => {
      await books.sell(number, 100n, NOON + number * 10);
      await books.pay(number, 100n, NOON + number * 10 + 1);
    };

    await payOne(1);
    const one = await asked();
    for (let number = 2; number <= 30; number += 1) await payOne(number);
    const thirty = await asked();

    expect([one.lines, thirty.lines]).to.deep.equal([1, 30]);
    expect(thirty.questions).to.equal(one.questions).and.to.be.below(8);
  });
});
