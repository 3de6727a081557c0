// Every Dutch sentence is there, used, and says nothing that hurts.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const ROOT = join(import.meta.dirname, "../../../wallet-web");
const FOLDER = join(ROOT, "shared/translations");
/** Whose code uses the sentences of a file. */
const USED_BY = {
  family: ["family/**/*.{ts,tsx}"],
  till: ["till/**/*.{ts,tsx}"],
  mark: ["shared/marks/*.tsx"],
  shared: ["{family,till,shared}/**/*.{ts,tsx}"],
} as const;
type Name = keyof typeof USED_BY;
const NAMES = Object.keys(USED_BY) as Name[];

const read = (language: string, name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(FOLDER, language, `${name}.json`), "utf8"));

/** Words that tell others in the shop what nobody has to know. */
const HURTFUL =
  /\b(arm|arme|armoede|bijstand|minima|uitkering|laag inkomen|schuld\w*|hulpbehoevend)\b/i;

describe("Translations", () => {
  for (const name of NAMES) {
    describe(`of ${name}`, () => {
      const texts = read("nl", name);

      it("are sentences, none empty", () => {
        for (const [key, text] of Object.entries(texts)) expect(text.trim(), key).to.not.equal("");
      });

      it("have both forms where a number decides", () => {
        const stems = (end: string) =>
          Object.keys(texts)
            .filter((key) => key.endsWith(end))
            .map((key) => key.slice(0, -end.length));
        expect(stems(".other")).to.include.members(stems(".one"));
      });

      it("hold no word that says poor", () => {
        for (const [key, text] of Object.entries(texts)) expect(text, key).to.not.match(HURTFUL);
      });

      it("are all used", () => {
        const patterns = keysUsedBy(name);
        const unused = Object.keys(texts).filter(
          (key) =>
            !patterns.some((pattern) => pattern.test(key.replace(/\.(one|other)$/, ""))) &&
            !patterns.some((pattern) => pattern.test(key)),
        );
        expect(unused).to.deep.equal([]);
      });
    });
  }
});

/** Every string and template in the code, as a pattern that keys can match. */
function keysUsedBy(name: Name): RegExp[] {
  const files = USED_BY[name].flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  const code = files.map((file) => readFileSync(join(ROOT, file), "utf8")).join("\n");
  const literals = [...code.matchAll(/"([\w.-]+)"|`([\w.-]*(?:\$\{[^}]*\}[\w.-]*)*)`/g)];
  return literals.flatMap(([, plain, template]) => {
    const text = plain ?? template ?? "";
    if (template !== undefined && !/[a-z]\.|\.[a-z]/i.test(template.replace(/\$\{[^}]*\}/g, "")))
      return [];
    const source = text
      .split(/\$\{[^}]*\}/)
      .map((part) => part.replace(/[.\\]/g, "\\$&"))
      .join("[\\w-]+");
    return [new RegExp(`^${source}$`)];
  });
}
