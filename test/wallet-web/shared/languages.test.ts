// Every language says what the Dutch says: nothing missing, nothing left in Dutch, every form of a number, nothing that hurts.
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { familyCodes } from "../../../scripts/translations/family-codes.ts";
import {
  type FileName,
  leftOverSentences,
  missingSentences,
  OTHER_LANGUAGES,
  readSentences,
  TRANSLATED,
  wantedKeys,
} from "../../../scripts/translations/language-files.ts";
import { language as importedLanguage } from "../../../server/http/schemas/primitives.ts";
import { formsOf } from "../../../wallet-web/build/dutch-for-missing.ts";
import { placesIn } from "../../../wallet-web/shared/i18n.ts";
import {
  isLanguage,
  LANGUAGE_CODES,
  LANGUAGES,
  type LanguageCode,
  languageFor,
} from "../../../wallet-web/shared/language.ts";

const FOLDER = "wallet-web/shared/translations";

/** Languages have their own lengths; more than this is another sentence, or breaks the screen. */
const LONGEST = 2.2;
/** A word of three letters may well need ten. */
const SHORT_WORD = 10;

/** Names and words that are the same in both. */
const SAME_AS_DUTCH: ReadonlySet<string> = new Set([
  "Budget",
  "Code",
  "Kind {number}",
  "Panda",
  "Sport",
  "Budget {number}",
  "{amount}",
]);

/** The words for poor and for benefits, which nobody else in the shop has to read. */
const HURTFUL: Record<LanguageCode, RegExp> = {
  nl: /armoede|bijstand|uitkering/i,
  en: /\b(poor|poverty|welfare|benefits|low.income|debts?|needy)\b/i,
  ar: /فقير|فقراء|الفقر|محتاج|إعانة|ذوي الدخل/,
  fa: /فقیر|فقرا|فقر|نیازمند|کم.درآمد|اعانه/,
  uk: /бідн|злид|малозабезпеч|соціальн(а|ої|у) допомог|борг/i,
  tr: /yoksul|fakir|muhtaç|düşük gelir|sosyal yardım|borç/i,
  pl: /biedn|ubog|ubóstw|zasił|niskim dochod|(?<!\p{L})dług(i|u|ów)?(?!\p{L})/iu,
};

/** What proves that a sentence is in another script. */
const SCRIPT: Partial<Record<LanguageCode, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  uk: /\p{Script=Cyrillic}/u,
};

describe("Languages", () => {
  it("are those that an import of families knows, each with its files", () => {
    expect(importedLanguage.options.toSorted()).to.deep.equal(LANGUAGE_CODES.toSorted());
    const folders = readdirSync(FOLDER, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.sort()).to.deep.equal(LANGUAGE_CODES.toSorted());
  });

  it("say of themselves what they are called, how they are read, and who checked them", () => {
    for (const code of LANGUAGE_CODES) {
      const { name, direction, locale, checkedByNativeSpeaker } = LANGUAGES[code];
      expect(name.trim(), code).to.not.equal("");
      expect(direction, code).to.equal(code === "ar" || code === "fa" ? "rtl" : "ltr");
      expect(new Intl.Locale(locale).language, code).to.equal(code);
      expect(checkedByNativeSpeaker, code).to.be.a("boolean");
    }
  });

  it("are described in docs/languages.md as they are", () => {
    const page = readFileSync("docs/languages.md", "utf8");
    for (const code of LANGUAGE_CODES) {
      const { name, checkedByNativeSpeaker } = LANGUAGES[code];
      const row = page.split("\n").find((line) => line.startsWith(`| \`${code}\` | ${name} |`));
      expect(row, code).to.match(checkedByNativeSpeaker ? /\| yes \|$/ : /\| no \|$/);
    }
  });

  it("miss no sentence", () => {
    const gaps = missingSentences().map(
      ({ language, file, key, dutch }) => `${language}/${file}.json "${key}": "${dutch}"`,
    );
    expect(gaps, "`npm run translations` lists them").to.deep.equal([]);
  });

  it("have no sentence that the Dutch no longer has", () => {
    expect(leftOverSentences()).to.deep.equal([]);
  });

  it("are asked for the refusals that a family can meet, and no others", () => {
    const codes = familyCodes();
    expect(codes).to.include.members(["insufficient-budget", "login-code-invalid", "not-found"]);
    expect(codes).to.not.include.members(["role-missing"]);
    expect(codes).to.not.include.members(["mandate-expired"]);
  });

  it("hold no word that says poor, the Dutch included", () => {
    for (const language of LANGUAGE_CODES) {
      for (const file of TRANSLATED) {
        for (const [key, text] of Object.entries(readSentences(language, file))) {
          expect(text, `${language} ${file} ${key}`).to.not.match(HURTFUL[language]);
        }
      }
    }
  });

  for (const language of LANGUAGE_CODES) {
    it(`tell a phone that was removed from one with a new code, and from one of which it isn't known, in ${language}`, () => {
      const texts = readSentences(language, "family");
      for (const part of ["title", "todo"]) {
        const said = ["removed", "reissued", "unlinked"].map(
          (why) => texts[`hindrance.${why}.${part}`],
        );
        expect(new Set(said), part).to.have.property("size", 3);
        expect(said, part).to.not.include(undefined);
      }
    });
  }

  for (const language of OTHER_LANGUAGES) {
    for (const file of TRANSLATED) describeFile(language, file);
  }
});

