// The month on paper that a shop keeps its books by: every cent of it, on the screen and in the file.
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import type { DemoShop } from "../../scripts/demo/shops.ts";
import { monthsUntil } from "../../wallet-web/till/model/money.ts";
import { movementsOf } from "./support/bank.ts";
import { csvOf } from "./support/downloads.ts";
import { addFamily, admitTo, openOtherScheme } from "./support/other-scheme.ts";
import { activateByApi, chequeQr, type PhoneKeys } from "./support/phone-keys.ts";
import { chargeByApi } from "./support/shop.ts";
import { soonCounts, soonSays } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { charge, openTill } from "./support/till.ts";
import { sellByApi } from "./support/treasury.ts";
import { useWorld } from "./support/use-world.ts";

/** Two sales, each with its payout, several screens long. */
const SLOW_LIMIT_MS = 90_000;

describe("A till's statement of a month", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld();
  let shop: DemoShop;
  /** Of both payouts, the older first; as the till told before. */
  let references: string[];

  before(async () => {
    shop = await world().newShop();
    const till = await openTill(world(), shop.name);
    const keys = await activateByApi(world().demo, world().takeLetter(2));
    await sell(till, { keys, nonce: 1, amount: "12,50" });
    const [first] = await payoutsAt(till, 1);
    await giveBack(till, { of: "€ 12,50", amount: "3,15" });
    await sell(till, { keys, nonce: 2, amount: "20,05" });
    const [again, second] = await payoutsAt(till, 2);
    expect(again).to.equal(first);
    await giveBack(till, { of: "€ 20,05", amount: "2,00" });
    references = [first ?? "", second ?? ""];
  });

  const sell = async (
    till: Page,
    { keys, nonce, amount }: { keys: PhoneKeys; nonce: number; amount: string },
  ) => {
    await till.getByTestId("tab-charge").click();
    const qr = await chequeQr(world().demo.deployment, keys, { nonce });
    await charge(world(), till, { amount, qr });
    await till.getByTestId("paid").waitFor();
    await till.getByTestId("next").click();
  };
  const openStatement = async ({ name } = shop): Promise<Page> => {
    const till = await openTill(world(), name);
    await till.getByTestId("tab-geld").click();
    await till.getByTestId("to-statement").click();
    await till.getByTestId("statement").first().waitFor();
    return till;
  };

  it("adds up from what was owed before to what is owed now", async () => {
    const till = await openStatement();
    const sums = await sumsOf(till);
    expect(sums).to.deep.equal({ opening: 0, earned: 2_740, paidOut: -2_940, closing: -200 });
    expect(sums.opening + sums.earned + sums.paidOut).to.equal(sums.closing);
    expect(sums.earned, "sales less what was given back").to.equal(1_250 + 2_005 - 315 - 200);

    await till.getByTestId("back").click();
    await till.getByText("Gaat af van uw volgende uitbetaling").waitFor();
    await soonSays(till.getByTestId("owed"), ["€ 2,00"]);
  });

  it("puts under each payout, by its reference, the sales and refunds that it paid", async () => {
    const till = await openStatement();
    const payouts = till.getByTestId("statement-payout");
    await soonCounts(payouts, 2);
    const wanted = [
      { amountCents: 1_250, lines: ["betaling 1250"] },
      { amountCents: 1_690, lines: ["teruggegeven -315", "betaling 2005"] },
    ];
    for (const [index, payout] of wanted.entries()) {
      const card = payouts.nth(index);
      expect(centsOf(await card.locator("h2 .no-wrap").textContent())).to.equal(payout.amountCents);
      expect(plain(await card.locator(".reference").textContent())).to.contain(references[index]);
      expect(await linesOf(card)).to.deep.equal(payout.lines);
    }
    const unpaid = till.locator("section").filter({ hasText: "Nog niet uitbetaald" });
    expect(await linesOf(unpaid)).to.deep.equal(["teruggegeven -200"]);
    const paid = await movementsOf(world().bankUrl, shop.iban);
    expect(paid.map(({ amountCents }) => amountCents)).to.deep.equal(["-1250", "-1690"]);
  });

  it("comes as a file whose lines add up to the same, to the cent", async () => {
    const till = await openStatement();
    const sums = await sumsOf(till);
    const [month = ""] = monthsUntil(Date.now() / 1000);
    const name = new RegExp(`^overzicht-${month}\\.csv$`);
    const [head = [], ...rows] = await csvOf(till, { press: "statement-csv", name });
    const [kind, amount, payout] = ["Soort", "Bedrag", "Uitbetaling"].map((one) =>
      head.indexOf(one),
    ) as [number, number, number];
    const lines = rows.map((cells) => [cells[kind], fileCents(cells[amount]), cells[payout]]);
    expect(lines).to.deep.equal([
      ["beginstand", 0, ""],
      ["betaling", 1_250, references[0]],
      ["uitbetaling", -1_250, references[0]],
      ["teruggegeven", -315, references[1]],
      ["betaling", 2_005, references[1]],
      ["uitbetaling", -1_690, references[1]],
      ["teruggegeven", -200, ""],
      ["eindstand", -200, ""],
    ]);
    const of = (...kinds: string[]) =>
      rows
        .filter((cells) => kinds.includes(cells[kind] ?? ""))
        .reduce((sum, cells) => sum + fileCents(cells[amount]), 0);
    expect({
      opening: of("beginstand"),
      earned: of("betaling", "teruggegeven"),
      paidOut: of("uitbetaling"),
      closing: of("eindstand"),
    }).to.deep.equal(sums);
  });

  it("begins with what the month before ended with", async () => {
    const till = await openStatement();
    const [now = "", before = ""] = monthsUntil(Date.now() / 1000);
    // Nobody can wait for the next month: the month before is chosen, and the next one asked for.
    await till.route(`**/statement?month=${before}`, (route) =>
      route.continue({ url: route.request().url().replace(before, monthAfter(now)) }),
    );
    await till.getByTestId("statement-month").selectOption(before);
    await soonSays(till.getByTestId("statement-opening"), ["− € 2,00"]);
    const sums = await sumsOf(till);
    expect(sums).to.deep.equal({ opening: -200, earned: 0, paidOut: 0, closing: -200 });
    expect(await till.getByTestId("statement-payout").count()).to.equal(0);
  });

  it("says of a month in which nothing happened that there is nothing", async () => {
    const till = await openStatement();
    const [now = "", before = ""] = monthsUntil(Date.now() / 1000);
    await till.getByTestId("statement-month").selectOption(before);
    await till.getByText("Over deze maand is er niets").waitFor();
    expect(await till.getByTestId("statement").count()).to.equal(0);
    await till.getByTestId("statement-month").selectOption(now);
    await soonSays(till.getByTestId("statement-closing"), ["− € 2,00"]);
    expect(await till.getByText("Over deze maand is er niets").count()).to.equal(0);
  });

  it("keeps the account of each scheme apart, under its name", async () => {
    const { demo } = world();
    const both = await world().newShop();
    const scheme = await openOtherScheme(demo, { name: "Meedoen 2027" });
    await admitTo(demo, scheme, both);
    await sellByApi(world(), { shopName: both.name, amountCents: 1_000n });
    const keys = await activateByApi(demo, await addFamily(demo, scheme));
    const qr = await chequeQr(demo.deployment, keys);
    await chargeByApi(demo, { qr, shopName: both.name, amountCents: 435n });

    const till = await openStatement(both);

    const earnedIn = (name: string) => {
      const named = till.getByRole("heading", { name, exact: true });
      const card = till.getByTestId("statement").filter({ has: named });
      return card.getByTestId("statement-earned");
    };
    await soonSays(earnedIn("Kindpakket Zuidhorn"), ["€ 10,00"]);
    await soonSays(earnedIn("Meedoen 2027"), ["€ 4,35"]);
    const [head = [], ...rows] = await csvOf(till, { press: "statement-csv", name: /\.csv$/ });
    const column = head.indexOf("Regeling");
    const named = [...new Set(rows.map((cells) => cells[column]))];
    expect(named).to.deep.equal(["Kindpakket Zuidhorn", "Meedoen 2027"]);
  });
});

