// Whom a scheme is for, in its own words on every screen of the desk.
import { expect } from "chai";
import { speakOf, text } from "../../../wallet-web/desk/text.ts";
import desk from "../../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };

describe("The desk's words for whom a scheme is for", () => {
  afterEach(() => speakOf(null));

  it("are a child and children, as long as the scheme has none of its own", () => {
    expect(text("household.child", { number: 2 })).to.equal("Kind 2");
    expect(text.count("children", 1)).to.equal("1 kind");
    expect(text.count("children", 3)).to.equal("3 kinderen");
  });

  it("are the scheme's own, also at the start of a sentence, until another is chosen", () => {
    speakOf({ one: "inwoner", many: "inwoners" });
    expect(text("household.child", { number: 2 })).to.equal("Inwoner 2");
    expect(text.count("children", 3)).to.equal("3 inwoners");
    expect(text("households.children")).to.equal("Inwoners");
    speakOf(null);
    expect(text("households.children")).to.equal("Kinderen");
  });

  it("are fixed nowhere but where the import's file is named", () => {
    const fixed = Object.entries(desk).filter(
      ([key, sentence]) =>
        /\bkind(eren)?\b/i.test(sentence) &&
        !/^(import\.help|import\.problem|guide\.import\.1|open\.wordFor\w+)\b/.test(key),
    );
    expect(fixed).to.deep.equal([]);
  });
});
