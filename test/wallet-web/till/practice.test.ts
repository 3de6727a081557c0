import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { PRACTICE_QR, practise, readPractice } from "../../../wallet-web/till/model/practice.ts";
import { readScanned } from "../../../wallet-web/till/model/scanned.ts";

const TILL = join(import.meta.dirname, "../../../wallet-web/till");
const address = (byte: string) => `0x${byte.repeat(20)}` as const;

describe("Practising", () => {
  it("takes what the play customer has, up to the cent", () => {
    expect(practise(1_000n, "little").kind).to.equal("taken");
    expect(practise(1_001n, "little")).to.deep.equal({
      kind: "less",
      payableCents: 1_000n,
      restCents: 1n,
    });
    expect(practise(30_000n, "enough").kind).to.equal("taken");
  });

  it("knows its own code, and takes no real one for it", () => {
    expect(readPractice(PRACTICE_QR)).to.equal("practice");
    expect(readPractice("KP1:00ABC")).to.equal("real");
    expect(readPractice("8712345678906")).to.equal("other");
  });

  it("has a code that a real till doesn't take", () => {
    const deployment = {
      chainId: 1,
      ledger: address("11"),
      forwarder: address("22"),
      roles: address("33"),
      cards: address("34"),
    };
    expect(readScanned(deployment, PRACTICE_QR)).to.deep.equal({ ok: false, problem: "foreign" });
  });

  it("reaches no key, no server and nothing kept", () => {
    const files = ["screens/practice.tsx", "screens/practice/scan.tsx", "model/practice.ts"];
    for (const file of files) {
      const code = readFileSync(join(TILL, file), "utf8");
      expect(code, file).to.not.match(
        /useTill|model\/till|model\/charge|fetch|indexedDB|api|signer/i,
      );
    }
  });

  it("never says the word of a payment", () => {
    const texts: Record<string, string> = JSON.parse(
      readFileSync(join(TILL, "../shared/translations/nl/till.json"), "utf8"),
    );
    const own = Object.entries(texts).filter(([key]) => key.startsWith("practice."));
    expect(own.length).to.be.greaterThan(10);
    for (const [key, text] of own) expect(text, key).to.not.match(/\bBetaald\b/);
  });
});
