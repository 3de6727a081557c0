import { expect } from "chai";
import type { Page } from "playwright-core";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { movementsOf } from "./support/bank.ts";
import { balanceOf, openFamily, showQr } from "./support/family.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { readQr } from "./support/qr.ts";
import { soonCounts } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { charge, openTill, pressAmount } from "./support/till.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

describe("A till charges", () => {
  const world = useWorld();

  it("scans the family's screen, and both say Betaald with the amount", async () => {
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family));

    await charge(world(), till, { amount: "12,50", qr });

    await till.getByTestId("paid").waitFor();
    await family.getByTestId("paid").waitFor();
    for (const page of [till, family]) {
      expect(plain(await page.getByTestId("paid").textContent())).to.match(/Betaald.*€ 12,50/);
    }
    const ids = await Promise.all(
      [till, family].map((page) => page.getByTestId("paid").getAttribute("data-payment")),
    );
    expect(ids[0]).to.equal(ids[1]);
  });

  it("takes the keys of a keyboard as fast as they come", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    await till.keyboard.type("123456");
    await till.keyboard.press("Backspace");
    await until(async () => {
      const shown = plain(await till.getByTestId("amount").textContent());
      return shown === "€ 123,45" ? shown : null;
    });
  });

  it("lists the payment, gives a part back, and the family sees it live", async () => {
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family));
    await charge(world(), till, { amount: "20,00", qr });
    await family.getByTestId("paid-done").click();
    await till.getByTestId("next").click();

    await till.getByTestId("tab-vandaag").click();
    await till.getByTestId("payment-row").click();
    await till.getByTestId("refund").click();
    await till.getByText("Een deel").click();
    await till.getByTestId("refund-amount").fill("5,00");
    await till.getByTestId("refund-ok").click();

    await till.getByTestId("correction").waitFor();
    await family.getByText("€ 285,00").waitFor();
    await family.getByTestId("tab-geschiedenis").click();
    await family.getByTestId("payment-row").getByText("€ 5,00 teruggekregen").waitFor();
  });

  it("shows an amount as a QR that the family confirms, and both say Betaald", async () => {
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { page: family } = await openFamily(world());
    await till.clock.install();
    await pressAmount(till, "23,95");
    await till.getByTestId("show-qr").click();
    const text = await readQr(till.getByTestId("request-qr"));
    // Nobody has to be fast: while the till shows it, it goes on asking.
    const askedAgain = till.waitForRequest(
      (request) => request.method() === "POST" && request.url().endsWith("/payment-requests"),
    );
    await till.clock.fastForward(181_000);
    await askedAgain;
    writeCameraVideo({ text, file: world().cameraFile });

    await family.getByTestId("scan").click();
    await family.getByTestId("confirm").click();

    await till.getByTestId("paid").waitFor();
    await family.getByTestId("paid").waitFor();
    expect(plain(await till.getByTestId("paid-amount").textContent())).to.equal("€ 23,95");
    await family.getByTestId("paid-done").click();
    await family.getByText("€ 276,05").waitFor();
    expect(plain(await balanceOf(family).textContent())).to.equal("€ 276,05");
  }).timeout(60_000);

  it("charges a customer that was scanned before the amount was known", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family));

    await charge(world(), till, { amount: "", qr });
    await till.getByTestId("scanned").waitFor();
    await pressAmount(till, "3,10");
    await till.getByTestId("charge").click();

    await till.getByTestId("paid").waitFor();
    expect(plain(await till.getByTestId("paid-amount").textContent())).to.equal("€ 3,10");
  });

  it("charges a phone that has no connection, which hears of it later", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    await family.evaluate(() => navigator.serviceWorker.ready);
    await family.context().setOffline(true);
    await family.reload();
    const qr = await readQr(await showQr(family));

    await charge(world(), till, { amount: "7,50", qr });
    await till.getByTestId("paid").waitFor();
    const whileOffline = await family.getByTestId("paid").count();
    await family.context().setOffline(false);

    await family.getByTestId("paid").waitFor();
    expect(whileOffline).to.equal(0);
  });

  it("has the money brought to the shop's own bank account", async () => {
    const shop = await world().newShop();
    const till = await openTill(world(), shop.name);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family));
    await charge(world(), till, { amount: "41,15", qr });
    await till.getByTestId("next").click();

    await till.getByTestId("tab-geld").click();
    await till.locator('[data-testid="payout"][data-state="BOOKED"]').waitFor();

    const movements = await until(async () => {
      const found = await movementsOf(world().bankUrl, shop.iban);
      return found.length > 0 ? found : null;
    });
    expect(movements.map(({ amountCents }) => amountCents)).to.deep.equal(["-4115"]);
  });

  it("keeps each charge that isn't sure while others pay, and brings every one to its end", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { demo } = world();
    const keys = await activateByApi(demo, world().takeLetter(2));
    const chargeOf = async (nonce: number, amount: string) => {
      const qr = await chequeQr(demo.deployment, keys, { nonce, maximumAmountCents: 5_000n });
      await charge(world(), till, { amount, qr });
    };
    const endsPaid = async (amount: string) => {
      await till.getByTestId("paid").waitFor();
      expect(plain(await till.getByTestId("paid-amount").textContent())).to.equal(amount);
      await till.getByTestId("next").click();
    };
    const leaveUnsure = async (nonce: number, amount: string) => {
      await till.route("**/api/v1/payments", (route) => route.abort());
      await chargeOf(nonce, amount);
      await till.getByTestId("uncertain").waitFor();
      await till.getByTestId("stop-waiting").click();
      await till.unroute("**/api/v1/payments");
    };
    const unsure = till.getByTestId("unsure");

    await leaveUnsure(1, "9,99");
    await leaveUnsure(2, "5,00");
    await chargeOf(3, "1,50");
    await endsPaid("€ 1,50");
    expect(plain(await unsure.textContent()))
      .to.contain("2 betalingen zijn nog niet zeker")
      .and.to.contain("samen om € 14,99");

    await unsure.getByRole("button", { name: "9,99" }).click();
    await endsPaid("€ 9,99");
    await leaveUnsure(4, "2,25");
    await till.reload();
    await endsPaid("€ 5,00");
    await endsPaid("€ 2,25");
    await till.getByTestId("key-1").waitFor();
    expect(await unsure.count()).to.equal(0);
    await till.getByTestId("tab-vandaag").click();
    await soonCounts(till.getByTestId("payment-row"), 4);
  }).timeout(60_000);

  /** The till shows a QR for an amount. @returns the request's id and where its state stands */
  const showRequest = async (till: Page, amount: string) => {
    await pressAmount(till, amount);
    const asking = till.waitForResponse(
      (response) =>
        response.request().method() === "POST" && response.url().endsWith("/payment-requests"),
    );
    await till.getByTestId("show-qr").click();
    const { requestId }: { requestId: string } = await (await asking).json();
    const qr = await readQr(till.getByTestId("request-qr"));
    const becomes = (state: string) =>
      until(async () => {
        const path = `/payment-requests/${requestId}`;
        const request = await world().demo.api.get<{ state: string }>(path);
        return request.state === state ? state : null;
      });
    return { qr, becomes };
  };

  it("says that a customer paid all the same whose code was left without a connection", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    const { qr } = await showRequest(till, "4,05");
    await till.context().setOffline(true);
    await till.getByTestId("cancel-request").click();
    const left = till.getByTestId("left");
    expect(plain(await left.textContent()))
      .to.contain("Eén klant kan nog betalen")
      .and.to.contain("€ 4,05");

    writeCameraVideo({ text: qr, file: world().cameraFile });
    await family.getByTestId("scan").click();
    await family.getByTestId("confirm").click();
    await family.getByTestId("paid").waitFor();
    await till.context().setOffline(false);

    const late = till.getByTestId("late");
    expect(plain(await late.textContent())).to.contain("De klant van € 4,05 betaalde alsnog");
    await left.waitFor({ state: "detached" });
    await till.getByTestId("late-ok").click();
    await late.waitFor({ state: "detached" });
  }).timeout(60_000);

  it("takes back a code that was left by closing the window, or without a connection", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const closed = await showRequest(till, "4,05");
    await till.reload();
    await closed.becomes("cancelled");
    await till.getByTestId("key-1").waitFor();

    const offline = await showRequest(till, "6,10");
    await till.context().setOffline(true);
    await till.getByTestId("cancel-request").click();
    await till.getByTestId("left").waitFor();
    await till.context().setOffline(false);
    await offline.becomes("cancelled");
    await till.getByTestId("left").waitFor({ state: "detached" });
  }).timeout(60_000);

  it("says why it can't stop while the customer is paying", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    await till.route("**/api/v1/payment-requests/*", (route) =>
      route.request().method() === "DELETE"
        ? route.fulfill({ status: 409, json: { code: "payment-request-closed" } })
        : route.continue(),
    );
    const { becomes } = await showRequest(till, "4,05");
    await till.getByTestId("cancel-request").click();
    const paying = till.getByTestId("request-paying");
    expect(plain(await paying.textContent())).to.contain("De klant betaalt nu");
    await till.getByTestId("request-qr").waitFor();

    await till.unroute("**/api/v1/payment-requests/*");
    await till.getByTestId("cancel-request").click();
    await till.getByTestId("key-1").waitFor();
    await becomes("cancelled");
  });

  it("says that it isn't sure while the server is down, never Betaald, and becomes sure", async () => {
    const till = await openTill(world(), (await world().newShop()).name);
    const { page: family } = await openFamily(world());
    const qr = await readQr(await showQr(family));
    await pressAmount(till, "9,99");

    await world().killServer();
    writeCameraVideo({ text: qr, file: world().cameraFile });
    await till.getByTestId("scan").click();
    const uncertain = till.getByTestId("uncertain");
    await uncertain.waitFor();
    const said = plain(await till.locator("body").textContent());
    await world().startServerAgain();

    await till.getByTestId("paid").waitFor();
    await family.getByTestId("paid").waitFor();
    expect(said).to.contain("Nog niet zeker").and.to.contain("Geef nog niets mee");
    expect(said).not.to.contain("Betaald");
    await till.getByTestId("next").click();
    await till.getByTestId("tab-vandaag").click();
    await soonCounts(till.getByTestId("payment-row"), 1);
  }).timeout(60_000);
});
