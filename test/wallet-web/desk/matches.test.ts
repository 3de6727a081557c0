import { expect } from "chai";
import { matchesOf } from "../../../wallet-web/desk/households/matches.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

describe("matchesOf", () => {
  const family = (letterNumber: number, clientNumber: string) => ({
    ...{ householdId: `0x${String(letterNumber).padStart(32, "0")}` as Hex, registeredAt: 1 },
    ...{ letterNumber, clientNumber, states: [] },
  });

  it("tells the family with this letter from the one with this client number", () => {
    const [byClient, byLetter] = [family(12, "105"), family(105, "ZH-3")];
    expect(matchesOf([byClient, byLetter], "105")).to.deep.equal([
      { household: byClient, by: "client" },
      { household: byLetter, by: "letter" },
    ]);
    expect(matchesOf([byLetter], "0105")[0]?.by).to.equal("letter");
    expect(matchesOf([byLetter], "zh 3")[0]?.by).to.equal("client");
  });
});
