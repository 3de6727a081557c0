// What staff do once a year, and no colleague in another role: hand roles over, revoke what was lost, act with two where one may not,
// and take back what is left after the end.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { act } from "../../scripts/demo/context.ts";
import type { SchemeOverview } from "../../wallet-web/desk/app/answers.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { shortCode } from "../../wallet-web/shared/short-code.ts";
import { openDesk } from "./support/desk.ts";
import {
  addFamily,
  admitTo,
  askForIban,
  invite,
  type OtherScheme,
  openOtherScheme,
} from "./support/other-scheme.ts";
import { openDesktop } from "./support/pages.ts";
import { activateByApi, chequeQr } from "./support/phone-keys.ts";
import { chargeByApi, refundByApi } from "./support/shop.ts";
import { plain } from "./support/text.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";
import type { World } from "./support/world.ts";

const WALK_LIMIT_MS = 120_000;
/** Long enough to fill the scheme, to pay a shop and to do the other walks; short enough to wait for the rest. */
const SHORT_SECONDS = 45;
const HOLD_SECONDS = 4;

describe("Once a year at the desk", function () {
  this.timeout(WALK_LIMIT_MS);
  const world = useWorld();
  let ending: OtherScheme & { endsAt: number; debtor: string };

  before(async function () {
    this.timeout(WALK_LIMIT_MS);
    const { demo } = world();
    const endsAt = Math.floor(Date.now() / 1000) + SHORT_SECONDS;
    const made = await openOtherScheme(demo, { name: "Zomerregeling", terms: { endsAt } });
    ending = { ...made, endsAt, debtor: await leaveDebt(world(), made) };
    await addFamily(demo, ending);
  });

  const deviceOf = async (page: Page) => {
    await page.getByTestId("nav-roles").click();
    return shortCode(((await page.getByTestId("device-number").textContent()) ?? "").trim());
  };
  const moneyOf = async (page: Page) => {
    await page.getByTestId("nav-overview").click();
    return plain(await page.getByTestId("money-picture").textContent());
  };
  /** An admin's link for a role, which the browser made. */
  const linkFor = async (admin: Page, role: string) => {
    await admin.getByTestId("nav-roles").click();
    await admin.getByTestId("give-role-choice").selectOption(role);
    await admin.getByTestId("give").click();
    const link = ((await admin.getByTestId("handover-link").textContent()) ?? "").trim();
    await admin.getByTestId("handover-done").click();
    return link;
  };

  it("says of a link that it can't be taken yet, that it is past, that it was taken back, and gives no role by it", async () => {
    const admin = await openDesk(world(), ["admin"]);
    const link = await linkFor(admin, "validator");
    const page = await openDesktop(world());
    // The delay of this world is none; how the ledger keeps one is in test/contracts.
    const shift = async (seconds: number) => {
      await page.unrouteAll();
      await page.route("**/role-offers/*", async (route) => {
        const response = await route.fetch();
        const { offers } = await response.json();
        const moved = offers.map((one: { readyAt: number; expiresAt: number }) => ({
          ...one,
          readyAt: one.readyAt + seconds,
          expiresAt: one.expiresAt + seconds,
        }));
        await route.fulfill({ response, json: { offers: moved } });
      });
      await page.goto("about:blank");
      await page.goto(link);
    };
    await shift(2 * 86_400);
    await page.getByText("U kunt deze rol aannemen vanaf").waitFor();
    expect(await page.getByTestId("enrol-accept").count()).to.equal(0);
    await shift(-400 * 86_400);
    await page.getByText("Deze link was geldig tot").waitFor();
    expect(await page.getByTestId("enrol-accept").count()).to.equal(0);

    await admin.getByTestId("invitations-table-row").first().getByText("Trek in").click();
    await admin.getByTestId("take-back-dialog-confirm").click();
    await admin.getByTestId("take-back-dialog").waitFor({ state: "detached" });
    await shift(0);
    await page.getByTestId("enrol-gone").waitFor();
  });

  it("hands the work to another organisation, and takes every role of a lost device in one step; no budget changes", async () => {
    const sponsor = await openDesk(world(), ["sponsor"]);
    const before = await moneyOf(sponsor);
    const lost = await openDesk(world(), ["validator", "treasurer", "guardian"]);
    const device = await deviceOf(lost);
    const admin = await openDesk(world(), ["admin"]);
    const next = await openDesktop(world());
    await next.goto(await linkFor(admin, "validator"));
    const told = await next.getByTestId("enrol-device-code").textContent();
    await next.getByTestId("enrol-accept").click();
    expect(told)
      .to.contain("Schrijf dit op")
      .and.to.contain(await deviceOf(next));

    const rows = admin.getByTestId("holders-table-row").filter({ hasText: device });
    await rows.nth(2).waitFor();
    await rows.first().getByTestId("take-all").click();
    const dialog = admin.getByTestId("take-dialog");
    await dialog.getByText("Aan budgetten en winkels verandert niets.").waitFor();
    await dialog.getByText("Geef die gezinnen een nieuwe code.").waitFor();
    await admin.getByTestId("take-dialog-confirm").dblclick();
    await dialog.waitFor({ state: "detached" });
    await rows.first().waitFor({ state: "detached" });

    await lost.reload();
    await lost.getByTestId("no-role").waitFor();
    await next.getByTestId("nav-households").click();
    await next.getByTestId("open-household").first().waitFor();
    expect(await moneyOf(sponsor)).to.equal(before);
  });

  it("lets a second validator admit a shop and confirm its account where one may not, and not before the hold is over", async () => {
    const { demo } = world();
    const shop = await world().newShop();
    const strict = await openOtherScheme(demo, {
      name: "Met zijn tweeën",
      terms: { ibanDelaySeconds: HOLD_SECONDS },
      limits: { ibanChangeCents: 0n, admissionsPerDay: 0 },
    });
    const { schemeId } = strict;
    const [first, second] = [await openDesktop(world()), await openDesktop(world())];
    for (const page of [first, second])
      await invite(world(), page, { schemeId, role: "validator" });

    await first.getByTestId("nav-shops").click();
    const waiting = first.getByTestId("waiting-shop").filter({ hasText: shop.name });
    await waiting.getByTestId("admit").click();
    await first.getByTestId("admit-dialog-confirm").click();
    await first.getByTestId("propose").click();
    await first.getByTestId("proposals").getByText("Uw eigen voorstel").waitFor();
    expect(await first.getByTestId("confirm-proposal").count()).to.equal(0);
    const confirm = async (tail?: string) => {
      await second.getByTestId("nav-overview").click();
      await second.getByTestId("todo-proposals.shops").getByRole("link").click();
      await second.getByTestId("confirm-proposal").click();
      const dialog = second.getByTestId("confirm-proposal-dialog");
      await dialog.getByTestId("register-check").waitFor();
      if (tail) await dialog.getByText(`Nu: •••• ${tail}.`).waitFor();
      await second.getByTestId("confirm-proposal-dialog-confirm").click();
      await second.getByTestId("proposals").waitFor({ state: "detached" });
    };
    await confirm();
    const row = first.getByTestId("shops-table-row").filter({ hasText: shop.name });
    await row.getByText("doet mee").waitFor();

    const keys = await activateByApi(demo, await addFamily(demo, strict));
    const qr = await chequeQr(demo.deployment, keys);
    await chargeByApi(demo, { qr, shopName: shop.name, amountCents: 1_000n });
    await askForIban(demo, { schemeId, shop, iban: "NL51INGB0061304654" });
    const change = first.getByTestId("iban-change");
    await change.getByText("Bevestigen kan vanaf").waitFor();
    expect(await change.getByTestId("confirm-iban").isDisabled()).to.equal(true);
    await until(async () => {
      await first.reload();
      await change.waitFor();
      return (await change.getByTestId("confirm-iban").isEnabled()) || null;
    });
    await change.getByTestId("confirm-iban").click();
    await first.getByTestId("confirm-iban-dialog-confirm").click();
    await first.getByTestId("propose").click();
    await confirm(shop.iban.slice(-4));
    await change.waitFor({ state: "detached" });
  });

  /** The treasurer books what the shop paid back, and not more than that. */
  const bookRepayment = async ({ schemeId, debtor }: typeof ending) => {
    const page = await openDesktop(world());
    await invite(world(), page, { schemeId, role: "treasurer" });
    await page.getByTestId("todo-repayment").getByRole("link").click();
    const row = page.getByTestId("shops-table-row").filter({ hasText: debtor });
    await row.getByTestId("open-shop").click();
    await page.getByTestId("repayment").click();
    const dialog = page.getByTestId("repayment-dialog");
    await dialog.getByText("Dit kunt u niet terugdraaien.").waitFor();
    const amount = page.getByTestId("repayment-amount");
    expect(await amount.inputValue()).to.equal("20,00");
    await amount.fill("20,01");
    await page.getByTestId("repayment-dialog-confirm").click();
    await dialog.getByText("Vul dat bedrag in, of minder.").waitFor();
    await dialog.getByText("Vul het kenmerk in").waitFor();
    await amount.fill("20,00");
    await page.getByTestId("repayment-reference").fill("WINKEL-TERUG");
    await page.getByTestId("repayment-dialog-confirm").click();
    await dialog.waitFor({ state: "detached" });
    await page.getByTestId("repayment").waitFor({ state: "detached" });
  };

  it("takes back after the end what families left and the scheme had, the rest once a shop paid back, and closes it", async () => {
    const { schemeId, endsAt } = ending;
    const [sponsor, validator] = [await openDesktop(world()), await openDesktop(world())];
    await invite(world(), sponsor, { schemeId, role: "sponsor" });
    await invite(world(), validator, { schemeId, role: "validator" });
    await until(async () => Date.now() / 1000 > endsAt + 1 || null);
    await sponsor.reload();
    await sponsor.getByTestId("todo-reclaim").getByRole("link").click();
    const left = sponsor.getByTestId("reclaim-card");
    await left.getByText("€ 190,00").waitFor();
    expect(await sponsor.getByTestId("fund").count()).to.equal(0);
    await validator.getByTestId("nav-money").click();
    await validator.getByTestId("unallocated").waitFor();
    expect(await validator.getByTestId("reclaim-card").count()).to.equal(0);

    await sponsor.getByTestId("reclaim").click();
    const dialog = sponsor.getByTestId("reclaim-dialog");
    await dialog.getByText("Dit kunt u niet terugdraaien.").waitFor();
    await sponsor.getByTestId("reclaim-confirm").click();
    await left.waitFor({ state: "detached" });

    const rest = sponsor.getByTestId("withdraw-card");
    await rest.getByText("€ 970,00").waitFor();
    await rest.getByText("Winkels moeten nog € 20,00 terugbetalen.").waitFor();
    await sponsor.getByTestId("withdraw").click();
    await rest.getByText("Vul het kenmerk in").waitFor();
    const takeBack = async (reference: string) => {
      await sponsor.getByTestId("withdraw-reference").fill(reference);
      await sponsor.getByTestId("withdraw").click();
      await sponsor.getByTestId("withdraw-dialog-confirm").click();
      await sponsor.getByTestId("withdraw-dialog").waitFor({ state: "detached" });
    };
    await takeBack("TERUG-2027");
    await sponsor.getByTestId("withdraw").waitFor({ state: "detached" });
    await rest.getByText("Winkels moeten nog € 20,00 terugbetalen.").waitFor();

    await bookRepayment(ending);
    await rest.getByText("€ 20,00", { exact: false }).first().waitFor();
    await takeBack("TERUG-2028");

    await sponsor.getByTestId("close-scheme").click();
    const closing = sponsor.getByTestId("close-scheme-dialog");
    await closing.getByText("Dit kunt u niet terugdraaien.").waitFor();
    await sponsor.getByTestId("close-scheme-dialog-confirm").click();
    await closing.waitFor({ state: "detached" });
    await sponsor.getByTestId("nav-scheme").click();
    await sponsor.getByTestId("scheme-terms").getByText("Afgesloten").waitFor();
    expect(await sponsor.getByTestId("close-scheme").count()).to.equal(0);
    expect(await moneyOf(sponsor)).to.contain("€ 990,00");
  });
});

