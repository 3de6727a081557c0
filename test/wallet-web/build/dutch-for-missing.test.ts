// What people get when a language lacks a sentence: the Dutch one in its place, and nothing else changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  fillWithDutch,
  inFormsOf,
  withDutch,
} from "../../../wallet-web/build/dutch-for-missing.ts";
import { createTranslator } from "../../../wallet-web/shared/i18n.ts";
import { LANGUAGES } from "../../../wallet-web/shared/language.ts";

const FOLDER = join(import.meta.dirname, "../../../wallet-web/shared/translations");
const DUTCH = { pay: "Betalen", "child.one": "{count} kind", "child.other": "{count} kinderen" };

/** What the build makes of a file of sentences; null when it stays as it is. */
function built(path: string, sentences: object): Record<string, string> | null {
  const made = fillWithDutch(JSON.stringify(sentences), `${FOLDER}/${path}`);
  return made === null ? null : JSON.parse(made);
}

describe("A language that lacks a sentence", () => {
  it("says it in Dutch, and keeps its own for all others", () => {
    const wanted = inFormsOf("en", DUTCH);
    expect(withDutch({ "child.one": "{count} child", "child.other": "" }, wanted)).to.deep.equal({
      pay: "Betalen",
      "child.one": "{count} child",
      "child.other": "{count} kinderen",
    });
  });

  it("says it in Dutch in every form of a number that it has and the Dutch has not", () => {
    const texts = withDutch({ pay: "Сплатити" }, inFormsOf("uk", DUTCH)) as typeof DUTCH;
    const t = createTranslator(texts, LANGUAGES.uk);
    const said = [1, 2, 5, 21].map((count) => t.count("child", count));
    expect(said).to.deep.equal(["1 kind", "2 kinderen", "5 kinderen", "21 kind"]);
    expect(t("pay")).to.equal("Сплатити");
  });

  it("does not take what every object has for a sentence of its own", () => {
    const wanted = inFormsOf("en", { toString: "Naar tekst" });
    expect(withDutch({}, wanted)).to.deep.equal({ toString: "Naar tekst" });
  });

  it("is filled in what is built, file by file", () => {
    const own = JSON.parse(readFileSync(`${FOLDER}/tr/family.json`, "utf8"));
    const dutch = JSON.parse(readFileSync(`${FOLDER}/nl/family.json`, "utf8"));
    const { "help.title": _, ...lacking } = own;
    expect(built("tr/family.json", own)).to.deep.equal(own);
    expect(built("tr/family.json", lacking)).to.deep.equal({
      ...own,
      "help.title": dutch["help.title"],
    });
  });

  it("is left alone where there is nothing to fill: the Dutch itself, refusals, other files", () => {
    expect(built("nl/family.json", {})).to.equal(null);
    expect(built("uk/errors.json", {})).to.equal(null);
    expect(built("languages.json", {})).to.equal(null);
    expect(built("constructor/family.json", {})).to.equal(null);
  });
});
