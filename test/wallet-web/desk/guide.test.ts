// Every page of the desk has its steps, few and short.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import desk from "../../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "../../../wallet-web/desk");
const texts: Record<string, string> = desk;

const pages = globSync("*/*-page.tsx", { cwd: ROOT }).flatMap((file) =>
  [
    ...readFileSync(join(ROOT, file), "utf8").matchAll(
      /<Page$[\s\S]*?testId="([a-z]+)"|<Page .*?testId="([a-z]+)"/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? ""),
);
const stepsOf = (page: string) =>
  Object.entries(texts).filter(([key]) => new RegExp(`^guide\\.${page}\\.\\d+$`).test(key));

describe("The steps of a page", () => {
  it("are there for every page, from two to five", () => {
    expect(pages).to.include.members(["overview", "households", "guardian", "timeline", "print"]);
    for (const page of pages) {
      expect(stepsOf(page).length, page).to.be.within(2, 5);
    }
  });

  it("are numbered without a gap, so that none is left out", () => {
    for (const page of pages) {
      const numbers = stepsOf(page).map(([key]) => Number(key.split(".").at(-1)));
      expect(numbers, page).to.deep.equal(numbers.map((_, index) => index + 1));
    }
  });

  it("belong to a page that there is, and are short", () => {
    const steps = Object.entries(texts).filter(([key]) => /^guide\..*\d$/.test(key));
    for (const [key, step] of steps) {
      expect(pages, key).to.include(key.split(".")[1]);
      expect(step.length, key).to.be.at.most(160);
    }
  });
});
