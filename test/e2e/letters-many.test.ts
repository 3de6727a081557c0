// A municipality's whole post at once: hundreds of letters that leave the printer in the order of the cupboard, each on its own sheet.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { formatLoginCode, parseLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import { chooseCsv } from "./support/desk.ts";
import { invite, openOtherScheme } from "./support/other-scheme.ts";
import { openDesktop } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { measureSheets } from "./support/sheets.ts";
import { soonCounts } from "./support/soon.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

const FAMILIES = 200;
/** Has no part in common with the number of families: each comes once. */
const STRIDE = 77;
/** Registering, drawing and printing so many takes a browser a while. */
const WAIT_LIMIT_MS = 60_000;
/** In points, as Chromium writes it: 210 by 297 mm, to a point. */
const A4 = { width: 595, height: 842 };

describe("Hundreds of letters", function () {
  this.timeout(3 * WAIT_LIMIT_MS);
  const world = useWorld();

  it("print on a sheet of A4 each, by client number, with each family's own code once", async () => {
    const scheme = await openOtherScheme(world().demo, {
      name: "Alle gezinnen",
      terms: { amountPerBeneficiaryCents: 500n },
    });
    const desk = await openDesktop(world());
    await invite(world(), desk, { schemeId: scheme.schemeId, role: "validator" });
    await chooseCsv(desk, rowsOutOfOrder());
    await desk.getByTestId("import-register").click();
    const finished = desk.locator('[data-testid="work-progress"][data-finished="true"]');
    await finished.waitFor({ timeout: WAIT_LIMIT_MS });
    await desk.getByTestId("work-letters").click();
    const sheets = desk.getByTestId("letters-to-print");
    await soonCounts(sheets.getByTestId("letter"), FAMILIES);

    await desk.emulateMedia({ media: "print" });
    const printed = (await desk.pdf({ preferCSSPageSize: true })).toString("latin1");

    expect(pagesIn(printed)).to.deep.equal(Array.from({ length: FAMILIES }, () => A4));
    const clients = await sheets
      .getByTestId("letter")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-client-number")));
    expect(clients).to.deep.equal(Array.from({ length: FAMILIES }, (_, index) => numberOf(index)));
    const codes = (await sheets.getByTestId("letter-code").allTextContents()).map(plain);
    expect(new Set(codes.map((code) => parseLoginCode(code))).size).to.equal(FAMILIES);
    for (const index of [0, FAMILIES / 2, FAMILIES - 1]) {
      expect(await codeInQr(desk, index), `the QR of sheet ${index + 1}`).to.equal(codes[index]);
    }
    const fits = { languages: "", overflow: false, overlap: false };
    expect(await measureSheets(desk)).to.deep.equal(Array.from({ length: FAMILIES }, () => fits));
  });
});

/** Without leading zeros: by number, 9 comes before 10. */
const numberOf = (index: number): string => `VEEL-${index + 1}`;

/** As a registry may give them: in no order at all. */
const rowsOutOfOrder = (): string[] =>
  Array.from(
    { length: FAMILIES },
    (_, index) => `${numberOf((index * STRIDE) % FAMILIES)};Naam;1;nl`,
  );

/** The size of each page. */
function pagesIn(pdf: string): { width: number; height: number }[] {
  const pages = pdf.match(/\/Type\s*\/Page\b[\s\S]*?\/MediaBox\s*\[[^\]]*\]/g) ?? [];
  return pages.map((page) => {
    const [, width, height] = /\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]$/.exec(page) ?? [];
    return { width: Math.round(Number(width)), height: Math.round(Number(height)) };
  });
}

/** The code that a phone reads from a sheet, as it stands there to type. */
async function codeInQr(desk: Page, index: number): Promise<string> {
  const qr = desk.locator(".sheets .sheet").nth(index).getByTestId("letter-qr");
  const { hash } = new URL(await readQr(qr));
  return formatLoginCode(hash.replace("#code=", ""));
}
