// The dashboard as staff see it, and that who gives roles doesn't.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openDesk } from "./support/desk.ts";
import { csvOf } from "./support/downloads.ts";
import { openPhone } from "./support/pages.ts";
import { sellByApi } from "./support/treasury.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

/** Six families buy, each by its letter; and the dashboard may be ten seconds old. */
const SLOW_LIMIT_MS = 120_000;

describe("Insight", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld();

  const centsOf = (words: string) => Number(words.replace(/\D/g, ""));
  const centsIn = async (page: Page, testId: string, cell: string) =>
    (await page.getByTestId(testId).locator(cell).allTextContents()).map(centsOf);

  const sum = (amounts: number[]) => amounts.reduce((all, one) => all + one, 0);

  it("shows the money, the goals, and charts that add up, in words too", async () => {
    const shop = await world().newShop();
    for (const cents of [1_000n, 1_250n, 1_500n, 1_750n, 2_000n, 2_250n]) {
      await sellByApi(world(), { shopName: shop.name, amountCents: cents });
    }
    const page = await openDesk(world(), ["treasurer"]);
    await page.getByTestId("nav-insight").click();
    await until(async () => {
      await page.reload();
      await page.getByTestId("insight-spent").waitFor();
      return (await page.getByTestId("insight-categories").count()) > 0 || null;
    });

    const [spent = 0] = await centsIn(page, "insight-spent", ".insight-figure-value");
    expect(spent).to.be.at.least(9_750);
    expect(sum(await centsIn(page, "insight-category", ".bars-amount"))).to.equal(spent);
    await page.getByTestId("insight-weeks-table").press("Enter");
    expect(sum(await centsIn(page, "insight-week", "td.number"))).to.equal(spent);
    const weeks = page.getByTestId("insight-weeks").getByRole("img");
    expect(await weeks.getAttribute("aria-label")).to.match(/^Staafdiagram van \d+ perioden/);
    const council = await csvOf(page, { press: "council-csv", name: /^inzicht\.csv$/ });
    const told = (part: string) => council.filter(([one]) => one === part);
    expect(told("Het geld").map(([, name]) => name)).to.include.members(["Besteed", "Uitbetaald"]);
    expect(
      sum(told("Besteed per soort winkel").map(([, , value = ""]) => centsOf(value))),
    ).to.equal(spent);
    await page.getByTestId("insight-adoption").getByText("Doel: 95 %").waitFor();
  });

  it("gives the bookkeeping a reference and an account on every line, of sales and of payouts", async () => {
    const shop = await world().newShop();
    await sellByApi(world(), { shopName: shop.name, amountCents: 1_125n });
    const page = await openDesk(world(), ["sponsor"]);
    await page.getByTestId("nav-insight").click();
    const ofShop = await until(async () => {
      const [, ...lines] = await csvOf(page, {
        press: "books-csv",
        name: /^boekhouding-[\d-]+\.csv$/,
      });
      const own = lines.filter((cells) => cells.includes(shop.kvkNumber));
      return own.some(([, kind]) => kind === "uitbetaling") ? own : null;
    });
    const [sale, payout] = ["betaling", "uitbetaling"].map((kind) =>
      ofShop.find(([, one]) => one === kind),
    );
    expect(sale?.slice(3)).to.deep.equal([shop.name, shop.kvkNumber, shop.iban, "11,25", ""]);
    expect(sale?.[2]).to.match(/^[0-9a-f]{64}$/);
    expect(payout?.slice(3, 7)).to.deep.equal([shop.name, shop.kvkNumber, shop.iban, "-11,25"]);
    expect(payout?.[2], "the EndToEndId on the bank's statement").to.match(/^[0-9a-f]{32}$/);
    expect(payout?.[7], "the bank's own number").to.match(/^\S+$/);
  });

  it("shows everyone a page that adds up, with what to ask the chain", async () => {
    const page = await openPhone(world());
    await page.goto(`/openbaar/${world().demo.people.schemeId}`);
    expect(await page.getByTestId("open-holds").getAttribute("data-holds")).to.equal("true");
    const parts = await centsIn(page, "identity", ".open-part dd");
    expect(sum(parts)).to.equal(sum(await centsIn(page, "open-funded", "dd")));
    const { ledger, chainId } = world().demo.deployment;
    expect(await page.getByTestId("open-ledger").textContent()).to.equal(ledger);
    expect(await page.getByTestId("open-chainId").textContent()).to.equal(String(chainId));
    expect(await page.getByTestId("open-command").textContent()).to.include(ledger);
  });

  it("says on that page that there is no such scheme", async () => {
    const page = await openPhone(world());
    await page.goto(`/openbaar/0x${"ab".repeat(16)}`);
    await page.getByTestId("open-unknown").waitFor();
  });

  it("shows nothing of it to who gives roles", async () => {
    const page = await openDesk(world(), ["admin"]);
    await page.getByTestId("nav-insight").click();
    await page.getByTestId("insight").getByText("Dit apparaat geeft rollen").waitFor();
    expect(await page.getByTestId("insight-spent").count()).to.equal(0);
  });
});
