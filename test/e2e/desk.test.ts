import { expect } from "chai";
import type { Locator } from "playwright-core";
import { enrolmentCode } from "../../scripts/demo/links.ts";
import { formatCents } from "../../wallet-web/shared/money.ts";
import { chooseCsv, openDesk } from "./support/desk.ts";
import { openDesktop, openPhone } from "./support/pages.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { chargeByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

const ROLES = [
  ["sponsor", "Geldgever"],
  ["validator", "Uitvoerder"],
  ["treasurer", "Penningmeester"],
  ["guardian", "Toezichthouder"],
  ["admin", "Rollenbeheerder"],
] as const;

describe("The desk", () => {
  const world = useWorld("api", { isFresh: true });

  for (const [role, word] of ROLES) {
    it(`enrols a device as ${role} by a link that works once`, async () => {
      const code = await enrolmentCode(world().demo, role);
      const page = await openDesktop(world());

      await page.goto(`/desk/#code=${code}`);
      await page.getByTestId("enrol").getByText(word, { exact: true }).waitFor();
      const address = page.url();
      await page.getByTestId("enrol-accept").click();
      await page.getByTestId("nav-overview").waitFor();

      expect(address).not.to.contain(code);
      const other = await openDesktop(world());
      await other.goto(`/desk/#code=${code}`);
      await other.getByTestId("enrol-gone").waitFor();
    });
  }

  it("says to somebody without a role how to get one", async () => {
    const page = await openDesktop(world());
    await page.goto("/desk/");
    await page.getByTestId("no-role").waitFor();
  });

  it("shows live where every euro is, and that it adds up", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const keys = await activateByApi(demo, world().takeLetter(2));
    const page = await openDesk(world(), ["sponsor"]);
    const before = await centsIn(page.getByTestId("money-outstanding"));
    const funded = await centsIn(page.getByTestId("money-funded"));

    const qr = await chequeQr(demo.deployment, keys);
    await chargeByApi(demo, { qr, shopName, amountCents: 1_234n });

    await page
      .getByTestId("money-outstanding")
      .getByText(formatCents(before - 1_234n))
      .waitFor();
    expect(await centsIn(page.getByTestId("money-funded"))).to.equal(funded);
    expect(await page.getByTestId("money-holds").getAttribute("data-holds")).to.equal("true");
  });

  it("says which rows of a file can't be used, and why, before anything is written", async () => {
    const page = await openDesk(world(), ["validator"]);

    await chooseCsv(page, [
      "VB-1;Jansen;2;nl",
      "VB-2;Çelik;1;tr",
      "VB-3;De Vries;0;nl",
      "VB-4;Bakker;99;nl",
      "VB-5;Visser;drie;nl",
      ";Smit;2;nl",
      "VB-6;Mulder;2;xx",
      "=VB-7;Bos;2;nl",
      "VB-8;Kok;1;nl",
      "VB-8;Kok;2;nl",
      "ZH-2017-0107;Kravets;3;uk",
    ]);

    const counts = await Promise.all(
      ["new", "registered", "refused"].map((kind) =>
        page.getByTestId(`import-count-${kind}`).locator(".count-number").textContent(),
      ),
    );
    expect(counts).to.deep.equal(["2", "1", "8"]);
    const rows = await page.getByTestId("import-rows-row").allTextContents();
    for (const [number, reason] of [
      ["4", "Vul 1 tot en met 16 in"],
      ["5", "Vul 1 tot en met 16 in"],
      ["6", "is geen getal"],
      ["7", "Het cliëntnummer is leeg"],
      ["8", "Deze taal kennen we niet"],
      ["9", "Er staat een formule"],
      ["10", "staat vaker in het bestand"],
      ["11", "staat vaker in het bestand"],
    ] as const) {
      expect(rows.find((row) => row.startsWith(number))).to.contain(reason);
    }
    await page.reload();
    await page.getByTestId("nav-households").click();
    await page.getByTestId("households").waitFor();
  });

  it("refuses a shop that signed up with a reason that it reads, then admits it, and its till goes on by itself", async () => {
    const till = await openPhone(world());
    await till.goto("/till/");
    await till.getByTestId("sign-up").click();
    await till.getByTestId("field-name").fill("Fietsenmaker Jansma");
    await till.getByTestId("field-kvkNumber").fill("1234567");
    await till.getByTestId("field-category").selectOption("bicycles");
    await till.getByTestId("field-address").fill("Hoofdstraat 1, 9801 AA Zuidhorn");
    await till.getByTestId("next-step").click();
    await till.getByText("Een KvK-nummer heeft acht cijfers").waitFor();
    await till.getByTestId("field-kvkNumber").fill("99300718");
    await till.getByTestId("next-step").click();
    await till.getByTestId("field-iban").fill("NL91ABNA0417164301");
    await till.getByTestId("field-email").fill("fietsen@jansma.example");
    await till.getByTestId("send").click();
    await till.getByText("Dit rekeningnummer klopt niet").waitFor();
    await till.getByTestId("field-iban").fill("NL91ABNA0417164300");
    await till.getByTestId("send").click();
    await till.getByTestId("waiting").waitFor();

    const desk = await openDesk(world(), ["validator"]);
    await desk.getByTestId("nav-shops").click();
    const waiting = desk.getByTestId("waiting-shop").filter({ hasText: "Fietsenmaker Jansma" });
    await waiting.getByText("NL91 ABNA 0417 1643 00").waitFor();
    const register = waiting.getByTestId("register-check");
    await register.getByText("In het Handelsregister staat een andere naam").waitFor();
    await register.getByText("Tweewielers Hoekstra, Stationsweg, Grijpskerk").waitFor();
    expect(await register.getByRole("link").getAttribute("href")).to.match(/kvk\.nl.*99300718$/);
    await waiting.getByTestId("refuse").click();
    await desk.getByTestId("refuse-dialog-confirm").click();
    await desk.getByTestId("refuse-dialog").getByText("Vul een reden in").first().waitFor();
    await desk.getByTestId("decide-reason").fill("Dit KvK-nummer is van een ander bedrijf.");
    await desk.getByTestId("refuse-dialog-confirm").click();
    await waiting.getByTestId("shop-refused").waitFor();
    await till.getByTestId("refusal").getByText("van een ander bedrijf").waitFor();
    await desk
      .getByTestId("shops-refused")
      .getByRole("heading", { name: "Fietsenmaker Jansma" })
      .waitFor();

    await waiting.getByTestId("admit").click();
    await desk.getByTestId("admit-dialog-confirm").click();

    await till.getByTestId("key-1").waitFor();
    await waiting.waitFor({ state: "detached" });
  });
});

async function centsIn(row: Locator): Promise<bigint> {
  return BigInt(plain(await row.locator("td").textContent()).replace(/\D/g, ""));
}
