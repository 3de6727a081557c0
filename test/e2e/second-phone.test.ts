import { expect } from "chai";
import { LANGUAGE_CODES } from "../../wallet-web/shared/language.ts";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { openFamily, showQr } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { familySays } from "./support/sentences.ts";
import { chargeByApi } from "./support/shop.ts";
import { soonSays } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

describe("A second phone of a family", () => {
  const world = useWorld();

  it("is added by its QR, pays, is removed, and then says that it can't pay", async () => {
    const shopName = (await world().newShop()).name;
    const { page: first } = await openFamily(world(), { children: 2 });
    const second = await openPhone(world());

    await second.goto("/family/");
    await second.getByTestId("other-phone").click();
    const qr = await readQr(second.getByTestId("phone-qr"));
    await first.getByTestId("tab-meer").click();
    await first.getByRole("link", { name: "Telefoons" }).click();
    await first.getByTestId("add-phone").click();
    writeCameraVideo({ text: qr, file: world().cameraFile });
    await first.getByTestId("scan-phone").click();
    const question = first.getByTestId("add-question");
    const code = plain(await second.getByTestId("phone-code").textContent());
    expect(plain(await question.textContent())).to.contain(code);
    await first.getByTestId("add-yes").click();
    await first.getByTestId("phone-added").waitFor();

    await second.getByTestId("names-done").click();
    await soonSays(second.getByTestId("balance"), ["€ 300,00", "€ 300,00"]);
    const cheque = await readQr(await showQr(second));
    await chargeByApi(world().demo, { qr: cheque, shopName, amountCents: 1_000n });
    await second.getByTestId("paid-done").click();
    await first.getByText("Er is betaald met een andere telefoon.").waitFor();

    await first.getByRole("link", { name: "Bekijk de telefoons" }).click();
    await first.getByTestId("this-phone").waitFor();
    await first.getByTestId("remove-phone").click();
    await first.getByTestId("remove-yes").click();
    await first.getByTestId("other-phone").waitFor({ state: "detached" });
    await second.getByText("Deze telefoon is verwijderd").first().waitFor();
    expect(await second.getByTestId("pay").count()).to.equal(0);
    for (const code of LANGUAGE_CODES) {
      await second.evaluate((kept) => localStorage.setItem("kindpakket-language", kept), code);
      await second.reload();
      const says = familySays(code);
      await second.getByText(says("hindrance.removed.title")).first().waitFor();
      await second.getByText(says("hindrance.removed.todo")).first().waitFor();
    }
  }).timeout(60_000);

  it("is added by the link that the first phone's own camera opened, for the children that were chosen", async () => {
    const { page: first } = await openFamily(world(), { children: 2 });
    const second = await openPhone(world());
    await second.goto("/family/#/telefoon-erbij");
    const link = await readQr(second.getByTestId("phone-qr"));

    await first.goto("about:blank");
    await first.goto(link);
    await first.getByRole("checkbox").nth(1).uncheck();
    await first.getByTestId("add-yes").click();

    await second.getByTestId("names-done").click();
    await second.getByTestId("balance").waitFor();
    expect(await second.getByTestId("balance").count()).to.equal(1);
    expect(first.url()).not.to.contain("telefoon=");
  });

  it("is added by its typed code when no camera works", async () => {
    const { page: first } = await openFamily(world());
    const second = await openPhone(world());
    await second.goto("/family/#/telefoon-erbij");
    const code = plain(await second.getByTestId("phone-code").textContent());

    await first.goto("/family/#/telefoon-toevoegen");
    await first.getByTestId("phone-code-typed").fill("7Q2M-9FKA");
    await first.getByTestId("phone-code-typed-ok").click();
    await first.getByText("Het zijn 16 letters en cijfers.").waitFor();
    await first.getByTestId("phone-code-typed").fill(code.toLowerCase().replaceAll("0", "o"));
    await first.getByTestId("phone-code-typed-ok").click();
    await first.getByTestId("add-yes").click();

    await second.getByTestId("names-done").waitFor();
  });

  it("tells a phone without budgets where the code has to be opened", async () => {
    const page = await openPhone(world());
    await page.goto("/family/#telefoon=7Q2M9FKA7Q2M9FKA");
    await page.getByText("Open deze code op de telefoon waar het budget al op staat").waitFor();
  });

  it("says of a code that nobody shows that it isn't known", async () => {
    const { page } = await openFamily(world());
    await page.goto("about:blank");
    await page.goto("/family/#telefoon=7Q2M9FKA7Q2M9FKA");
    await page.getByTestId("add-yes").click();
    const problem = page.getByTestId("problem");
    expect(plain(await problem.textContent())).to.contain("We kennen deze code niet");
  });
});
