import { expect } from "chai";
import encodeQR from "qr";
import decodeQR from "qr/decode.js";
import type { LetterWorkPart } from "../../../wallet-web/desk/codes/letter-work.ts";
import { groupLetterWork } from "../../../wallet-web/desk/codes/letter-work.ts";
import { letterLink, lettersOf } from "../../../wallet-web/desk/letters/letter.ts";
import {
  type LetterFrame,
  secondLanguage,
  sentencesOf,
} from "../../../wallet-web/desk/letters/letter-texts.ts";
import { LANGUAGE_CODES, type LanguageCode } from "../../../wallet-web/shared/language.ts";
import { parseLoginCode } from "../../../wallet-web/shared/protocol/login-code.ts";

const ORIGIN = "https://kindpakket.zuidhorn.example";
const CODE = "7Q2M9FKA3HX0TZ5C";

const FRAME: LetterFrame = {
  kind: "import",
  municipality: "Zuidhorn",
  settings: { phone: "050 123 45 67", hours: "9–12", sender: "", place: "" },
  writtenAt: 0,
  lastDayAt: Date.parse("2027-11-28T12:00:00Z") / 1000,
  amountCents: 30_000n,
  forOthers: null,
  site: "kindpakket.zuidhorn.example/family",
};

function part(given: Partial<LetterWorkPart>): LetterWorkPart {
  return {
    id: "work/000000",
    workId: "work",
    kind: "import",
    schemeId: "0x01",
    createdAt: 0,
    index: 0,
    parts: 1,
    households: [],
    state: "done",
    posts: [],
    ...given,
  };
}

function household(clientNumber: string) {
  return {
    clientNumber,
    language: "nl",
    beneficiaryIds: ["0xaa", "0xbb"] as `0x${string}`[],
    code: CODE,
  };
}

function letters(parts: LetterWorkPart[], letterNumbers = new Map<string, number>()) {
  const [work] = groupLetterWork(parts);
  return lettersOf({ work: work!, origin: ORIGIN, letterNumbers });
}

describe("letter", () => {
  it("has a QR that says the link with the code in its fragment, and nothing else", () => {
    const [letter] = letters([part({ households: [household("ZH-1")] })]);
    const scanned = decodeQR(imageOf(encodeQR(letter!.link, "raw", { border: 4 })));
    expect(scanned).to.equal(`${ORIGIN}/family/#code=${CODE}`);
  });

  it("keeps the code out of everything a server gets to see of the link", () => {
    const { pathname, search, hash } = new URL(letterLink(ORIGIN, CODE));
    expect(pathname + search).to.equal("/family/");
    expect(hash).to.equal(`#code=${CODE}`);
  });

  it("shows the code in groups of four that can be typed back", () => {
    const [letter] = letters([part({ households: [household("ZH-1")] })]);
    expect(letter!.typedCode).to.equal("7Q2M-9FKA-3HX0-TZ5C");
    expect(parseLoginCode(letter!.typedCode)).to.equal(CODE);
  });

  it("is read back from a keyboard that types Arabic or Persian digits", () => {
    expect(parseLoginCode("٧Q٢M-۹FKA-3HX0-TZ5C")).to.equal(CODE);
  });

  it("has the letter number that the server gave to one of the children", () => {
    const given = [part({ households: [household("ZH-1")] })];
    expect(letters(given, new Map([["0xbb", 12]]))[0]!.letterNumber).to.equal(12);
    expect(letters(given)[0]!.letterNumber).to.equal(null);
  });

  it("stands beside the Dutch in the family's language, and in Dutch alone where that is it or isn't ours", () => {
    const [letter] = letters([part({ households: [household("ZH-1")] })]);
    const of = (language: string) => secondLanguage({ ...letter!, language });
    expect(["nl", "ar", "ti", "toString", ""].map(of)).to.deep.equal([
      null,
      "ar",
      null,
      null,
      null,
    ]);
  });

  it("says amount, last day and number of children as each language does", () => {
    const [letter] = letters([part({ households: [household("ZH-1")] })]);
    const said = (language: LanguageCode, frame = FRAME) => sentencesOf(letter!, frame, language);
    expect(said("nl").opening).to.match(/^Uw 2 kinderen .*€\s300,00.* 28 november 2027\.$/);
    expect(said("en").opening).to.match(/^Your 2 children .*€300\.00.* 28 November 2027\.$/);
    expect(said("ar").opening).to.match(/^يحصل طفلاك .*300\.00.*28 نوفمبر 2027/);
    expect(said("ar").help).to.contain("\u2068050\u00a0123\u00a045\u00a067\u2069");
    expect(said("pl", { ...FRAME, kind: "reissue" }).opening).to.contain("2 dzieci");
    expect(said("en", { ...FRAME, settings: { ...FRAME.settings, phone: "" } }).help).to.contain(
      "Call the municipality of Zuidhorn.",
    );
  });

  it("speaks of budgets and names the scheme where that is for others than children, in every language", () => {
    const forOthers = "Meedoen 2027";
    const children = /kind(?!pakket| regards)|child|طفل|کودک|дит|çocuk|dziec/i;
    for (const language of LANGUAGE_CODES) {
      for (const kind of ["import", "reissue"] as const) {
        for (const count of [1, 2, 5, 12]) {
          const [letter] = letters([part({ households: [household("ZH-1")] })]);
          const frame = { ...FRAME, kind, forOthers };
          const said = sentencesOf({ ...letter!, children: count }, frame, language);
          expect(said.subject, language).to.contain(forOthers);
          expect(Object.values(said).flat().join(" "), language).not.to.match(children);
        }
      }
    }
    const [letter] = letters([part({ households: [household("ZH-1")] })]);
    const said = sentencesOf(letter!, { ...FRAME, forOthers }, "nl");
    expect(said.dear).to.equal("Beste inwoner,");
    expect(said.opening).to.match(/^U krijgt 2 budgetten: elk €\s300,00 om uit te geven/);
  });

  it("comes in the order of the client numbers", () => {
    const given = [part({ households: ["ZH-10", "ZH-9", "ZH-100"].map(household) })];
    expect(letters(given).map((letter) => letter.clientNumber)).to.deep.equal([
      "ZH-9",
      "ZH-10",
      "ZH-100",
    ]);
  });

  it("is made for families that are registered, and no others", () => {
    const given = [
      part({ households: [household("ZH-1")] }),
      part({ id: "work/000001", index: 1, state: "ready", households: [household("ZH-2")] }),
    ];
    expect(letters(given).map((letter) => letter.clientNumber)).to.deep.equal(["ZH-1"]);
  });
});

/** The QR's modules as pixels, four by four. */
function imageOf(modules: boolean[][]) {
  const scale = 4;
  const side = modules.length * scale;
  const data = new Uint8Array(side * side * 4);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const y = Math.floor(Math.floor(pixel / side) / scale);
    const x = Math.floor((pixel % side) / scale);
    data.fill(modules[y]![x] ? 0 : 255, pixel * 4, pixel * 4 + 3);
    data[pixel * 4 + 3] = 255;
  }
  return { width: side, height: side, data };
}
