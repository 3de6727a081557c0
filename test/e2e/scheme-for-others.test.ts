// A scheme for others than children, from its letter to the till: what a resident reads speaks of budgets.
import { expect } from "chai";
import type { Locator } from "playwright-core";
import { chooseCsv } from "./support/desk.ts";
import { activate, showQr } from "./support/family.ts";
import { admitTo, invite, type OtherScheme, openOtherScheme } from "./support/other-scheme.ts";
import { openDesktop, openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi } from "./support/shop.ts";
import { soonSays } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

const NAME = "Meedoen 2027";

describe("A scheme for others than children", () => {
  const world = useWorld();
  let scheme: OtherScheme;
  before(async () => {
    const words = { one: "inwoner", many: "inwoners" };
    scheme = await openOtherScheme(world().demo, { name: NAME, words });
  });
  /** The letter of the one family in a file, as its validator sees it before printing. */
  const letterOf = async (row: string): Promise<Locator> => {
    const desk = await openDesktop(world());
    await invite(world(), desk, { schemeId: scheme.schemeId, role: "validator" });
    await chooseCsv(desk, [row]);
    await desk.getByTestId("import-register").click();
    await desk.locator('[data-testid="work-progress"][data-finished="true"]').waitFor();
    await desk.getByTestId("work-letters").click();
    return desk.locator(".preview").getByTestId("letter");
  };

  it("has its own letter, its own words on the phone, and is paid with at the till", async () => {
    const letter = await letterOf("BB-1;Jansen;2;nl");
    const written = plain(await letter.textContent());
    for (const part of [NAME, "Beste inwoner,", "U krijgt 2 budgetten: elk € 100,00"]) {
      expect(written).to.contain(part);
    }
    expect(written).not.to.match(/\bkind(eren)?\b/i);

    const phone = await openPhone(world());
    await phone.goto(await readQr(letter.getByTestId("letter-qr")));
    await phone.getByText("Gevonden: 2 budgetten").waitFor();
    await phone.getByTestId("activate").click();
    await phone.getByRole("heading", { name: "Geef elk budget een naam" }).waitFor();
    await phone.getByLabel("Naam van Budget 1").waitFor();
    await phone.getByTestId("names-done").click();
    await soonSays(phone.getByTestId("balance"), ["€ 100,00", "€ 100,00"]);
    expect(plain(await phone.locator("body").textContent())).not.to.match(/\bkind(eren)?\b/i);

    const shop = world().takeShop();
    await admitTo(world().demo, scheme, shop);
    const qr = await readQr(await showQr(phone));
    await chargeByApi(world().demo, { qr, shopName: shop.name, amountCents: 2_550n });
    await phone.getByTestId("paid-done").click();
    await soonSays(phone.getByTestId("balance"), ["€ 74,50", "€ 100,00"]);
    await phone.getByTestId("tab-winkels").click();
    await soonSays(phone.getByTestId("shop").locator("bdi.strong"), [shop.name]);
  });

  it("stands beside a child's budget on one phone, each under its own name", async () => {
    const phone = await openPhone(world());
    await activate(phone, world().takeLetter(1));
    await phone.getByTestId("child-card").getByText("Kind 1").waitFor();
    const letter = await letterOf("BB-2;Bakker;1;nl");

    await phone.goto("about:blank");
    await phone.goto(await readQr(letter.getByTestId("letter-qr")));
    await phone.getByTestId("activate").click();
    await phone.getByTestId("names-done").click();

    const names = phone.getByTestId("child-card").getByRole("heading");
    await soonSays(names, ["Kind 1", "Budget 2"]);
    await soonSays(phone.getByTestId("balance"), ["€ 300,00", "€ 100,00"]);

    const both = world().takeShop();
    await admitTo(world().demo, scheme, both);
    await phone.getByTestId("tab-winkels").click();
    const shopOf = (name: string) => phone.getByTestId("shop").filter({ hasText: name });
    await shopOf(both.name).waitFor();
    expect(await shopOf(both.name).getByTestId("only-for").count()).to.equal(0);
    await soonSays(shopOf(world().takeShop().name).getByTestId("only-for"), [
      "Alleen met het budget van Kind 1",
    ]);
  });
});