function describeFile(language: LanguageCode, file: FileName): void {
  describe(`of ${file} in ${language}`, () => {
    const texts = Object.entries(readSentences(language, file));
    const dutch = wantedKeys(language, file);
    const dutchOf = (key: string) => dutch.get(key) ?? "";

    it("have the places of the Dutch", () => {
      for (const [key, text] of texts) {
        const places = placesIn(text);
        const wanted = placesIn(dutchOf(key));
        const form = formOf(key, dutch);
        // A form of one number only needs no number: "your child", "two days".
        const withoutCount = (all: string[]) => all.filter((place) => place !== "count");
        if (form === null) expect(places, key).to.deep.equal(wanted);
        else expect(withoutCount(places), key).to.deep.equal(withoutCount(wanted));
        if (form !== null && isOfSeveralNumbers(language, form) && usesCount(key, dutch)) {
          expect(places, key).to.include("count");
        }
      }
    });

    it("are translated", () => {
      for (const [key, text] of texts) {
        const isSame = text === dutchOf(key) && !SAME_AS_DUTCH.has(text);
        expect(isSame, `${key} is still in Dutch`).to.equal(false);
        const script = SCRIPT[language];
        if (script) expect(text, key).to.match(script);
      }
    });

    it("are about as long as the Dutch", () => {
      for (const [key, text] of texts) {
        const limit = Math.max(dutchOf(key).length, SHORT_WORD) * LONGEST;
        expect(text.length, `${key}: ${text}`).to.be.at.most(limit);
      }
    });
  });
}

const FORM = /\.(zero|one|two|few|many|other)$/;

/** The form of a number that a key is of, or null: "category.other" is no form, because there is no "category.one". */
function formOf(key: string, keys: ReadonlyMap<string, string>): string | null {
  const form = FORM.exec(key)?.[1];
  const stem = key.replace(FORM, "");
  return form && keys.has(`${stem}.one`) && keys.has(`${stem}.other`) ? form : null;
}

const usesCount = (key: string, keys: ReadonlyMap<string, string>) =>
  placesIn(keys.get(key.replace(FORM, ".other")) ?? "").includes("count");

/** Ukrainian says 1 and 21 in one form; in Arabic "two" is two and nothing else. Families have one child at least. */
function isOfSeveralNumbers(language: LanguageCode, form: string): boolean {
  const rules = new Intl.PluralRules(LANGUAGES[language].locale);
  const some = Array.from({ length: 200 }, (_, index) => index + 1);
  return (
    formsOf(language).includes(form) && some.filter((n) => rules.select(n) === form).length > 1
  );
}

describe("A phone's language", () => {
  for (const [wanted, found] of [
    [["ar-SY", "nl-NL"], "ar"],
    [["ti", "en-GB", "nl"], "en"],
    [["FA"], "fa"],
    [["ti-ER"], "nl"],
    [["toString"], "nl"],
    [[], "nl"],
  ] as const) {
    it(`of ${JSON.stringify(wanted)} makes the app speak ${found}`, () => {
      expect(languageFor(wanted)).to.equal(found);
    });
  }

  it("is not taken from what a page kept when it is no language", () => {
    expect(["ar", "constructor", "", null].map((kept) => isLanguage(kept))).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
  });
});
