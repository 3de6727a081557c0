import { expect } from "chai";
import type { Page } from "playwright-core";
import { act } from "../../scripts/demo/context.ts";
import { tillCode } from "../../scripts/demo/links.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { encodePaymentRequestQr } from "../../wallet-web/shared/protocol/qr-payload.ts";
import { openFamily, showQr } from "./support/family.ts";
import { activateByApi, chequeQr, type PhoneKeys } from "./support/phone-keys.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { charge, openTill, scan } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A till says why it refuses", () => {
  const world = useWorld();

  it("says what can be paid when the amount is above what the phone allows, and takes that", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family, "10,00"));

    await charge(world(), till, { amount: "12,50", qr });

    const refused = till.locator('[data-testid="refused"][data-code="amount-above-authorisation"]');
    await refused.waitFor();
    expect(plain(await till.getByTestId("payable").textContent())).to.equal("€ 10,00");
    const text = plain(await refused.textContent());
    expect(text).to.contain("kan hier betaald worden").and.to.contain("De andere € 2,50");
    expect(text, "the family chose it").to.contain("Deze code is voor minder");
    expect(text).not.to.contain("Te weinig budget");
    await till.getByTestId("charge-less").click();
    await till.getByTestId("paid").waitFor();
    expect(plain(await till.getByTestId("paid-amount").textContent())).to.equal("€ 10,00");
  });

  it("says what is left when the budget was spent elsewhere meanwhile, and takes that", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const keys = await activateByApi(demo, world().takeLetter(2));
    const terms = { maximumAmountCents: 30_000n };
    const first = await chequeQr(demo.deployment, keys, { ...terms, nonce: 1 });
    const second = await chequeQr(demo.deployment, keys, { ...terms, nonce: 2 });
    await chargeByApi(demo, { qr: first, shopName, amountCents: 29_000n });

    await charge(world(), till, { amount: "25,00", qr: second });

    const refused = till.locator('[data-testid="refused"][data-code="insufficient-budget"]');
    await refused.waitFor();
    expect(plain(await till.getByTestId("payable").textContent())).to.equal("€ 10,00");
    expect(plain(await refused.textContent())).to.contain("De andere € 15,00");
    await till.getByTestId("charge-less").click();
    await till.getByTestId("paid").waitFor();
  });

  it("says of a stopped budget that nothing was given back, and nothing of paying", async () => {
    const { demo } = world();
    const till = await openTill(world(), (await world().newShop()).name);
    const keys = await activateByApi(demo, world().takeLetter(2));
    const { beneficiaryId } = keys;
    await charge(world(), till, { amount: "5,00", qr: await chequeQr(demo.deployment, keys) });
    await till.getByTestId("paid").waitFor();
    await till.getByTestId("receipt").click();

    const validator = await demo.people.staff("validator");
    const reason = "moved-away";
    await act(demo, validator, commands.closeBeneficiary({ beneficiaryId, reason }));
    await till.getByTestId("refund").click();
    await till.getByTestId("refund-ok").click();

    const dialog = till.getByTestId("refund-dialog");
    const text = plain(await dialog.getByTestId("problem").textContent());
    expect(text)
      .to.contain("Dit budget is gestopt.")
      .and.to.contain("Er is niets teruggegeven")
      .and.to.contain("bel de gemeente");
    expect(text).not.to.contain("betaald");
  });

  it("says at once that the shop is suspended, and what to do", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { schemeId } = demo.people;
    const { shopId } = demo.people.shop(shopName);
    const validator = await demo.people.staff("validator");

    await act(demo, validator, commands.suspendShop({ schemeId, shopId, reason: "dispute" }));

    await till.getByTestId("suspended").waitFor();
    const text = plain(await till.locator("main").textContent());
    expect(text).to.contain("Afrekenen kan nu niet").and.to.contain("Bel de gemeente");
    await act(demo, validator, commands.resumeShop({ schemeId, shopId, reason: "resolved" }));
    await till.getByTestId("key-1").waitFor();
  });

  describe("of a code that", () => {
    let till: Page;
    let keys: PhoneKeys;

    before(async () => {
      const { demo } = world();
      const shopName = (await world().newShop()).name;
      keys = await activateByApi(demo, world().takeLetter(2));
      tillLink = `${world().origin}/till/#code=${await tillCode(demo, shopName)}`;
      shop = shopName;
    });
    let tillLink: string;
    let shop: string;

    beforeEach(async () => {
      till = await openTill(world(), shop);
    });

    it("has expired: nothing was paid, a new one is needed", async () => {
      const now = Math.floor(Date.now() / 1000);
      const terms = { validAfter: now - 600, validBefore: now - 60, nonce: 10 };
      const qr = await chequeQr(world().demo.deployment, keys, terms);

      await charge(world(), till, { amount: "5,00", qr });

      const refused = till.locator(
        '[data-testid="refused"][data-code="authorisation-not-in-time"]',
      );
      await refused.waitFor();
      expect(plain(await refused.textContent())).to.contain("niet meer geldig");
      await till.getByTestId("scan-again").waitFor();
    });

    it("was used: not paid again", async () => {
      const { demo } = world();
      const qr = await chequeQr(demo.deployment, keys, { nonce: 11 });
      await chargeByApi(demo, { qr, shopName: shop, amountCents: 100n });

      await charge(world(), till, { amount: "5,00", qr });

      const refused = till.locator('[data-testid="refused"][data-code="authorisation-used"]');
      await refused.waitFor();
      expect(plain(await refused.textContent())).to.contain("al gebruikt");
    });

    const unusable: [string, () => Promise<string> | string, string][] = [
      ["is of a product", () => "8712345678906", "Dit is geen code van het Kindpakket."],
      [
        "is a link to elsewhere",
        () => "https://example.org/betaal-snel",
        "Dit is een code van een andere website.",
      ],
      [
        "is of another municipality",
        async () => {
          const other = { ...world().demo.deployment, ledger: `0x${"ab".repeat(20)}` as const };
          return chequeQr(other, keys, { nonce: 12 });
        },
        "Deze klant hoort bij een andere gemeente.",
      ],
      [
        "is cut off",
        async () => (await chequeQr(world().demo.deployment, keys, { nonce: 13 })).slice(0, 200),
        "Deze code is niet compleet.",
      ],
      [
        "is of another version",
        async () =>
          (await chequeQr(world().demo.deployment, keys, { nonce: 14 })).replace("KP1:", "KP9:"),
        "De app van de klant is te oud of te nieuw.",
      ],
      ["is a till's link", () => tillLink, "Deze code is voor een kassa of voor de gemeente."],
      [
        "is a letter's",
        () => `${world().origin}/family/#code=7Q2M9FKA7Q2M9FKA`,
        "Dit is de code uit de brief.",
      ],
      [
        "is a shop's own request",
        () =>
          encodePaymentRequestQr(world().demo.deployment, world().origin, {
            requestId: `0x${"12".repeat(16)}`,
            shopId: `0x${"34".repeat(16)}`,
            amountCents: 100n,
          }),
        "Dit is een code van een winkel.",
      ],
    ];
    for (const [what, text, sentence] of unusable) {
      it(`${what}: what it is, and what to do`, async () => {
        await scan(world(), till, await text());

        const problem = till.getByTestId("qr-problem");
        await problem.waitFor();
        const said = plain(await problem.textContent());
        expect(said).to.contain(sentence);
        expect(said.length, "what to do").to.be.greaterThan(sentence.length + 20);
        expect(await till.getByTestId("scanner").count(), "the camera stays on").to.equal(1);
      });
    }
  });
});
