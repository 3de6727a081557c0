import { expect } from "chai";
import { createTranslator, fill, placesIn } from "../../../wallet-web/shared/i18n.ts";

const t = createTranslator({
  hello: "Dag {name}",
  "child.one": "{count} kind",
  "child.other": "{count} kinderen",
});

describe("Translator", () => {
  it("fills the places of a sentence", () => {
    expect(t("hello", { name: "Noor" })).to.equal("Dag Noor");
  });

  it("chooses the form that fits the number", () => {
    expect(t.count("child", 1)).to.equal("1 kind");
    expect(t.count("child", 0)).to.equal("0 kinderen");
    expect(t.count("child", 3)).to.equal("3 kinderen");
  });

  it("throws on a missing sentence, so that no test can pass over it", () => {
    expect(() => t("absent" as "hello")).to.throw("no sentence for absent");
  });

  it("does not take what every object has for a sentence", () => {
    expect(t.has("toString")).to.equal(false);
    expect(t.has("hello")).to.equal(true);
  });

  it("leaves a place without a value visible, and never fills a value's own braces", () => {
    expect(fill("Dag {name}", {})).to.equal("Dag {name}");
    expect(fill("Dag {name}", { name: "{count}", count: 2 })).to.equal("Dag {count}");
  });

  it("names the places of a sentence", () => {
    expect(placesIn("{b} en {a} en {b}")).to.deep.equal(["a", "b", "b"]);
  });
});
