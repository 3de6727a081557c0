import { readFileSync } from "node:fs";
import { expect } from "chai";
import { rowProblem } from "../../../server/http/schemas/desk.ts";
import {
  beneficiaryState,
  language,
  roleName,
  shopState,
} from "../../../server/http/schemas/primitives.ts";
import { category } from "../../../server/http/schemas/shop.ts";
import { REASONS } from "../../../wallet-web/shared/protocol/commands.ts";

const path = "../../../wallet-web/shared/translations/nl/desk.json";
const texts: Record<string, string> = JSON.parse(
  readFileSync(new URL(path, import.meta.url), "utf8"),
);

/** Words that the server may use, and the keys under which the desk has a sentence for them. */
const WORDS = [
  { of: "problem of a row", words: rowProblem.options, key: "import.problem." },
  { of: "language", words: language.options, key: "language." },
  { of: "kind of shop", words: category.options, key: "category." },
  { of: "state of a child", words: beneficiaryState.options, key: "state." },
  { of: "standing of a shop", words: shopState.options, key: "shop." },
  { of: "role", words: roleName.options, key: "role." },
  { of: "reason", words: REASONS, key: "reason." },
];

describe("the desk's sentences", () => {
  for (const { of, words, key } of WORDS) {
    it(`has one for every ${of}`, () => {
      for (const word of words) expect(texts, word).to.have.property(`${key}${word}`);
    });
  }

  it("says for every problem of a row what to do: two sentences", () => {
    for (const problem of rowProblem.options) {
      const sentences = texts[`import.problem.${problem}`]!.split(/\.(?: |$)/).filter(Boolean);
      expect(sentences, problem).to.have.length.of.at.least(2);
    }
  });

  it("says for every error of its own both what happened and what to do", () => {
    const errors = Object.keys(texts).filter((key) => /^problem\.[^.]+$/.test(key));
    expect(errors).to.have.length.of.at.least(10);
    for (const key of errors) expect(texts, key).to.have.property(`${key}.todo`);
  });

  it("calls a person a child, a family, a shop, and never by the code's words", () => {
    for (const [key, sentence] of Object.entries(texts)) {
      const words = sentence.replace(/\{\w+\}/g, "");
      expect(words, key).not.to.match(/beneficiar|household|scheme|validator|sponsor/i);
    }
  });

  it("never uses the word poor, nor one like it, in what a family reads", () => {
    for (const [key, sentence] of Object.entries(texts)) {
      if (key.startsWith("letter."))
        expect(sentence, key).not.to.match(/arm|minima|bijstand|uitkering/i);
    }
  });
});
