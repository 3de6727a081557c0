// A caller helped at the desk with the keyboard alone: the focus can be seen, is in the question that is asked, and after it back
// where the work goes on.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { clientNumberOf, fund, openDesk } from "./support/desk.ts";
import { openFamily } from "./support/family.ts";
import { expectPlace, hear, press, tabTo } from "./support/keyboard.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

describe("The desk with the keyboard alone", function () {
  this.timeout(120_000);
  const world = useWorld();

  const focusIn = (desk: Page, dialog: string) =>
    desk.locator(`[data-testid="${dialog}"] :focus`).waitFor();
  const find = async (desk: Page, clientNumber: string) => {
    await desk.locator('[data-testid="find-household"]:focus').waitFor();
    await desk.keyboard.press("End");
    await desk.keyboard.press("Shift+Home");
    await desk.keyboard.type(clientNumber);
    await desk.keyboard.press("Enter");
    await focusIn(desk, "household");
  };
  /** As a list of choices is used without opening it. */
  const chooseFirst = async (desk: Page, testId: string) => {
    await tabTo(desk, desk.getByTestId(testId));
    await desk.keyboard.press("ArrowDown");
  };

  it("finds a caller's family, says why, adds to a budget, and makes a new letter", async () => {
    const { page: phone, letter } = await openFamily(world());
    const clientNumber = clientNumberOf(letter);
    const desk = await openDesk(world(), ["sponsor", "validator"]);
    await fund(desk, "50", "Zonder muis");

    await press(desk, desk.getByTestId("nav-households"));
    await desk.getByTestId("households-table").waitFor();
    await expectPlace(desk);
    await tabTo(desk, desk.getByTestId("find-household"));
    await find(desk, clientNumber);
    await press(desk, desk.getByTestId("look-confirm"));
    await desk.getByText("Kies een reden", { exact: true }).last().waitFor();
    await chooseFirst(desk, "look-reason");
    await press(desk, desk.getByTestId("look-confirm"));
    await desk.getByTestId("household-open").waitFor();
    await focusIn(desk, "household");

    await press(desk, desk.getByTestId("top-up"));
    await focusIn(desk, "top-up-dialog");
    await desk.keyboard.press("Escape");
    await desk.getByTestId("top-up-dialog").waitFor({ state: "detached" });
    await focusIn(desk, "household");
    await press(desk, desk.getByTestId("top-up"));
    await tabTo(desk, desk.getByTestId("top-up-amount"));
    await desk.keyboard.type("25");
    await chooseFirst(desk, "reason");
    await press(desk, desk.getByTestId("top-up-dialog-confirm"), "Space");
    await hear(desk, "Het geld staat erbij.");
    await desk.getByTestId("household-open").getByText("325,00").waitFor();
    await focusIn(desk, "household");
    await phone.getByTestId("budget-news").waitFor();

    await desk.keyboard.press("Escape");
    await desk.getByTestId("household").waitFor({ state: "detached" });
    await find(desk, clientNumber);
    await press(desk, desk.getByTestId("reissue-child"));
    await focusIn(desk, "reissue");
    await press(desk, desk.getByTestId("reissue-confirm"));
    const sheets = desk.getByTestId("letters-to-print");
    await sheets.waitFor({ state: "attached" });
    await expectPlace(desk);
    await tabTo(desk, desk.getByTestId("print-letters"));
    expect(plain(await sheets.textContent())).to.contain("Kindpakket");
    await phone.getByTestId("budget-news").waitFor({ state: "detached" });
  });
});
