// What a family finds beside paying: warnings before the end, and the shops it can go to.
import { expect } from "chai";
import { endIn, openFamily } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

describe("A family's home", () => {
  const world = useWorld();

  it("warns six weeks and three weeks before the end, each until it is put away", async () => {
    const { page } = await openFamily(world(), { children: 2 });
    const warning = page.getByTestId("end-warning");
    await endIn(page, 6);
    await page.reload();
    await warning.waitFor();
    expect(plain(await warning.textContent())).to.contain("Kind 2: nog € 300,00");
    await page.getByTestId("end-ok").click();
    await warning.waitFor({ state: "detached" });
    await page.reload();
    await page.getByTestId("pay").waitFor();
    expect(await warning.count()).to.equal(0);

    await page.unroute("**/api/v1/beneficiaries");
    await endIn(page, 3);
    await page.reload();
    await page.getByText("Nog een paar weken").waitFor();
    expect(await warning.count()).to.equal(1);
  });

  it("finds shops by kind, opening and distance, and without a connection", async () => {
    const { page } = await openFamily(world());
    const context = page.context();
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation({ latitude: 53.2467, longitude: 6.4031 });
    const day = [{ from: "00:00", until: "24:00" }];
    const openingHours = Object.fromEntries(
      ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map((name) => [
        name,
        day,
      ]),
    );
    await page.route("**/api/v1/shops", async (route) => {
      const response = await route.fetch();
      const body: { shops: object[] } = await response.json();
      // The others tell no hours: the demonstration's are open or closed by the hour at which this test runs.
      const [first, second, ...others] = body.shops.map((one) => ({ ...one, openingHours: null }));
      const shops = [
        first,
        {
          ...second,
          name: "Fietsen Dichtbij",
          category: "bicycles",
          openingHours,
          place: { latitude: 53.249, longitude: 6.403 },
        },
        ...others,
      ];
      await route.fulfill({ response, json: { shops } });
    });
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData()}`));

    await page.getByTestId("tab-winkels").click();
    await page.getByTestId("shop").nth(1).waitFor();
    await page.getByTestId("open-now").click();
    const shop = page.getByTestId("shop");
    await shop.nth(1).waitFor({ state: "detached" });
    expect(await shop.count()).to.equal(1);
    expect(plain(await shop.textContent())).to.contain("Nu open, tot 24:00");
    await shop.getByText("Openingstijden").click();
    await shop.getByText("Zondag").waitFor();
    await page.getByTestId("open-now").click();
    await page.getByTestId("nearby").click();
    await page.getByText("blijft op uw telefoon").waitFor();
    expect(plain(await shop.first().textContent()))
      .to.contain("Fietsen Dichtbij")
      .and.to.contain("250 m");
    expect(sent.join("\n")).not.to.match(/53\.24|6\.40/);

    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await page.reload();
    await page.getByTestId("shop-search").fill("fietsen dichtbij");
    await shop.nth(1).waitFor({ state: "detached" });
    await shop.waitFor();
    expect(await shop.count()).to.equal(1);
  });

  it("says what to do when the phone doesn't tell where it is", async () => {
    const { page } = await openFamily(world());
    await page.route("**/api/v1/shops", async (route) => {
      const response = await route.fetch();
      const body: { shops: object[] } = await response.json();
      const shops = body.shops.map((one) => ({ ...one, place: { latitude: 53, longitude: 6 } }));
      await route.fulfill({ response, json: { shops } });
    });
    await page.getByTestId("tab-winkels").click();
    await page.getByTestId("nearby").click();
    await page.getByTestId("no-place").waitFor();
  });

  it("switches between children with the keyboard alone", async () => {
    const { page } = await openFamily(world(), { children: 2 });
    await page.getByRole("button", { name: "Kind 2" }).first().focus();
    await page.keyboard.press("Enter");
    const second = page.getByRole("button", { name: "Kind 2" }).first();
    await page.waitForFunction(() =>
      document.querySelectorAll('.chip[aria-pressed="true"]')[0]?.textContent?.includes("2"),
    );
    expect(await second.getAttribute("aria-pressed")).to.equal("true");
  });

  it("says when this browser keeps nothing, and what to do", async () => {
    const page = await openPhone(world());
    await page.addInitScript(() => {
      Object.defineProperty(IDBFactory.prototype, "open", {
        value: () => {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    await page.goto("/family/");
    await page.getByText("Deze browser bewaart niets").waitFor();
    await page.getByText("Zet ‘privé-modus’ of ‘incognito’ uit").waitFor();
  });
});
