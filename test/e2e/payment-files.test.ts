// A bank that takes files: one treasurer makes one ready, another releases it, and the bank's own files come back.
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { camt } from "../server/bank/sepa/fixtures.ts";
import { openDesk } from "./support/desk.ts";
import { decideWithReason, openPayout, sellByApi } from "./support/treasury.ts";
import { FILE_ACCOUNT, useWorld } from "./support/use-world.ts";

/** Two desks, a sale, and the files to and fro. */
const SLOW_LIMIT_MS = 60_000;

describe("Payment files at the desk", function () {
  this.timeout(SLOW_LIMIT_MS);
  const world = useWorld("file");

  /** Two treasurers, each on their own computer. */
  const openDesks = async (): Promise<[Page, Page]> => [
    await openDesk(world(), ["treasurer"]),
    await openDesk(world(), ["treasurer"]),
  ];

  /** Makes what waits ready, and lets the other release it. @returns What the bank gets. */
  async function carry(maker: Page, checker: Page): Promise<string> {
    await maker.getByTestId("nav-payouts").click();
    await maker.getByTestId("freeze").click();
    await maker.getByTestId("file-dialog-confirm").click();
    const row = maker.getByTestId("file-row").first();
    await row.getByText("Een andere penningmeester geeft het vrij").waitFor();
    expect(await row.getByTestId("release").isDisabled()).to.equal(true);

    // A desk asks again when somebody comes back to it.
    await checker.getByTestId("nav-overview").click();
    await checker.reload();
    await checker.getByTestId("todo-files").getByRole("link").click();
    await checker.getByTestId("release").first().click();
    const hash = await checker.getByTestId("file-dialog").locator("code").textContent();
    expect(hash).to.match(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    await checker.getByTestId("file-dialog-confirm").click();
    const released = checker.getByTestId("file-row").first();
    await released.getByText("Vrijgegeven", { exact: true }).waitFor();
    const [download] = await Promise.all([
      checker.waitForEvent("download"),
      released.getByTestId("download").click(),
    ]);
    expect(download.suggestedFilename()).to.match(/^kindpakket-.*\.xml$/);
    return readFile(await download.path(), "utf8");
  }

  const upload = (page: Page, name: string, bytes: Uint8Array) =>
    page.getByTestId("bank-file").setInputFiles({
      name,
      mimeType: "application/xml",
      buffer: Buffer.from(bytes),
    });

  it("carries a payout from one treasurer by another to the bank and back", async () => {
    const shop = await world().newShop();
    await sellByApi(world(), { shopName: shop.name, amountCents: 1_575n });
    const [maker, checker] = await openDesks();
    const xml = await carry(maker, checker);
    const [, endToEndId = ""] = /<EndToEndId>([0-9a-f]{32})</.exec(xml) ?? [];
    const entry = { amount: "15.75", details: [{ endToEndId, iban: shop.iban }] };
    const statement = camt({ accountIban: FILE_ACCOUNT, entries: [entry] });

    await upload(maker, "afschrift.pdf", statement);
    await maker.getByTestId("bank-file-wrong").getByText("Dit is geen XML-bestand.").waitFor();
    await upload(maker, "camt.xml", statement.slice(0, 700));
    await maker.getByTestId("problem").waitFor();
    await maker.getByTestId("bank-file-wrong").waitFor({ state: "detached" });
    await drop(maker, "camt.xml", statement);
    await maker.getByTestId("bank-file-read").getByText("Betaald of aangenomen: 1.").waitFor();
    await maker.getByTestId("problem").waitFor({ state: "detached" });
    await upload(checker, "camt.xml", statement);
    await checker.getByText("Dit bestand was al gelezen. Er is niets veranderd.").waitFor();

    const dialog = await openPayout(maker, { shopName: shop.name, state: "BOOKED" });
    await dialog
      .getByTestId("payout-attempts")
      .getByText(/^kindpakket-.*\.xml$/)
      .waitFor();
    await dialog.getByTestId("payout-entries").getByText("nummer REF-1").waitFor();
  });

  it("gives the debt back when a treasurer knows that the bank did not pay", async () => {
    const shop = await world().newShop();
    await sellByApi(world(), { shopName: shop.name, amountCents: 925n });
    const [maker, checker] = await openDesks();
    await carry(maker, checker);

    const dialog = await openPayout(maker, { shopName: shop.name, state: "SUBMITTING" });
    await dialog.getByText("Nog geen antwoord", { exact: true }).waitFor();
    await decideWithReason(maker, {
      press: "decide-not-paid",
      dialog: "decide-dialog",
      reason: "Bank gebeld, bestand niet ontvangen",
    });
    await maker.keyboard.press("Escape");

    const refused = await openPayout(maker, { shopName: shop.name, state: "REJECTED" });
    await refused.getByTestId("decided").getByText("Bank gebeld").waitFor();
    await maker.keyboard.press("Escape");
    await maker.getByTestId("choice-EARNED").click();
    const unpaid = maker.getByTestId("unpaid-table-row").filter({ hasText: shop.name });
    await unpaid.getByText("€ 9,25").first().waitFor();
  });

  it("says why a file can't be fetched, and forgets it with the next try", async () => {
    const shop = await world().newShop();
    await sellByApi(world(), { shopName: shop.name, amountCents: 300n });
    const [maker, checker] = await openDesks();
    await carry(maker, checker);
    await maker.reload();
    await maker.getByTestId("report-totals").waitFor();
    const row = maker.getByTestId("file-row").first();
    const refuse = { status: 503, json: { code: "chain-unavailable" } };
    await maker.route("**/content", (route) => route.fulfill(refuse), { times: 1 });
    await row.getByTestId("download").click();
    await row.getByTestId("problem").waitFor();
    await Promise.all([maker.waitForEvent("download"), row.getByTestId("download").click()]);
    await row.getByTestId("problem").waitFor({ state: "detached" });
  });
});

/** Lets a file fall on the place for the bank's. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ text, fileName }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], fileName, { type: "text/xml" }));
      return transfer;
    },
    { text: new TextDecoder().decode(bytes), fileName: name },
  );
  const place = page.locator("label.drop");
  await place.dispatchEvent("dragover", { dataTransfer });
  await place.dispatchEvent("drop", { dataTransfer });
}
