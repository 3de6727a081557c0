import { readFileSync } from "node:fs";
import { expect } from "chai";
import { openDesk } from "./support/desk.ts";
import { openFamily, showQr } from "./support/family.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

const clientNumberOf = ({ row }: { row: number }): string =>
  readFileSync(new URL("../../demo/families.csv", import.meta.url), "utf8")
    .split(/\r?\n/)
    [row - 1]?.split(";")[0] ?? "";

describe("A payment that isn't right", () => {
  const world = useWorld();

  it("is asked about on its receipt, answered at the desk, and the answer stands there", async () => {
    const shopName = (await world().newShop()).name;
    const { page, letter } = await openFamily(world());
    const qr = await readQr(await showQr(page));
    await chargeByApi(world().demo, { qr, shopName, amountCents: 1_250n });
    await page.getByTestId("paid-done").click();
    await page.getByTestId("payment-row").click();

    await page.getByTestId("ask").click();
    await page.getByTestId("question-send").click();
    await page.getByText("Kies wat er niet klopt.").waitFor();
    await page.getByLabel("Iets anders").check();
    await page.getByTestId("question-send").click();
    await page.getByText("Schrijf op wat er niet klopt.").waitFor();
    await page.getByLabel("Het bedrag klopt niet").check();
    await page.getByTestId("question-note").fill("Het was 10 euro.");
    await page.getByTestId("question-send").click();
    await page.getByTestId("asked").getByText("Verstuurd", { exact: true }).waitFor();

    const desk = await openDesk(world(), ["validator"]);
    await desk.getByTestId("todo-questions").getByRole("link").click();
    const row = desk
      .getByTestId("households-table-row")
      .filter({ hasText: clientNumberOf(letter) });
    await row.getByTestId("open-household").click();
    await desk.getByTestId("look-reason").selectOption("question");
    await desk.getByTestId("look-confirm").click();
    const question = desk.getByTestId("question");
    await question.getByText("Het was 10 euro.").waitFor();
    expect(plain(await question.textContent()))
      .to.contain(shopName)
      .and.to.contain("€ 12,50");
    await desk.getByTestId("question-answer").fill("De winkel geeft 2,50 euro terug.");
    await desk.getByTestId("question-send").click();
    await question.getByText("Antwoord: De winkel geeft 2,50 euro terug.").waitFor();

    await page.reload();
    await page.getByTestId("answer").getByText("De winkel geeft 2,50 euro terug.").waitFor();
    await page.getByTestId("asked").getByText("Beantwoord", { exact: true }).waitFor();
  }).timeout(60_000);
});
