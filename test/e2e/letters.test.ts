import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { readSentences } from "../../scripts/translations/language-files.ts";
import { LANGUAGE_CODES } from "../../wallet-web/shared/language.ts";
import { parseLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import { finishPrint, openHousehold } from "./support/cards.ts";
import { spellingsOf } from "./support/code-spellings.ts";
import { chooseCsv, fund, openDesk } from "./support/desk.ts";
import { balanceOf } from "./support/family.ts";
import { openPhone } from "./support/pages.ts";
import { readQr } from "./support/qr.ts";
import { measureSheets } from "./support/sheets.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";
import { openWiretap, type Wiretap } from "./support/wiretap.ts";

const FAMILIES = 5;
const CHILDREN = 2;

describe("Letters and their codes", () => {
  const world = useWorld();
  let wiretap: Wiretap;

  before(async () => {
    wiretap = await openWiretap(world().port);
  });
  after(async () => {
    await wiretap?.stop();
  });

  it("are made and printed in the browser, and start a family, without a code ever leaving it", async () => {
    const desk = await openDesk(world(), ["sponsor", "validator"], { baseURL: wiretap.origin });
    const asked: string[] = [];
    desk.context().on("request", (request) => {
      asked.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`);
    });

    await fund(desk, "7.200", "Brieven 1");
    await chooseCsv(
      desk,
      Array.from({ length: FAMILIES }, (_, index) => `BR-${100 + index};Naam;${CHILDREN};nl`),
    );
    await desk.getByTestId("import-register").click();
    await desk.locator('[data-testid="work-progress"][data-finished="true"]').waitFor();
    expect(plain(await desk.getByTestId("work-bar").textContent())).to.equal(
      `${FAMILIES} van ${FAMILIES} gezinnen`,
    );
    await desk.getByTestId("work-letters").click();
    const sheets = desk.getByTestId("letters-to-print");
    await sheets.waitFor({ state: "attached" });
    const typed = await sheets.getByTestId("letter-code").allTextContents();
    await desk.evaluate(() => {
      window.print = () => document.body.setAttribute("data-printed", "true");
    });
    await desk.getByTestId("print-letters").click();
    await desk.locator("body[data-printed]").waitFor();
    const link = await readQr(desk.locator(".preview").getByTestId("letter-qr"));

    const phone = await openPhone(world(), { baseURL: wiretap.origin });
    phone.context().on("request", (request) => {
      asked.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`);
    });
    await phone.goto(link);
    await phone.getByTestId("activate").click();
    await phone.getByTestId("names-done").click();
    await balanceOf(phone).waitFor();
    expect(await phone.getByTestId("balance").count()).to.equal(CHILDREN);

    const codes = typed.map((text) => parseLoginCode(text.trim()) ?? "");
    expect(new Set(codes).size).to.equal(FAMILIES);
    expect(codes).to.include(new URL(link).hash.replace("#code=", ""));
    const places = new Map<string, Buffer>([
      ["sent to the server", wiretap.sent()],
      ["asked by the pages", Buffer.from(asked.join("\n"))],
      ...filesUnder(world().dataDir),
    ]);
    expect(await findCodes(codes, places)).to.deep.equal([]);
  }).timeout(60_000);

  it("fit on one sheet of A4 in every language, with the one code under both", async () => {
    const desk = await openDesk(world(), ["sponsor", "validator"]);
    await fund(desk, "4.200", "Brieven 2");
    await chooseCsv(
      desk,
      LANGUAGE_CODES.map((code, index) => `TAAL-${100 + index};Naam;${CHILDREN};${code}`),
    );
    await desk.getByTestId("import-register").click();
    await desk.locator('[data-testid="work-progress"][data-finished="true"]').waitFor();
    await desk.getByTestId("work-letters").click();
    await desk.getByTestId("letter-phone").fill("050 123 45 67");
    await desk.getByTestId("letter-hours").fill("maandag tot en met vrijdag, 9 tot 12 uur");
    await desk.emulateMedia({ media: "print" });

    const sheets = await measureSheets(desk);
    const pdf = (await desk.pdf({ preferCSSPageSize: true })).toString("latin1");

    expect(sheets).to.deep.equal(
      LANGUAGE_CODES.map((code) => ({
        languages: code === "nl" ? "" : `nl,${code}`,
        overflow: false,
        overlap: false,
      })),
    );
    expect(pdf.match(/\/Type\s*\/Page\b/g)).to.have.lengthOf(LANGUAGE_CODES.length);
  }).timeout(60_000);

  it("fit as well where they say that a new child joins", async () => {
    const desk = await openDesk(world(), ["sponsor", "validator"]);
    await fund(desk, "4.200", "Brieven 3");
    const rowsOf = (children: number) =>
      LANGUAGE_CODES.map((code, index) => `ERBIJ-${100 + index};Naam;${children};${code}`);
    const finished = desk.locator('[data-testid="work-progress"][data-finished="true"]');
    await chooseCsv(desk, rowsOf(1));
    await desk.getByTestId("import-register").click();
    await finished.waitFor();
    await desk.getByTestId("work-letters").click();
    await desk.getByTestId("letters-to-print").waitFor({ state: "attached" });
    await chooseCsv(desk, rowsOf(2));
    await desk.getByTestId("import-register").click();
    await finished.first().waitFor();
    await desk.getByTestId("work-letters").click();
    await desk.getByTestId("letter-phone").fill("050 123 45 67");
    await desk.getByTestId("letter-hours").fill("maandag tot en met vrijdag, 9 tot 12 uur");
    await desk.emulateMedia({ media: "print" });

    const said = await desk.locator(".sheets .sheet").allTextContents();

    expect(await measureSheets(desk)).to.deep.equal(
      LANGUAGE_CODES.map((code) => ({
        languages: code === "nl" ? "" : `nl,${code}`,
        overflow: false,
        overlap: false,
      })),
    );
    for (const [index, code] of LANGUAGE_CODES.entries()) {
      for (const language of ["nl", code] as const) {
        const { joins } = readSentences(language, "letter");
        expect(plain(said[index] ?? ""), code).to.contain(plain(joins ?? ""));
      }
    }
  }).timeout(90_000);

  it("of a card and of its PIN fit as well, in the language of the family that the import said", async () => {
    const desk = await openDesk(world(), ["validator"]);
    for (const [index, code] of LANGUAGE_CODES.entries()) {
      await openHousehold(desk, `TAAL-${100 + index}`);
      await desk.getByTestId("card-make").first().click();
      await desk.getByTestId("card-make-dialog-confirm").click();
      await desk.getByTestId("card-to-print").waitFor({ state: "attached" });
      await desk.getByTestId("letter-phone").fill("050 123 45 67");
      await desk.getByTestId("letter-hours").fill("maandag tot en met vrijdag, 9 tot 12 uur");
      await desk.emulateMedia({ media: "print" });
      const languages = code === "nl" ? "" : `nl,${code}`;
      const fits = { languages, overflow: false, overlap: false };
      expect(await measureSheets(desk), code).to.deep.equal([fits, fits]);
      await desk.emulateMedia({ media: "screen" });
      await finishPrint(desk);
    }
  }).timeout(90_000);

  it("would be seen by this test if they did leave", async () => {
    const code = "7Q2M9FKA7Q2M9FK0";
    const spellings = await spellingsOf(code, 1);
    const place = (bytes: Buffer) =>
      new Map([["here", Buffer.concat([Buffer.from("{"), bytes, Buffer.from("}")])]]);
    for (const [name, bytes] of spellings) {
      expect(await findCodes([code], place(bytes)), name).not.to.deep.equal([]);
    }
    const body = Buffer.from(JSON.stringify({ letter: `uw code: ${code}.` })).toString("base64");
    expect(await findCodes([code], place(Buffer.from(body)))).not.to.deep.equal([]);
    const known = world().demo.people.schemeId.slice(2);
    const heard = Buffer.concat([wiretap.sent(), ...filesUnder(world().dataDir).values()]);
    expect(heard.includes(known), "what does leave is in what is searched").to.equal(true);
  });
});

/** Where a code, or what is derived from it, stands. */
async function findCodes(codes: readonly string[], places: ReadonlyMap<string, Buffer>) {
  const found: string[] = [];
  for (const code of codes) {
    for (const [spelling, bytes] of await spellingsOf(code, CHILDREN)) {
      for (const [place, content] of places) {
        if (content.includes(bytes)) found.push(`${code} (${spelling}) ${place}`);
      }
    }
  }
  return found;
}

/** The server's database, logs and everything else it keeps; not the demonstration's own letters, nor the camera. */
function filesUnder(dataDir: string): Map<string, Buffer> {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes(join(dataDir, "demo")) && !path.endsWith(".y4m"))
      .map((path) => [path, readFileSync(path)]),
  );
}
