// Above the scheme's limit one sponsor proposes and another confirms, each on a device of their own.
import { expect } from "chai";
import { askToFund, openDesk } from "./support/desk.ts";
import { invite, openOtherScheme } from "./support/other-scheme.ts";
import { openDesktop } from "./support/pages.ts";
import { until } from "./support/until.ts";
import { useWorld } from "./support/use-world.ts";

describe("Four eyes at the desk", function () {
  this.timeout(60_000);
  const world = useWorld();

  /** One cent more than a sponsor of the demonstration funds alone. */
  const AMOUNT = "100000,01";
  /** Long enough to open a scheme, short enough to wait for its end. */
  const SHORT_SECONDS = 12;

  it("lets one sponsor propose and another confirm what is too much for one", async () => {
    const first = await openDesk(world(), ["sponsor"]);
    const second = await openDesk(world(), ["sponsor"]);
    await first.getByTestId("nav-money").click();
    const before = await first.getByTestId("unallocated").textContent();
    await askToFund(first, AMOUNT, "GEMEENTE-2026-17");
    const dialog = first.getByTestId("fund-dialog");
    await dialog.getByText("Dit doet u met zijn tweeën").waitFor();
    await dialog.getByTestId("propose").click();
    await first.getByTestId("proposals").getByText("Uw eigen voorstel").waitFor();
    expect(await first.getByTestId("confirm-proposal").count()).to.equal(0);
    expect(await first.getByTestId("unallocated").textContent()).to.equal(before);

    await second.getByTestId("todo-proposals").getByRole("link").click();
    await second.getByTestId("confirm-proposal").click();
    const confirm = second.getByTestId("confirm-proposal-dialog");
    await confirm.getByText("€ 100.000,01").waitFor();
    await confirm.getByTestId("proposal-reference").fill("GEMEENTE-2026-18");
    await second.getByTestId("confirm-proposal-dialog-confirm").click();
    await confirm.getByText("Dit is niet het kenmerk van dit voorstel.").waitFor();
    await confirm.getByTestId("proposal-reference").fill("gemeente-2026-17");
    await second.getByTestId("confirm-proposal-dialog-confirm").click();

    await second.getByText("Bevestigd en uitgevoerd.").waitFor();
    await second.getByTestId("proposals").waitFor({ state: "detached" });
    await first.getByTestId("proposals").waitFor({ state: "detached" });
    expect(await second.getByTestId("unallocated").textContent()).not.to.equal(before);
  });

  it("lets the proposer take it back, and shows a validator nothing of it", async () => {
    const page = await openDesk(world(), ["sponsor"]);
    const validator = await openDesk(world(), ["validator"]);
    await page.getByTestId("nav-money").click();
    await askToFund(page, "100000,02", "GEMEENTE-2026-19");
    await page.getByTestId("propose").click();
    await page.getByTestId("withdraw-proposal").click();
    await validator.getByTestId("nav-money").click();
    await validator.getByTestId("unallocated").waitFor();
    expect(await validator.getByTestId("proposals").count()).to.equal(0);
    await page.getByTestId("withdraw-proposal-dialog-confirm").click();
    await page.getByTestId("proposals").waitFor({ state: "detached" });
  });

  it("lets one sponsor propose and another confirm taking back what is left after the end", async () => {
    const { demo } = world();
    const endsAt = Math.floor(Date.now() / 1000) + SHORT_SECONDS;
    // As much as one may fund on a day, and it was funded today: whatever more goes in or out takes two.
    const { schemeId } = await openOtherScheme(demo, {
      name: "Winterregeling",
      terms: { endsAt },
      limits: { fundingCents: 100_000n },
    });
    const [first, second] = [await openDesktop(world()), await openDesktop(world())];
    for (const page of [first, second]) await invite(world(), page, { schemeId, role: "sponsor" });
    await until(async () => Date.now() / 1000 > endsAt + 1 || null);

    await first.reload();
    await first.getByTestId("nav-money").click();
    const rest = first.getByTestId("withdraw-card");
    await first.getByTestId("withdraw-reference").fill("TERUG-2026-9");
    await first.getByTestId("withdraw").click();
    await first.getByTestId("withdraw-dialog-confirm").click();
    const dialog = first.getByTestId("withdraw-dialog");
    await dialog.getByText("Dit doet u met zijn tweeën").waitFor();
    await dialog.getByTestId("propose").click();
    const proposal = first.getByTestId("proposals");
    await proposal.getByText("Uw eigen voorstel").waitFor();
    await proposal.getByText("€ 1.000,00").waitFor();
    expect(await first.getByTestId("confirm-proposal").count()).to.equal(0);
    await rest.getByText("€ 1.000,00").waitFor();

    await second.reload();
    await second.getByTestId("todo-proposals").getByRole("link").click();
    await second.getByTestId("confirm-proposal").click();
    const confirm = second.getByTestId("confirm-proposal-dialog");
    await confirm.getByText("€ 1.000,00").waitFor();
    await confirm.getByTestId("proposal-reference").fill("TERUG-2026-8");
    await second.getByTestId("confirm-proposal-dialog-confirm").click();
    await confirm.getByText("Dit is niet het kenmerk van dit voorstel.").waitFor();
    await rest.waitFor();
    await confirm.getByTestId("proposal-reference").fill("terug-2026-9");
    await second.getByTestId("confirm-proposal-dialog-confirm").click();

    await second.getByText("Bevestigd en uitgevoerd.").waitFor();
    for (const page of [first, second]) {
      await page.getByTestId("close-scheme").waitFor();
      expect(await page.getByTestId("withdraw-card").count()).to.equal(0);
    }
  });
});
