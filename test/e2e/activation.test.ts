import { expect } from "chai";
import { formatLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import { activate, balanceOf, showQr } from "./support/family.ts";
import { addFamily, openOtherScheme } from "./support/other-scheme.ts";
import { openPhone } from "./support/pages.ts";
import { countPresses } from "./support/presses.ts";
import { soonSays } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

describe("From letter to budget", () => {
  const world = useWorld();

  it("shows a budget per child, and leaves no code in the address or the way back", async () => {
    const letter = world().takeLetter(3);
    const page = await openPhone(world());

    await page.goto(`/family/#code=${letter.code}`);
    await page.getByTestId("found").waitFor();
    const address = page.url();
    await page.getByTestId("activate").click();
    await page.getByTestId("names-done").click();
    await page.getByTestId("child-card").nth(2).waitFor();

    expect(address).not.to.contain(letter.code);
    await soonSays(page.getByTestId("balance"), ["€ 300,00", "€ 300,00", "€ 300,00"]);
    await page.goBack();
    expect(page.url()).not.to.contain(letter.code);
  });

  it("asks two presses from the letter's link to the budget, one more to the QR, and no typing", async () => {
    const page = await openPhone(world());
    const asked = await countPresses(page);

    await activate(page, world().takeLetter(2));
    const toBudget = await asked();
    await showQr(page);
    const toQr = await asked();

    expect(toBudget).to.include({ presses: 2, typed: 0 });
    expect(toQr).to.include({ presses: 3, typed: 0 });
    expect(toQr.screens).to.deep.equal(["Beginnen", "Geef elk kind een naam", "Budget", "Betalen"]);
  });

  it("opens with the budgets at the next visit", async () => {
    const page = await openPhone(world());
    await activate(page, world().takeLetter(2));

    await page.reload();

    await balanceOf(page).waitFor();
  });

  it("shows in every window of the phone what one of them began, and no window undoes it", async () => {
    const first = await openPhone(world());
    const second = await first.context().newPage();
    await second.goto("/family/");
    await second.getByTestId("type-code").waitFor();

    await activate(first, world().takeLetter(1));
    await second.getByTestId("balance").waitFor();
    await activate(second, world().takeLetter(2));

    await first.getByTestId("child-card").nth(2).waitFor();
    await first.reload();
    await first.getByTestId("child-card").nth(2).waitFor();
    await soonSays(first.getByTestId("balance"), ["€ 300,00", "€ 300,00", "€ 300,00"]);
  });

  it("says of a used letter that it was used, and what to do", async () => {
    const letter = world().takeLetter(2);
    await activate(await openPhone(world()), letter);
    const other = await openPhone(world());

    await other.goto(`/family/#code=${letter.code}`);

    const deadEnd = other.locator('[data-testid="dead-end"][data-why="used"]');
    await deadEnd.waitFor();
    const text = await deadEnd.textContent();
    expect(text).to.contain("Deze code is al gebruikt");
    expect(text).to.contain("Bel de gemeente");
    const call = deadEnd.getByTestId("call");
    expect(plain(await call.textContent())).to.equal("Bel de gemeente: 0594 00 00 00");
    expect(await call.getAttribute("href")).to.equal("tel:0594000000");
    await deadEnd.getByRole("button", { name: "Andere code proberen" }).click();
    await other.getByTestId("code").waitFor();
  });

  it("says of a letter that nobody used before the scheme was over that it can't begin any more", async () => {
    const { demo } = world();
    const endsAt = Math.floor(Date.now() / 1000) + 8;
    const over = await openOtherScheme(demo, { name: "Zomerregeling", terms: { endsAt } });
    const letter = await addFamily(demo, over);
    const page = await openPhone(world());
    await page.goto(`/family/#code=${letter.code}`);
    await page.getByTestId("found").waitFor();
    await until(async () => Date.now() / 1000 > endsAt + 1 || null);

    await page.goto("about:blank");
    await page.goto(`/family/#code=${letter.code}`);

    const deadEnd = page.locator('[data-testid="dead-end"][data-why="ended"]');
    await deadEnd.waitFor();
    const text = await deadEnd.textContent();
    expect(text).to.contain("De regeling is voorbij");
    expect(text).to.contain("Bel de gemeente");
  });

  it("says on the phone that has it that the budget is here already", async () => {
    const letter = world().takeLetter(2);
    const page = await openPhone(world());
    await activate(page, letter);

    await page.goto("/family/");
    await page.goto(`/family/#code=${letter.code}`);

    const deadEnd = page.locator('[data-testid="dead-end"][data-why="used-here"]');
    await deadEnd.getByRole("link", { name: "Naar mijn budget" }).click();
    await balanceOf(page).waitFor();
  });

  it("takes a code typed in small letters, with spaces, and O for 0", async () => {
    const letter = world().takeLetter(1, /0/);
    const typed = formatLoginCode(letter.code)
      .toLowerCase()
      .replaceAll("-", "  ")
      .replaceAll("0", "o")
      .replaceAll("1", "l");
    const page = await openPhone(world());
    await page.goto("/family/");

    await page.getByTestId("type-code").click();
    await page.getByTestId("code").fill(typed);
    await page.getByTestId("code-ok").click();

    await page.getByTestId("found").waitFor();
  });

  for (const [what, code] of [
    ["too short", "7Q2M-9FKA"],
    ["with a letter that codes don't have", "7Q2M-9FKA-UUUU-1234"],
  ] as const) {
    it(`says of a code that is ${what} what to look at`, async () => {
      const page = await openPhone(world());
      await page.goto("/family/#/activeren");

      await page.getByTestId("code").fill(code);
      await page.getByTestId("code-ok").click();

      const problem = page.getByText("Het zijn 16 letters en cijfers. Kijk nog eens in de brief.");
      await problem.waitFor();
      expect(await page.getByTestId("code").getAttribute("aria-invalid")).to.equal("true");
    });
  }

  it("says of a code that nobody has what may be the matter", async () => {
    const page = await openPhone(world());

    await page.goto("/family/#code=7Q2M9FKA7Q2M9FKA");

    const deadEnd = page.locator('[data-testid="dead-end"][data-why="unknown"]');
    await deadEnd.waitFor();
    expect(await deadEnd.textContent()).to.contain("Kijk of u elke letter goed heeft overgenomen");
  });
});
