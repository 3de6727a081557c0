// CSV from hell: what every back office, Excel and person can make of a list of households.
import { expect } from "chai";
import { readHouseholdCsv } from "../../../server/validator/household-csv/read.ts";
import type { HouseholdRow } from "../../../server/validator/household-csv/rows.ts";

const HEADER = "Cliëntnummer;Naam;Aantal kinderen;Taal";
const utf8 = (text: string) => Buffer.from(text, "utf8");
const read = (text: string) => readHouseholdCsv(utf8(text));
const readRows = (...lines: string[]) => read([HEADER, ...lines].join("\r\n"));
const good = (row: number, clientNumber: string, children = 2): HouseholdRow => ({
  row,
  clientNumber,
  children,
  language: "nl",
  problems: [],
});

async function refusal(file: Uint8Array): Promise<unknown> {
  try {
    await readHouseholdCsv(file);
  } catch (error) {
    return (error as { code: unknown }).code;
  }
  return "read";
}

describe("A household CSV", () => {
  describe("is read in every encoding that Excel writes", () => {
    const text = `${HEADER}\r\nZH-ë1;Daniëls;2;nl\r\n`;
    const files: [string, Buffer][] = [
      ["UTF-8 with BOM", utf8(`\uFEFF${text}`)],
      ["UTF-8 without BOM", utf8(text)],
      ["Windows-1252", Buffer.from(text, "latin1")],
      ["UTF-16 with BOM", Buffer.from(`\uFEFF${text}`, "utf16le")],
      ["UTF-16 with BOM, high byte first", Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
      ["UTF-8 with decomposed letters", utf8(text.normalize("NFD"))],
    ];
    for (const [name, file] of files) {
      it(name, async () => {
        const [row] = await readHouseholdCsv(file);
        expect(row?.clientNumber.normalize("NFC")).to.equal("ZH-ë1");
        expect(row?.children).to.equal(2);
      });
    }
  });

  describe("is read with every separator and line end", () => {
    const variants: [string, string][] = [
      ["commas", `${HEADER}\nA;x;2;nl`.replaceAll(";", ",")],
      ["tabs", `${HEADER}\nA;x;2;nl`.replaceAll(";", "\t")],
      ["a hint for Excel", `sep=;\r\n${HEADER}\r\nA;x;2;nl`],
      ["old Macintosh line ends", `${HEADER}\rA;x;2;nl\r`],
      ["columns in another order", "Taal;Aantal kinderen;Cliëntnummer\nnl;2;A"],
      ["budgets, not children", "Cliëntnummer;Aantal personen;Aantal budgetten;Taal\nA;5;2;nl"],
      ["other names of the columns", "KLANTNUMMER;Kinderen;voorkeurstaal\nA;2;NL"],
      ["quoted headers", '"Cliëntnummer";"Naam";"Aantal kinderen";"Taal"\n"A";"x";"2";"nl"'],
    ];
    for (const [name, text] of variants) {
      it(name, async () => {
        const rows = await read(text);
        expect(rows.map(({ row: _row, ...rest }) => rest)).to.deep.equal([
          { clientNumber: "A", children: 2, language: "nl", problems: [] },
        ]);
      });
    }
  });

  it("keeps quotes, separators and line breaks inside names apart", async () => {
    const rows = await readRows(
      'A;"van \'t Hoff; E.";2;nl',
      'B;"de ""Bé""";2;nl',
      'C;"een\r\ntwee";2;nl',
      "D;y;2;nl",
    );
    expect(rows).to.deep.equal([good(2, "A"), good(3, "B"), good(4, "C"), good(5, "D")]);
  });

  it("counts rows as Excel does, also after blank ones", async () => {
    const rows = await readRows("A;x;2;nl", "", ";;;", "B;x;2;nl", "");
    expect(rows).to.deep.equal([good(2, "A"), good(5, "B")]);
  });

  it("takes markup for what it is: text, and no name for too long", async () => {
    const rows = await readRows(`<b onclick=x>1</b>;${"naam ".repeat(60)};2;nl`);
    expect(rows).to.deep.equal([good(2, "<b onclick=x>1</b>")]);
  });

  it("never holds a name", async () => {
    const rows = await readRows("A;Geheim, G.;2;nl");
    expect(JSON.stringify(rows)).not.to.include("Geheim");
  });

  it("knows the languages by code and by Dutch name", async () => {
    const names = ["nl", "EN", "Arabisch", "Perzisch", "Oekraïens", "turks", "Pools", ""];
    const rows = await readRows(...names.map((name, index) => `A${index};x;1;${name}`));
    expect(rows.map((row) => row.language)).to.deep.equal([
      "nl",
      "en",
      "ar",
      "fa",
      "uk",
      "tr",
      "pl",
      "nl",
    ]);
    expect(rows.flatMap((row) => row.problems)).to.deep.equal([]);
  });

  describe("names what is wrong with a row", () => {
    const cases: [string, string[]][] = [
      [";x;2;nl", ["client-number-missing"]],
      [`${"9".repeat(41)};x;2;nl`, ["client-number-too-long"]],
      ["A;x;0;nl", ["children-out-of-range"]],
      ["A;x;99;nl", ["children-out-of-range"]],
      ["A;x;17;nl", ["children-out-of-range"]],
      ["A;x;twee;nl", ["children-not-a-number"]],
      ["A;x;2,5;nl", ["children-not-a-number"]],
      ["A;x;;nl", ["children-not-a-number"]],
      ["A;x;2;klingon", ["language-unknown"]],
      ["A;x;2;日本語", ["language-unknown"]],
      ['="A";x;2;nl', ["formula"]],
      ["+A;x;2;nl", ["formula"]],
      ["@SUM(1);x;2;nl", ["formula"]],
      ["=cmd|'/c calc'!A1;x;2;nl", ["formula"]],
      ["A;x;-2;nl", ["formula", "children-not-a-number"]],
      ["A;x", ["columns-missing", "children-not-a-number"]],
    ];
    for (const [line, problems] of cases) {
      it(line.slice(0, 30), async () => {
        const [row] = await readRows(line);
        expect(row?.problems).to.deep.equal(problems);
      });
    }

    it("16 children are the most", async () => {
      expect((await readRows("A;x;16;nl"))[0]?.problems).to.deep.equal([]);
    });
  });

  it("keeps the first of equal rows, and none of rows that contradict each other", async () => {
    const rows = await readRows("A;x;2;nl", "B;x;1;nl", "a ;x;2;nl", "B;x;3;nl");
    expect(rows.map((row) => row.problems)).to.deep.equal([
      [],
      ["client-number-twice"],
      ["client-number-twice"],
      ["client-number-twice"],
    ]);
  });

  describe("is refused as a whole when it is no such file", () => {
    const files: [string, Uint8Array, string][] = [
      ["nothing", utf8(""), "csv-empty"],
      ["blank lines", utf8("\r\n \r\n"), "csv-empty"],
      ["a header alone", utf8(`${HEADER}\r\n;;;\r\n`), "csv-empty"],
      ["a workbook", Buffer.from("PK\u0003\u0004...", "latin1"), "csv-unreadable"],
      ["a PDF", utf8("%PDF-1.7 …"), "csv-unreadable"],
      ["zero bytes", Buffer.from([65, 0, 66, 0, 67]), "csv-unreadable"],
      ["a quote that never ends", utf8(`${HEADER}\nA;"x;2;nl\nB;x;2;nl`), "csv-unreadable"],
      ["another separator", utf8(HEADER.replaceAll(";", "|")), "csv-wrong-separator"],
      ["no header", utf8("ZH-1;x;2;nl"), "csv-column-missing"],
      ["no language", utf8("Cliëntnummer;Aantal kinderen\nA;2"), "csv-column-missing"],
      ["two languages", utf8(`${HEADER};Taal\nA;x;2;nl;nl`), "csv-column-twice"],
      ["one endless line", utf8(`${HEADER}\n${"x".repeat(200_000)};x;2;nl`), "csv-unreadable"],
    ];
    for (const [name, file, code] of files) {
      it(name, async () => {
        expect(await refusal(file)).to.equal(code);
      });
    }

    it("more rows than any municipality has", async () => {
      const lines = Array.from({ length: 200_001 }, (_, index) => `${index};;1;`);
      expect(await refusal(utf8([HEADER, ...lines].join("\n")))).to.equal("csv-too-many-rows");
    });
  });

  it("survives any bytes", async () => {
    for (let seed = 0; seed < 200; seed++) {
      const bytes = Buffer.from(
        Array.from({ length: 300 }, (_, i) => (seed * 31 + i * i * 7) & 0xff),
      );
      expect(await refusal(Buffer.concat([utf8(`${HEADER}\n`), bytes]))).to.be.a("string");
      expect(await refusal(bytes)).to.match(/^csv-/);
    }
  });
});
