// The next month's file at the desk: what differs is shown first, and only what a person chose happens.

import { expect } from "chai";
import type { Page } from "playwright-core";
import { chooseCsv, fund, openDesk } from "./support/desk.ts";
import { balanceOf } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { soonCounts } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

describe("The next month's file", () => {
  const world = useWorld();

  const countsOf = async (page: Page) =>
    Object.fromEntries(
      await Promise.all(
        ["new", "more", "fewer", "registered", "refused"].map(async (kind) => [
          kind,
          await page.getByTestId(`import-count-${kind}`).locator(".count-number").textContent(),
        ]),
      ),
    );
  const finished = (page: Page) =>
    page.locator('[data-testid="work-progress"][data-finished="true"]').first().waitFor();
  /** The row of a family that isn't in the file; the demonstration's own stand among them. */
  const absentRow = async (page: Page, client: string) => {
    await page.getByTestId("choice-absent").click();
    const row = page.getByTestId("import-absent-row").filter({ hasText: client });
    const next = page.getByRole("navigation", { name: "Bladeren" }).getByRole("button").last();
    while ((await row.count()) === 0) await next.click();
    return row;
  };

  it("gives a baby its budget on the phone that the family has, and stops only who was chosen", async () => {
    const desk = await openDesk(world(), ["sponsor", "validator"]);
    await fund(desk, "3.000", "Volgende maand");
    await chooseCsv(desk, ["VM-1;Jansen;1;nl", "VM-2;Bakker;1;nl", "VM-3;Smit;2;nl"]);
    await desk.getByTestId("import-register").click();
    await finished(desk);
    await desk.getByTestId("work-letters").click();
    const phone = await openPhone(world());
    await phone.goto(await readQr(desk.locator(".preview").getByTestId("letter-qr")));
    await phone.getByTestId("activate").click();
    await phone.getByTestId("names-done").click();
    await balanceOf(phone).waitFor();

    await chooseCsv(desk, ["VM-1;Jansen;2;nl", "VM-3;Smit;1;nl", "VM-4;Mulder;1;nl"]);
    expect(await countsOf(desk)).to.deep.equal({
      ...{ new: "1", more: "1", fewer: "1", registered: "0", refused: "0" },
    });
    await desk.getByTestId("import-strange").waitFor();
    const will = plain(await desk.getByTestId("import-will").textContent());
    expect(will).to.contain("1 bekend gezin krijgt er 1 kind bij");
    expect(will).not.to.contain("U stopt");
    const gone = await absentRow(desk, "VM-2");
    await gone.getByTestId("leaving").selectOption("moved-away");
    await desk.getByTestId("import-will").getByText("U stopt de budgetten van 1 gezin").waitFor();
    await desk.getByTestId("import-register").click();
    await desk.getByTestId("import-closing").getByText("Het gezin leest:").waitFor();
    await desk.getByTestId("import-closing-confirm").dblclick();
    await desk.getByTestId("work-seen").click();
    await finished(desk);

    await desk.getByTestId("work-letters").click();
    const sheets = desk.getByTestId("letters-to-print").getByTestId("letter");
    await sheets.first().waitFor({ state: "attached" });
    await soonCounts(sheets, 2);
    await desk.locator(".preview").getByText("Scan de code dan met dezelfde telefoon").waitFor();
    await phone.goto("about:blank");
    await phone.goto(await readQr(desk.locator(".preview").getByTestId("letter-qr")));
    await phone.getByTestId("activate").click();
    await phone.getByTestId("names-done").click();
    await balanceOf(phone).first().waitFor();
    await soonCounts(phone.getByTestId("balance"), 2);

    await chooseCsv(desk, ["VM-1;Jansen;2;nl", "VM-3;Smit;1;nl", "VM-4;Mulder;1;nl"]);
    expect(await countsOf(desk)).to.deep.equal({
      ...{ new: "0", more: "0", fewer: "1", registered: "2", refused: "0" },
    });
    expect(await desk.getByTestId("import-register").count()).to.equal(0);
    await desk.getByTestId("choice-fewer").click();
    await desk.getByTestId("import-look").click();
    await desk.getByTestId("household").waitFor();
  }).timeout(90_000);

  it("goes on by itself when the connection broke in the middle", async () => {
    const desk = await openDesk(world(), ["sponsor", "validator"]);
    await fund(desk, "30.000", "Onderbroken");
    const rows = Array.from({ length: 40 }, (_, index) => `OB-${index};Naam;2;nl`);
    await chooseCsv(desk, rows);
    let answered = 0;
    // The first request arrives, its answer doesn't; the next doesn't arrive at all.
    await desk.context().route("**/registrations", async (route) => {
      answered += 1;
      if (answered === 1) await route.fetch();
      if (answered <= 3) return route.abort("connectionreset");
      return route.continue();
    });
    await desk.getByTestId("import-register").click();
    await desk.getByText("Geen verbinding. We proberen het vanzelf opnieuw.").waitFor();
    // As when the laptop is closed and opened again.
    await desk.reload();
    await desk.getByTestId("nav-households").click();
    await desk.getByTestId("add-households").click();
    await desk.getByTestId("work-progress").waitFor();
    await finished(desk);
    await chooseCsv(desk, rows);
    expect((await countsOf(desk)).registered).to.equal("40");
    expect((await countsOf(desk)).more).to.equal("0");
  }).timeout(90_000);
});
