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

  it("speaks another language with its own forms of a number, and keeps values whole in one from right to left", () => {
    const other = createTranslator({ hello: "Dag {name}", "child.one": "1", "child.other": "n" });
    const arabic = {
      hello: "أهلًا {name}",
      "child.zero": "0",
      "child.one": "1",
      "child.two": "2",
      "child.few": "3-10",
      "child.many": "11-99",
      "child.other": "100",
    };
    other.speak(arabic, { locale: "ar", direction: "rtl" });
    const said = [0, 1, 2, 3, 11, 100].map((count) => other.count("child", count));
    expect(said).to.deep.equal(["0", "1", "2", "3-10", "11-99", "100"]);
    expect(other("hello", { name: "B & B." })).to.equal("أهلًا \u2068B & B.\u2069");
    other.speak(
      { hello: "Hi {name}", "child.one": "1", "child.other": "n" },
      { locale: "en", direction: "ltr" },
    );
    expect(other("hello", { name: "Noor" })).to.equal("Hi Noor");
  });

  it("says nothing before it was given a language", () => {
    const mute = createTranslator<{ hello: string }>(null);
    expect(() => mute("hello")).to.throw("no sentence for hello");
    expect(mute.has("hello")).to.equal(false);
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
