// Every refusal and every state that a family or a shop can meet says three things: what happened, what to do, whom to ask. In every
// language that its reader has; a code, a state or a language that comes without fails here.
import { globSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { familyCodes } from "../../../scripts/translations/family-codes.ts";
import { readSentences } from "../../../scripts/translations/language-files.ts";
import { contractErrors } from "../../../server/errors/contract-errors.ts";
import { type ErrorCode, errorTable } from "../../../server/errors/table.ts";
import { placesIn } from "../../../wallet-web/shared/i18n.ts";
import { LANGUAGE_CODES, type LanguageCode } from "../../../wallet-web/shared/language.ts";
import {
  ApiError,
  loadSentences,
  problemText,
  takeSentencesFrom,
} from "../../../wallet-web/shared/problem.ts";
import dutchErrors from "../../../wallet-web/shared/translations/nl/errors.json" with {
  type: "json",
};
import dutchTill from "../../../wallet-web/shared/translations/nl/till.json" with { type: "json" };

/** Whoever can help: the municipality, the shop, its owner; of staff a colleague, who runs the system, or the bank. */
const WHOM: Record<LanguageCode, RegExp> = {
  nl: /gemeente|winkel|eigenaar|klant|collega|beheerder|penningmeester|geldgever|bank\b/,
  en: /municipality|shop|owner/,
  ar: /بلدية|متجر/,
  fa: /شهرداری|فروشگاه/,
  uk: /муніципалітет|магазин|власник/,
  tr: /belediye|mağaza/i,
  pl: /gmin|sklep|właściciel/,
};

/** What a family's phone signs reaches these; the ledger's other parts are for staff and shops. */
const REACHED_BY_PHONES = [
  "modules/{Devices,Payments,Spending}",
  "P256Forwarder",
  "P256Verification",
];
/** No app makes such a command: it names no device at all. */
const OF_NO_APP = ["ZeroAddress"];

/** What a person meets that is no refusal of the server: of the network, the camera, the clock, what is kept, and codes. */
const STATES = {
  shared: /^(problem\.[\w-]+|(lazy|broken|camera\.\w+)\.todo)$/,
  family: /^((hindrance|deadEnd|qr)\.[\w-]+\.todo|(storage|pay\.offline|request\.\w+)\.todo)$/,
} as const;
const STATES_OF_TILL =
  /^((qr|notAccepted|card|request|refund|suspended|removed)\.[\w-]+\.(todo|text)|storage\.todo|join\.(shape|unknown)|(removed\.todo|suspended\.todo)\.text|(unsure|left)\.text\.(one|other))$/;

describe("What happened, what to do, whom to ask", () => {
  after(async () => {
    await takeSentencesFrom(async () => dutchErrors);
    await loadSentences();
  });

  const filled = (sentence: string) =>
    Object.fromEntries(placesIn(sentence).map((name) => [name, "1250"]));

  function expectThreeParts(given: {
    code: ErrorCode;
    sentence: string | undefined;
    language: LanguageCode;
  }): void {
    const { code, sentence = "", language } = given;
    const where = `${language} ${code}: ${sentence}`;
    const { title, todo } = problemText(
      new ApiError({ code, status: 409, params: filled(sentence) }),
    );
    expect(sentence, where).to.not.equal("");
    expect(title, where).to.match(/^[^\s].*[.!?]$/u);
    expect(todo, where).to.match(/[.!?؟]$/u);
    expect(todo, where).to.match(WHOM[language]);
  }

  for (const language of LANGUAGE_CODES) {
    it(`stands in every refusal that a family can meet, in ${language}`, async () => {
      const sentences = readSentences(language, "errors");
      await takeSentencesFrom(async () => sentences);
      await loadSentences();
      const codes = familyCodes();
      expect(codes.length).to.be.greaterThan(40);
      for (const code of codes) expectThreeParts({ code, sentence: sentences[code], language });
    });

    for (const file of ["shared", "family"] as const) {
      it(`stands in every state of ${file}, in ${language}`, () => {
        const states = Object.entries(readSentences(language, file)).filter(([key]) =>
          STATES[file].test(key),
        );
        expect(states.length).to.be.greaterThan(file === "shared" ? 9 : 20);
        for (const [key, text] of states) expect(text, key).to.match(WHOM[language]);
      });
    }
  }

  it("stands in every refusal that there is, staff's and shops' too, in Dutch", async () => {
    await takeSentencesFrom(async () => dutchErrors);
    await loadSentences();
    expect(Object.keys(dutchErrors).sort()).to.deep.equal(Object.keys(errorTable).sort());
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      expectThreeParts({ code, sentence: dutchErrors[code], language: "nl" });
    }
  });

  it("stands in every state of the till", () => {
    const states = Object.entries(dutchTill).filter(([key]) => STATES_OF_TILL.test(key));
    expect(states.length).to.be.greaterThan(25);
    for (const [key, text] of states) expect(text, key).to.match(WHOM.nl);
  });

  it("is asked for all that the ledger can answer to a family's phone", () => {
    const reverts = REACHED_BY_PHONES.flatMap((part) => globSync(`contracts/${part}.sol`))
      .map((file) => readFileSync(file, "utf8"))
      .flatMap((source) => [...source.matchAll(/\b(\w+)(?:\(|\.selector\b)/g)])
      .map(([, name = ""]) => name)
      .filter((name) => Object.hasOwn(contractErrors, name) && !OF_NO_APP.includes(name));
    expect(reverts).to.include.members(["LoginCodeInvalid", "InsufficientBudget"]);
    const codes = reverts.map((name) => contractErrors[name]?.code ?? name);
    expect(familyCodes()).to.include.members([...new Set(codes)]);
  });
});
