// A receipt on its way to the customer's own app: only what stands on paper as well, and nobody is troubled who changes their mind.
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { DemoShop } from "../../scripts/demo/shops.ts";
import { shortCode } from "../../wallet-web/shared/short-code.ts";
import { openFamily, showQr } from "./support/family.ts";
import { readQr } from "./support/qr.ts";
import { giveSharing, sharedBy, sharingEndsIn } from "./support/sharing.ts";
import { plain } from "./support/text.ts";
import { charge, openTill } from "./support/till.ts";
import { useWorld } from "./support/use-world.ts";

describe("A till that shares a receipt", () => {
  const world = useWorld();

  /** The receipt of a payment of 3,15 on a device that can share. */
  const openReceipt = async (): Promise<{ till: Page; shop: DemoShop; code: string }> => {
    const shop = await world().newShop();
    const till = await openTill(world(), shop.name);
    await giveSharing(till);
    await till.reload();
    await till.getByTestId("key-1").waitFor();
    const { page: family } = await openFamily(world(), { children: 2 });
    await charge(world(), till, { amount: "3,15", qr: await readQr(await showQr(family)) });
    const paymentId = (await till.getByTestId("paid").getAttribute("data-payment")) ?? "";
    await till.getByTestId("receipt").click();
    await till.getByTestId("share-receipt").waitFor();
    return { till, shop, code: shortCode(paymentId) };
  };
  const share = (till: Page) => till.getByTestId("share-receipt").click();
  /** All that was given, line by line; the texts have no more than these. */
  const linesOf = (data: ShareData | undefined) => {
    expect(Object.keys(data ?? {})).to.deep.equal(["text"]);
    return (data?.text ?? "").split("\n").map(plain);
  };

  it("gives shop, amount, moment and code, then what was given back, and not a word on who paid", async () => {
    const { till, shop, code } = await openReceipt();
    const day = plain(await till.locator(".receipt dd").first().textContent());
    await share(till);
    const [first] = await sharedBy(till, 1);
    const lines = linesOf(first);
    expect(lines.splice(5, 1)[0]).to.match(/^Tijd: \d\d:\d\d$/);
    const rest = [shop.name, shop.address, "", "Betaald: € 3,15", `Datum: ${day}`, `Code: ${code}`];
    expect(lines).to.deep.equal(rest);

    await till.getByTestId("refund").click();
    await till.getByRole("radio", { name: "Een deel" }).check();
    await till.getByTestId("refund-amount").fill("1,10");
    await till.getByTestId("refund-ok").click();
    await till.getByTestId("correction").waitFor();
    await till.getByTestId("refund-dialog").waitFor({ state: "detached" });
    await share(till);
    const [, second] = await sharedBy(till, 2);
    expect(linesOf(second)).to.deep.equal([...linesOf(first), "Teruggegeven: € 1,10"]);
  });

  it("says nothing when the person puts the choice away, and shares at the next press", async () => {
    const { till } = await openReceipt();
    await sharingEndsIn(till, "AbortError");
    await share(till);
    await sharedBy(till, 1);
    await sharingEndsIn(till, null);
    await share(till);
    const [first, second] = await sharedBy(till, 2);
    expect(second).to.deep.equal(first);
    expect(await till.locator(".toast").count(), "nothing went wrong").to.equal(0);
  });

  it("says that it can't and what to do instead when the device refuses, until it is put away", async () => {
    const { till } = await openReceipt();
    await sharingEndsIn(till, "NotAllowedError");
    await share(till);
    const failed = till.locator(".toast-stays");
    await failed.getByText("Delen lukt niet in deze browser. Print de bon.").waitFor();
    expect(await till.getByTestId("print-receipt").isEnabled()).to.equal(true);
    await failed.getByRole("button", { name: "Sluiten" }).click();
    await failed.waitFor({ state: "detached" });
  });
});
