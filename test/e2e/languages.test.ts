import { expect } from "chai";
import type { Page } from "playwright-core";
import { activate, balanceOf, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { familySays } from "./support/sentences.ts";
import { chargeByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

/** How the page says that it is read. */
const spokenBy = (page: Page) =>
  page.evaluate(() => `${document.documentElement.lang} ${document.documentElement.dir}`);

async function choose(page: Page, code: string): Promise<void> {
  await page.getByTestId("language").click();
  await page.getByTestId(`language-${code}`).click();
  await page.getByTestId("language-dialog").waitFor({ state: "detached" });
}

describe("The family app's languages", () => {
  const world = useWorld();

  it("take a phone in Arabic from the letter to a payment, from right to left", async () => {
    const { demo } = world();
    const says = familySays("ar");
    const shopName = (await world().newShop()).name;
    const page = await openPhone(world(), { locale: "ar-SY" });
    await activate(page, world().takeLetter(1));
    expect(await spokenBy(page)).to.equal("ar rtl");
    await page.getByText(says("card.left")).waitFor();
    expect(plain(await balanceOf(page).textContent())).to.equal("\u200f300.00 €");
    const qr = await showQr(page, "٢٠٫٥");
    expect(await page.getByTestId("pay-maximum").textContent()).to.contain("20.50");
    const [left, right] = await page.evaluate(() => {
      const box = document.querySelector("[data-testid=back]")?.getBoundingClientRect();
      return [box?.left ?? 0, innerWidth - (box?.right ?? 0)];
    });
    expect(right, "the way back stands where reading begins").to.be.below(left as number);

    await chargeByApi(demo, { qr: await readQr(qr), shopName, amountCents: 2_050n });

    const paid = page.getByTestId("paid");
    await paid.getByText(says("paid.title")).waitFor();
    expect(plain(await paid.textContent())).to.contain(shopName);
    expect(plain(await page.getByTestId("paid-amount").textContent())).to.equal("\u200f20.50 €");
  });

  it("are changed by their own names, and stay: after a reload, and without internet", async () => {
    const page = await openPhone(world());
    await page.goto("/family/");
    await page.getByText(familySays("nl")("welcome.title")).waitFor();
    expect(await spokenBy(page)).to.equal("nl ltr");
    await page.getByTestId("language").click();
    const persian = page.getByTestId("language-fa");
    expect(await persian.textContent()).to.equal("فارسی");
    expect(await persian.getAttribute("lang")).to.equal("fa");
    await page.keyboard.press("Escape");

    await choose(page, "en");
    await page.getByText(familySays("en")("welcome.title")).waitFor();
    await page.reload();
    await page.getByText(familySays("en")("welcome.title")).waitFor();
    expect(await spokenBy(page)).to.equal("en ltr");

    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(familySays("en")("welcome.title")).waitFor();
    await choose(page, "uk");
    await page.reload();
    await page.getByText(familySays("uk")("welcome.title")).waitFor();
    expect(await spokenBy(page)).to.equal("uk ltr");
  });

  it("change in the middle of activating without asking for the code again, and later under Meer", async () => {
    const page = await openPhone(world());
    await page.goto(`/family/#code=${world().takeLetter(2).code}`);
    await page.getByTestId("found").waitFor();
    await choose(page, "pl");
    await page.getByText(familySays("pl").count("activate.found", 2)).waitFor();
    await page.getByTestId("activate").click();
    await page.getByTestId("names-done").click();
    await balanceOf(page).first().waitFor();
    await page.getByTestId("tab-meer").click();
    await page.getByTestId("more-language").click();
    await page.getByTestId("language-nl").click();
    await page.getByText(familySays("nl")("help.privacy.q")).waitFor();
    expect(await spokenBy(page)).to.equal("nl ltr");
  });

  it("say what went wrong: of a code, of the server, and of the connection", async () => {
    const says = familySays("en");
    const page = await openPhone(world(), { locale: "en-US" });
    await page.goto("/family/");
    await page.getByTestId("type-code").click();
    await page.getByTestId("code").fill("7Q2M9FKA7Q2M9FKA");
    await page.getByTestId("code-ok").click();
    await page.getByText(says("deadEnd.unknown.title")).waitFor();
    await page.getByRole("button", { name: says("deadEnd.again") }).click();

    await page.route("**/activation-lookups", (route) =>
      route.fulfill({
        status: 429,
        contentType: "application/problem+json",
        body: JSON.stringify({ code: "too-many-requests", status: 429 }),
      }),
    );
    await page.getByTestId("code").fill("٧Q٢M9FKA7Q2M9FKA");
    await page.getByTestId("code-ok").click();
    await page.getByText("You tried too often in a row.").waitFor();
    await choose(page, "tr");
    await page.getByText("Art arda çok fazla denediniz.").waitFor();
  });
});
