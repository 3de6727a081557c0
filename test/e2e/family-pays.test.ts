import { expect } from "chai";
import { act } from "../../scripts/demo/context.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { balanceOf, openFamily, showQr } from "./support/family.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi, refundByApi, requestByApi } from "./support/shop.ts";
import { soonSays } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

describe("A family's phone pays", () => {
  const world = useWorld();

  it("says Betaald by itself when a shop charged its QR, and remembers it", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const qr = await readQr(await showQr(page));

    await chargeByApi(demo, { qr, shopName, amountCents: 1_250n });

    const paid = page.getByTestId("paid");
    await paid.waitFor();
    expect(plain(await paid.textContent()))
      .to.contain("Betaald")
      .and.to.contain(shopName);
    expect(plain(await page.getByTestId("paid-amount").textContent())).to.equal("€ 12,50");
    await page.getByTestId("paid-done").click();
    await soonSays(balanceOf(page), ["€ 287,50"]);
    await page.getByTestId("tab-geschiedenis").click();
    expect(plain(await page.getByTestId("payment-row").textContent())).to.contain(shopName);
  });

  it("shows live what a shop gave back", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const qr = await readQr(await showQr(page));
    const payment = await chargeByApi(demo, { qr, shopName, amountCents: 2_000n });
    await page.getByTestId("paid-done").click();
    await page.getByText("€ 280,00").waitFor();

    await refundByApi(demo, { payment, shopName, amountCents: 500n });

    await page.getByText("€ 285,00").waitFor();
    await page.getByTestId("payment-row").getByText("€ 5,00 teruggekregen").waitFor();
  });

  it("lets a shop take no more than the amount it set itself", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const qr = await readQr(await showQr(page, "10,00"));

    const refusal = await chargeByApi(demo, { qr, shopName, amountCents: 1_001n }).catch(
      (error: unknown) => error,
    );

    expect(refusal).to.include({ code: "amount-above-authorisation" });
    const told = page.getByTestId("pay-refused");
    await told.getByText("Het bedrag is hoger dan u instelde: hoogstens € 10,00.").waitFor();
    await chargeByApi(demo, { qr, shopName, amountCents: 1_000n });
    await page.getByTestId("paid").waitFor();
  });

  it("pays from the child that was chosen", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const { page, letter } = await openFamily(world(), { children: 2 });
    await page.getByRole("button", { name: "Kind 2" }).first().click();
    const qr = await readQr(await showQr(page));

    const payment = await chargeByApi(demo, { qr, shopName, amountCents: 100n });

    await page.getByTestId("paid").waitFor();
    expect(letter.beneficiaryIds).to.include(payment.beneficiaryId);
    await page.getByTestId("paid-done").click();
    await page.getByText("€ 299,00").waitFor();
    const balances = await page.getByTestId("balance").allTextContents();
    expect(balances.map(plain).sort()).to.deep.equal(["€ 299,00", "€ 300,00"]);
  });

  it("pays what a shop asks once it confirmed, and says meanwhile when that takes long", async () => {
    const { demo, origin, cameraFile } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const { qr } = await requestByApi(demo, { shopName, amountCents: 2_395n, origin });
    writeCameraVideo({ text: qr, file: cameraFile });

    await page.getByTestId("scan").click();

    expect(plain(await page.getByTestId("request-amount").textContent())).to.equal("€ 23,95");
    await page.getByText(`${shopName} vraagt`).waitFor();
    const saidUnsure = Promise.withResolvers<void>();
    await page.route("**/api/v1/payments", async (route) => {
      // A network this slow says nothing for a while; the family must not have to guess.
      await saidUnsure.promise;
      await route.continue();
    });
    await page.getByTestId("confirm").click();
    await page.getByTestId("uncertain").waitFor();
    saidUnsure.resolve();
    await page.getByTestId("paid").waitFor();
    await page.getByTestId("paid-done").click();
    await page.getByText("€ 276,05").waitFor();
  }).timeout(60_000);

  it("pays a shop's link that the phone's own camera opened", async () => {
    const { demo, origin } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const { qr } = await requestByApi(demo, { shopName, amountCents: 300n, origin });

    await page.goto("about:blank");
    await page.goto(qr);
    await page.getByTestId("confirm").click();

    await page.getByTestId("paid").waitFor();
    expect(page.url()).not.to.contain("betaal=");
  });

  it("says what can be paid when a shop asks for more than there is", async () => {
    const { demo, origin } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const { qr } = await requestByApi(demo, { shopName, amountCents: 35_000n, origin });

    await page.goto("about:blank");
    await page.goto(qr);

    const notice = page.getByTestId("too-little");
    await notice.waitFor();
    const text = plain(await notice.textContent());
    expect(text).to.contain("U kunt € 300,00 met het Kindpakket betalen").and.to.contain("€ 50,00");
    expect(await page.getByTestId("confirm").isDisabled()).to.equal(true);
  });

  it("says why nothing can be paid from a budget that is held, and not that there is too little on it", async () => {
    const { demo, origin } = world();
    const shopName = (await world().newShop()).name;
    const { page, letter } = await openFamily(world());
    const [beneficiaryId = "0x"] = letter.beneficiaryIds;
    const freeze = commands.freezeBeneficiary({ beneficiaryId, reason: "dispute" });
    await act(demo, await demo.people.staff("validator"), freeze);
    await page.getByText("Dit budget staat even vast").first().waitFor();
    const { qr } = await requestByApi(demo, { shopName, amountCents: 500n, origin });

    await page.goto("about:blank");
    await page.goto(qr);

    const notice = page.getByTestId("hindered");
    await notice.waitFor();
    expect(plain(await notice.textContent())).to.contain("U kunt er nu niet mee betalen.");
    expect(await page.getByTestId("too-little").count()).to.equal(0);
    expect(await page.getByTestId("confirm").isDisabled()).to.equal(true);
  });

  it("says of a request that is over, paid already, or stopped by the shop, which it is, and scans the next", async () => {
    const { demo, origin } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    for (const [state, ...sentences] of [
      ["expired", "Dit betaalverzoek is verlopen.", "Er is niet betaald."],
      ["cancelled", "De winkel heeft dit gestopt", "Er is niet betaald."],
      ["paid", "Dit is al betaald", "U hoeft niets meer te doen."],
    ] as const) {
      const { qr } = await requestByApi(demo, { shopName, amountCents: 700n, origin });
      await page.route("**/api/v1/payment-requests/*", async (route) => {
        const response = await route.fetch();
        const body: object = await response.json();
        await route.fulfill({ response, json: { ...body, state } });
      });
      await page.goto("about:blank");
      await page.goto(qr);
      await page.getByTestId("scan-again").waitFor();
      for (const sentence of sentences) await page.getByText(sentence).waitFor();
      expect(await page.getByTestId("confirm").count()).to.equal(0);
      await page.unroute("**/api/v1/payment-requests/*");
    }
  });

  it("shows its QR without a connection, and hears of the payment when it is back", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await page.reload();

    const element = await showQr(page);
    const qr = await readQr(element);
    await page.getByTestId("pay-offline").waitFor();
    const known = plain(await page.getByTestId("pay-offline").textContent());
    expect(known).to.contain("€ 300,00 is de stand van");
    await chargeByApi(demo, { qr, shopName, amountCents: 750n });
    const whileOffline = await page.getByTestId("paid").count();
    await page.context().setOffline(false);

    await page.getByTestId("paid").waitFor();
    expect(whileOffline).to.equal(0);
    await page.getByTestId("paid-done").click();
    await page.getByText("€ 292,50").waitFor();
  });

  it("does not claim that a shop was paid while the server does not answer", async () => {
    const { demo, origin } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const { qr } = await requestByApi(demo, { shopName, amountCents: 400n, origin });
    await page.goto("about:blank");
    await page.goto(qr);
    await page.getByTestId("confirm").waitFor();

    await world().killServer();
    await page.getByTestId("confirm").click();
    await page.getByTestId("uncertain").waitFor();
    const whileDown = await page.getByTestId("paid").count();
    await world().startServerAgain();

    await page.getByTestId("paid").waitFor();
    expect(whileDown).to.equal(0);
  }).timeout(60_000);
});