/** A shop sold for 30 euro, was paid, and gave 20 back: it must pay these back. @returns Its name. */
async function leaveDebt(world: World, scheme: OtherScheme): Promise<string> {
  const { demo } = world;
  const { schemeId } = scheme;
  const shop = await world.newShop();
  await admitTo(demo, scheme, shop);
  const treasurer = await demo.people.staff("treasurer");
  const role = { schemeId, role: "treasurer" } as const;
  const holder = treasurer.address;
  const admin = await demo.people.staff("admin");
  await act(demo, admin, commands.offerRole({ ...role, candidate: holder }));
  await act(demo, treasurer, commands.acceptRole({ ...role, holder }));
  const mandate = {
    ...{ operator: demo.deployment.operator, perPayoutCents: 10_000n, perDayCents: 10_000n },
    validUntil: Math.floor(Date.now() / 1000) + 3_600,
  };
  await act(demo, treasurer, commands.setMandate({ schemeId, mandate }));
  const keys = await activateByApi(demo, await addFamily(demo, scheme));
  const qr = await chequeQr(demo.deployment, keys);
  const payment = await chargeByApi(demo, { qr, shopName: shop.name, amountCents: 3_000n });
  const token = await demo.api.openSession(demo.deployment, [treasurer]);
  await until(async () => {
    const path = `/schemes/${schemeId}/overview`;
    const { conservation } = await demo.api.get<SchemeOverview>(path, token);
    return conservation.paidOutCents === "3000" || null;
  });
  await refundByApi(demo, { payment, shopName: shop.name, amountCents: 2_000n });
  return shop.name;
}