/** The references of this shop's payouts, once so many are paid; the oldest first. */
async function payoutsAt(till: Page, count: number): Promise<string[]> {
  await till.getByTestId("tab-geld").click();
  const booked = till.locator('[data-testid="payout"][data-state="BOOKED"] .reference');
  await soonCounts(booked, count);
  const said = await booked.allTextContents();
  return said.map((text) => /Kenmerk ([0-9a-f]+)/.exec(text)?.[1] ?? "").reverse();
}

async function giveBack(till: Page, given: { of: string; amount: string }): Promise<void> {
  await till.getByTestId("tab-vandaag").click();
  await till.getByTestId("payment-row").filter({ hasText: given.of }).click();
  await till.getByTestId("refund").click();
  await till.getByRole("radio", { name: "Een deel" }).check();
  await till.getByTestId("refund-amount").fill(given.amount);
  await till.getByTestId("refund-ok").click();
  await till.getByTestId("correction").waitFor();
  await till.getByTestId("refund-dialog").waitFor({ state: "detached" });
  await till.getByTestId("back").click();
}

async function sumsOf(till: Page) {
  const sum = async (name: string) =>
    centsOf(await till.getByTestId(`statement-${name}`).textContent());
  return {
    opening: await sum("opening"),
    earned: await sum("earned"),
    paidOut: await sum("paidOut"),
    closing: await sum("closing"),
  };
}

/** What each line is of, and its cents. */
const linesOf = (card: Locator): Promise<string[]> =>
  card.locator(".statement-lines li").evaluateAll((lines) =>
    lines.map((line) => {
      const [, kind = ""] = /\d\d:\d\d (\S+)/.exec(line.textContent ?? "") ?? [];
      const amount = line.querySelector(".no-wrap")?.textContent ?? "";
      return `${kind} ${amount.includes("−") ? "-" : ""}${amount.replace(/\D/g, "").replace(/^0+/, "")}`;
    }),
  );

/** "− € 3,15" is -315. */
function centsOf(text: string | null): number {
  const [, sign, euros = "", cents = ""] = /^(− )?€ ([\d.]+),(\d\d)$/.exec(plain(text)) ?? [];
  if (euros === "") throw new Error(`${text} is no amount`);
  return Number(`${sign ? "-" : ""}${euros.replaceAll(".", "")}${cents}`) || 0;
}

/** "-3,15" is -315. */
const fileCents = (cell = ""): number => Number(cell.replace(",", ""));

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}
