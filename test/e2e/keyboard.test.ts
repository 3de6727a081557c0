// Paying and charging with the keyboard alone: the focus is always somewhere and can be seen, and what came of it is said aloud.
import { tillCode } from "../../scripts/demo/links.ts";
import { requestCodeOf } from "../../wallet-web/shared/protocol/pay-code.ts";
import { formatTypedCode } from "../../wallet-web/shared/protocol/typed-code.ts";
import { writeCameraVideo } from "../helpers/chromium.ts";
import { openFamily, showQr } from "./support/family.ts";
import { expectPlace, hear, press, tabTo } from "./support/keyboard.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { chargeByApi, refundByApi, refusedByApi, requestByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("With the keyboard alone", function () {
  this.timeout(90_000);
  const world = useWorld();

  beforeEach(() => writeCameraVideo({ text: "8712345678906", file: world().cameraFile }));

  it("a family begins, pays by its QR for an amount of its own, and hears what came of it", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const page = await openPhone(world());
    await page.goto("/family/");
    await press(page, page.getByTestId("type-code"));
    await expectPlace(page);
    await tabTo(page, page.getByTestId("code"));
    await page.keyboard.type(world().takeLetter(2).code);
    await page.keyboard.press("Enter");
    await press(page, page.getByTestId("activate"), "Space");
    await page.getByTestId("names-done").waitFor();
    await expectPlace(page);
    await tabTo(page, page.getByTestId("name-card").first().getByRole("textbox"));
    await page.keyboard.type("Sem");
    await press(page, page.getByTestId("names-done"));

    await page.getByTestId("pay").waitFor();
    await expectPlace(page);
    await press(page, page.getByTestId("pay"));
    await press(page, page.getByTestId("own-amount"));
    await page.getByTestId("amount-dialog").waitFor();
    await expectPlace(page);
    await page.keyboard.press("Escape");
    await page.getByTestId("amount-dialog").waitFor({ state: "detached" });
    await page.locator('[data-testid="own-amount"]:focus').waitFor();
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByTestId("amount"));
    await page.keyboard.type("12,50");
    await page.keyboard.press("Enter");
    await page.getByText("Hoogstens € 12,50").or(page.getByText("€ 12,50")).first().waitFor();
    await expectPlace(page);
    await press(page, page.getByTestId("spell"));
    await page.getByTestId("pay-code").filter({ hasText: "-" }).waitFor();
    await expectPlace(page);

    const qr = (await page.getByTestId("pay-qr").getAttribute("data-qr")) ?? "";
    await refusedByApi(demo, { qr, shopName, amountCents: 1_300n });
    await hear(page, "Er is niet betaald");
    await chargeByApi(demo, { qr, shopName, amountCents: 1_250n });
    await hear(page, `Betaald: € 12,50 bij ${shopName}`);
    await expectPlace(page);
    await press(page, page.getByTestId("paid-done"));
    await page.getByTestId("pay").waitFor();
    await expectPlace(page);
  });

  it("a family pays what a shop asks by its typed code, and hears that money came back", async () => {
    const { demo, origin } = world();
    const shopName = (await world().newShop()).name;
    const { page } = await openFamily(world());
    const { requestId } = await requestByApi(demo, { shopName, amountCents: 895n, origin });
    await press(page, page.getByTestId("scan"));
    await expectPlace(page);
    await tabTo(page, page.getByTestId("shop-code"));
    await page.keyboard.type(formatTypedCode(requestCodeOf(requestId)));
    await page.keyboard.press("Enter");
    await page.getByTestId("confirm").waitFor();
    await expectPlace(page);
    const answered = page.waitForResponse(/\/payments$/);
    await press(page, page.getByTestId("confirm"));
    await hear(page, `Betaald: € 8,95 bij ${shopName}`);
    const payment = await (await answered).json();
    await press(page, page.getByTestId("paid-done"));

    await refundByApi(demo, { payment, shopName, amountCents: 300n });

    await hear(page, "€ 3,00 teruggekregen");
    await press(page, page.getByTestId("payment-row"));
    await press(page, page.getByTestId("ask"));
    await tabTo(page, page.getByTestId("question-dialog").getByRole("radio").first());
    await page.keyboard.press("ArrowDown");
    await press(page, page.getByTestId("question-send"));
    await page.getByTestId("asked").waitFor();
    await expectPlace(page);
  });

  it("a till joins, charges by a typed code, is refused, gives back, and says each aloud", async () => {
    const { demo } = world();
    const shopName = (await world().newShop()).name;
    const till = await openPhone(world());
    await till.goto("/till/");
    await press(till, till.getByTestId("join"));
    await expectPlace(till);
    await tabTo(till, till.getByTestId("code"));
    await till.keyboard.type(await tillCode(demo, shopName));
    await till.keyboard.press("Enter");
    await press(till, till.getByTestId("enrol"));
    await till.getByTestId("key-1").waitFor();
    await expectPlace(till);

    const { page: family } = await openFamily(world());
    const charge = async (digits: string) => {
      await till.keyboard.type(digits);
      await press(till, till.getByTestId("scan"));
      await expectPlace(till);
      await tabTo(till, till.getByTestId("customer-code"));
      await till.keyboard.type(await spelledBy(family));
      await till.keyboard.press("Enter");
    };
    await charge("450");
    await hear(till, "Betaald: € 4,50.");
    await expectPlace(till);
    await press(till, till.getByTestId("next"));
    await till.getByTestId("key-1").waitFor();
    await expectPlace(till);
    await family.getByTestId("paid-done").click();

    const { page: other } = await openFamily(world());
    await showQr(other, "1,00");
    await till.keyboard.type("250");
    await press(till, till.getByTestId("scan"));
    await tabTo(till, till.getByTestId("customer-code"));
    await till.keyboard.type(await spelledBy(other, { isShown: true }));
    await till.keyboard.press("Enter");
    await hear(till, "Niet betaald");
    await expectPlace(till);
    await press(till, till.getByTestId("stop"));
    await till.getByTestId("key-1").waitFor();
    await expectPlace(till);

    await press(till, till.getByTestId("tab-vandaag"));
    await press(till, till.getByTestId("payment-row"));
    await expectPlace(till);
    await press(till, till.getByTestId("refund"));
    await tabTo(till, till.getByTestId("refund-dialog").getByRole("radio").first());
    await till.keyboard.press("ArrowDown");
    await tabTo(till, till.getByTestId("refund-amount"));
    await till.keyboard.type("1,00");
    await press(till, till.getByTestId("refund-ok"));
    await hear(till, "€ 1,00 is teruggegeven.");
    await till.getByTestId("refund-dialog").waitFor({ state: "detached" });
    await expectPlace(till);
    await press(till, till.getByTestId("refund"));
    await press(till, till.getByTestId("refund-ok"));
    await hear(till, "€ 3,50 is teruggegeven.");
    await till.getByTestId("refund").waitFor({ state: "detached" });
    await expectPlace(till);
  });

  it("a till shows what a customer must scan, and says that it was paid", async () => {
    const shopName = (await world().newShop()).name;
    const till = await openTill(world(), shopName);
    const { page: family } = await openFamily(world());
    await till.keyboard.type("725");
    await press(till, till.getByTestId("show-qr"));
    await till.getByTestId("request-qr").waitFor();
    await expectPlace(till);
    await family.goto("about:blank");
    await family.goto(await readQr(till.getByTestId("request-qr")));
    await press(family, family.getByTestId("confirm"));
    await hear(family, "Betaald: € 7,25");
    await hear(till, "Betaald: € 7,25.");
  });
});

/** The code that the family reads out, of the QR that it shows. */
async function spelledBy(
  family: Awaited<ReturnType<typeof openPhone>>,
  { isShown = false } = {},
): Promise<string> {
  if (!isShown) await showQr(family);
  await family.getByTestId("spell").click();
  const code = family.getByTestId("pay-code").filter({ hasText: "-" });
  return plain(await code.textContent());
}
