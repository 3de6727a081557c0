// A till whose internet is gone: nothing is accepted unless the sponsor said so; then never called paid, and sent by itself later.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openDesk } from "./support/desk.ts";
import { openFamily, showQr } from "./support/family.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { charge, openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

const HALF_A_DAY = 12 * 3_600;
const LIMIT_MS = 90_000;

describe("A till without internet", () => {
  // Nobody may have set terms yet.
  const world = useWorld("api", { isFresh: true });
  /** Loads once more, so that what it needs without a connection is kept. */
  const openReadyTill = async (shopName: string): Promise<Page> => {
    const till = await openTill(world(), shopName);
    await till.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await till.reload();
    await till.getByTestId("key-1").waitFor();
    return till;
  };

  it("says that nothing can be accepted, and what to do, as long as nobody decided otherwise", async () => {
    const till = await openReadyTill((await world().newShop()).name);
    const keys = await activateByApi(world().demo, world().takeLetter(2));
    const qr = await chequeQr(world().demo.deployment, keys, { nonce: 1 });

    await till.context().setOffline(true);
    await charge(world(), till, { amount: "5,00", qr });

    const screen = till.locator('[data-testid="not-accepted"][data-why="off"]');
    await screen.waitFor();
    const text = plain(await screen.textContent());
    expect(text).to.contain("Zonder internet kan deze kassa niets aannemen");
    expect(text).to.contain("Er is niets betaald").and.to.contain("mobiel internet");
  });

  it("accepts up to the limit that the sponsor signed, keeps it over a reload, and is paid later", async function () {
    this.timeout(LIMIT_MS);
    const desk = await openDesk(world(), ["sponsor"]);
    await desk.getByTestId("nav-scheme").click();
    await desk.getByTestId("offline-never").waitFor();
    await desk.getByTestId("offline-set").click();
    await desk.getByTestId("offline-per-payment").fill("25");
    await desk.getByTestId("offline-per-day").fill("40");
    await desk.getByTestId("offline-carrier").selectOption("municipality");
    await desk.getByTestId("offline-dialog-confirm").click();
    await desk.getByTestId("offline-never").waitFor({ state: "detached" });

    const till = await openReadyTill((await world().newShop()).name);
    const { page: family } = await openFamily(world());
    const short = await (await showQr(family)).getAttribute("data-qr");
    await family.getByTestId("offline-shop").click();
    await family.locator(`[data-testid="pay-qr"]:not([data-qr="${short}"])`).waitFor();
    const told = plain(await family.getByTestId("pay-offline-shop").textContent());
    expect(told).to.contain("12 uur").and.to.contain("€ 25,00");
    const qr = await readQr(family.getByTestId("pay-qr"));

    await till.context().setOffline(true);
    await charge(world(), till, { amount: "12,50", qr });

    const accepted = till.getByTestId("accepted");
    await accepted.waitFor();
    expect(plain(await accepted.textContent())).to.contain("Aangenomen, nog niet betaald");
    expect(await till.getByTestId("paid").count()).to.equal(0);
    expect(plain(await till.getByTestId("accepted-carrier").textContent())).to.contain("gemeente");

    await till.reload();
    await till.getByTestId("unsent").waitFor();
    // After a reload this browser says that it is online: the till learns only by trying that nobody answers.
    await charge(world(), till, { amount: "12,50", qr });
    await till.getByTestId("uncertain").waitFor();
    await till.getByTestId("accept-offline").click();
    await till.getByText("Deze code is hier al gebruikt").first().waitFor();
    expect(await till.getByTestId("accepted").count()).to.equal(0);

    await till.context().setOffline(false);
    await till.getByTestId("paid").waitFor();
    await till.getByTestId("next").click();
    await till.getByTestId("unsent").waitFor({ state: "detached" });
    await till.getByTestId("tab-vandaag").click();
    await till.getByTestId("accepted-paid").waitFor();
    expect(plain(await till.getByTestId("day-net").textContent())).to.equal("€ 12,50");
  });

  it("takes what may still be taken where the whole is too much for one time or for the day", async () => {
    const till = await openReadyTill((await world().newShop()).name);
    const keys = await activateByApi(world().demo, world().takeLetter(2));
    const now = Math.floor(Date.now() / 1000);
    const cheque = (nonce: number) =>
      chequeQr(world().demo.deployment, keys, {
        ...{ nonce, maximumAmountCents: 30_000n, validBefore: now + HALF_A_DAY },
      });
    await till.context().setOffline(true);
    for (const [why, nonce, taken] of [
      ["above-limit", 1, "€ 25,00"],
      ["above-day", 2, "€ 15,00"],
    ] as const) {
      const amount = why === "above-limit" ? "30,00" : "20,00";
      await charge(world(), till, { amount, qr: await cheque(nonce) });
      await till.locator(`[data-testid="not-accepted"][data-why="${why}"]`).waitFor();
      await till.getByText("De andere € 5,00 betaalt").waitFor();
      await till.getByRole("button", { name: `Neem ${taken} aan` }).click();
      const accepted = till.getByTestId("accepted");
      await accepted.getByText(taken).first().waitFor();
      await till.getByTestId("next").click();
    }
    await charge(world(), till, { amount: "1,00", qr: await cheque(3) });
    await till.getByTestId("scan-again").waitFor();
    expect(await till.getByTestId("accept-less").count()).to.equal(0);
  });

  it("says what was refused later and who bears it, and the desk shows it too", async function () {
    this.timeout(LIMIT_MS);
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const till = await openReadyTill(shopName);
    const keys = await activateByApi(demo, world().takeLetter(2));
    const now = Math.floor(Date.now() / 1000);
    const long = { nonce: 2, maximumAmountCents: 2_500n, validBefore: now + HALF_A_DAY };
    const qr = await chequeQr(demo.deployment, keys, long);

    await till.context().setOffline(true);
    await charge(world(), till, { amount: "20,00", qr });
    await till.getByTestId("accepted").waitFor();
    await till.getByTestId("next").click();
    const all = { nonce: 3, maximumAmountCents: 30_000n };
    const elsewhere = await chequeQr(demo.deployment, keys, all);
    const other = (await world().newShop()).name;
    await chargeByApi(demo, { qr: elsewhere, shopName: other, amountCents: 29_000n });
    await till.context().setOffline(false);

    await till.getByTestId("tab-vandaag").click();
    const refused = till.getByTestId("accepted-refused");
    await refused.waitFor();
    expect(plain(await refused.textContent()))
      .to.contain("Niet betaald")
      .and.to.contain("gemeente");

    const desk = await openDesk(world(), ["treasurer"]);
    await desk.getByTestId("nav-scheme").click();
    const row = desk.getByTestId("offline-refusals-table");
    await row.waitFor();
    expect(plain(await row.textContent()))
      .to.contain(shopName)
      .and.to.contain("€ 20,00");
    const owed = async () => plain(await desk.getByTestId("offline-owed").textContent());
    expect(await owed()).to.contain("€ 20,00");

    await row.getByTestId("settle").click();
    const dialog = desk.getByTestId("settle-dialog");
    await dialog.getByText("Dit kunt u niet terugdraaien.").waitFor();
    await desk.getByTestId("settle-dialog-confirm").click();
    await dialog.getByText("Vul het kenmerk in").waitFor();
    await desk.getByTestId("settle-reference").fill("GEMEENTE-TERUG-1");
    await desk.getByTestId("settle-dialog-confirm").click();
    await dialog.waitFor({ state: "detached" });
    const settled = plain(await row.getByTestId("settled").textContent());
    expect(settled).to.contain("Betaald op").and.to.contain("GEMEENTE-TERUG-1");
    expect(await row.getByTestId("settle").count()).to.equal(0);
    expect(await owed()).to.contain("€ 0,00");
    expect(plain(await desk.getByTestId("offline-settled").textContent())).to.contain("€ 20,00");
  });
});
