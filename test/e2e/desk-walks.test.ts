// What staff do a few times a year, from the first click to what it means for somebody else.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { askToFund, clientNumberOf, findHousehold, fund, openDesk } from "./support/desk.ts";
import { activate, balanceOf, openFamily, showQr } from "./support/family.ts";
import { openDesktop, openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

const WALK_LIMIT_MS = 90_000;

async function lookAt(page: Page, clientNumber: string): Promise<void> {
  await findHousehold(page, clientNumber);
  await page.getByTestId("look-reason").selectOption("called");
  await page.getByTestId("look-confirm").click();
  await page.getByTestId("household-open").waitFor();
}

describe("A walk through the desk", function () {
  this.timeout(WALK_LIMIT_MS);
  const world = useWorld("api", { isFresh: true });

  it("gives a family that lost its phone a new letter: the old phone is dead, the money is there", async () => {
    const { page: lost, letter } = await openFamily(world(), { children: 2 });
    const desk = await openDesk(world(), ["validator"]);
    await lookAt(desk, clientNumberOf(letter));
    await desk.getByTestId("reissue-household").click();
    await desk.getByTestId("reissue-confirm").click();
    const sheets = desk.getByTestId("letters-to-print");
    await sheets.waitFor({ state: "attached" });
    const [code = ""] = await sheets.getByTestId("letter-code").allTextContents();

    await lost.getByText("Er is een nieuwe code gemaakt").first().waitFor();
    const phone = await openPhone(world());
    await activate(phone, { ...letter, code: code.trim() });
    expect(plain(await balanceOf(phone).textContent())).to.contain("300,00");
    await phone.getByTestId("pay").waitFor();
  });

  it("stops a child's budget with a reason that the family reads, and lets it go on", async () => {
    const { page: family, letter } = await openFamily(world());
    await showQr(family);
    const desk = await openDesk(world(), ["validator"]);
    await lookAt(desk, clientNumberOf(letter));
    await desk.getByTestId("freeze").first().click();
    await desk.getByTestId("reason").selectOption("lost-device");
    const read = desk.getByTestId("freeze-dialog").getByTestId("family-reads");
    expect(await read.textContent()).to.contain("Reden: een telefoon of brief is kwijt.");
    await desk.getByTestId("freeze-dialog-confirm").click();
    await desk.getByTestId("unfreeze").first().waitFor();
    await family.getByText("Dit budget staat even vast").waitFor();
    await family.getByTestId("stop-reason").getByText("een telefoon of brief is kwijt").waitFor();
    expect(await family.getByTestId("pay").count()).to.equal(0);

    await desk.getByTestId("unfreeze").first().click();
    await desk.getByTestId("unfreeze-dialog-confirm").click();
    const lifting = desk.getByTestId("unfreeze-dialog");
    await lifting.getByText("Kies een reden").last().waitFor();
    await desk.getByTestId("reason").selectOption("resolved");
    expect(await lifting.getByTestId("family-reads").textContent()).to.contain(
      "Dit budget kan weer gebruikt worden. Reden: het is nagekeken en in orde.",
    );
    await desk.getByTestId("unfreeze-dialog-confirm").click();
    await desk.getByTestId("freeze").first().waitFor();
    await family.getByText("u kunt weer betalen").waitFor();
    await readQr(family.getByTestId("pay-qr"));
  });

  it("opens a second scheme for others than children, beside the first", async () => {
    const admin = await openDesk(world(), ["admin"]);
    await admin.getByTestId("nav-roles").click();
    await admin.getByTestId("give-role-choice").selectOption("sponsor");
    await admin.getByTestId("give-scheme-choice").selectOption({ label: "Een nieuwe regeling" });
    await admin.getByTestId("give").click();
    const link = (await admin.getByTestId("handover-link").textContent()) ?? "";

    const sponsor = await openDesktop(world());
    await sponsor.goto(link.trim());
    await sponsor.getByTestId("enrol-accept").click();
    // Nothing is there yet: the desk says what comes first.
    await sponsor.getByTestId("overview").getByRole("link", { name: "Open" }).first().click();
    await sponsor.getByTestId("scheme-name").fill("Bijzondere bijstand 2027");
    const fields = {
      ...{ firstDay: "2027-01-01", lastDay: "2027-12-31", amount: "125,50", graceDays: "14" },
      ...{ ibanDelayDays: "3", shopDebtLimit: "75,25", soleFunding: "2.000", soleIban: "500" },
      ...{ soleAdmissions: "7", wordForOne: "inwoner", wordForMany: "inwoners" },
      retentionMonths: "18",
    };
    await sponsor.locator("details.more summary").click();
    await sponsor.getByTestId("scheme-amount").fill("gratis");
    await sponsor.getByTestId("open-scheme-check").click();
    await sponsor
      .getByText("Dit is geen bedrag. Typ bijvoorbeeld 300 of 1.250,50.")
      .first()
      .waitFor();
    for (const [field, value] of Object.entries(fields)) {
      await sponsor.getByTestId(`scheme-${field}`).fill(value);
    }
    await sponsor.getByTestId("open-scheme-check").click();
    const dialog = sponsor.getByTestId("open-scheme-dialog");
    await dialog.getByText("Dit kunt u niet terugdraaien.").waitFor();
    await sponsor.getByTestId("open-scheme-dialog-confirm").click();
    await sponsor.getByTestId("todo-fund").getByRole("link").click();
    await fund(sponsor, "1.000", "Eerste storting");
    await askToFund(sponsor, "1.000,01", "Tweede storting");
    await sponsor.getByTestId("fund-dialog").getByText("Dit doet u met zijn tweeën").waitFor();
    await sponsor.keyboard.press("Escape");
    expect(await sponsor.getByTestId("fund-amount").inputValue()).to.equal("1.000,01");
    await sponsor.getByTestId("nav-insight").click();
    await sponsor.getByTestId("insight-few").waitFor();
    await sponsor.getByTestId("nav-scheme").click();
    const terms = plain(await sponsor.getByTestId("scheme-terms").textContent());
    for (const part of ["inwoner", "1 januari 2027", "31 december 2027", "125,50", "75,25"]) {
      expect(terms).to.contain(part);
    }
    for (const part of ["14 dagen", "3 dagen", "18 maanden"]) expect(terms).to.contain(part);
    await admin.reload();
    await admin.getByText("Bijzondere bijstand 2027").first().waitFor({ state: "attached" });
  });
});
