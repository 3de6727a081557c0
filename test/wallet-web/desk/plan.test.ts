import { expect } from "chai";
import fc from "fast-check";
import { planChunks, shuffle } from "../../../wallet-web/desk/import/plan.ts";
import { cryptoRandomBytes } from "../../../wallet-web/shared/protocol/bytes.ts";

const LIMIT = 50;

/** Random bytes that repeat: the same chance in every run. */
function repeatableRandom() {
  let state = 12345;
  return (length: number) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state >>> 24;
    });
}

describe("planChunks", () => {
  const households = fc.array(fc.record({ children: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 120,
  });

  it("keeps every household, whole and in order", () => {
    fc.assert(
      fc.property(households, (given) => {
        expect(planChunks(given, LIMIT).flat()).to.deep.equal(given);
      }),
    );
  });

  it("puts at most 50 children in a chunk, and never makes an empty one", () => {
    fc.assert(
      fc.property(households, (given) => {
        for (const chunk of planChunks(given, LIMIT)) {
          const children = chunk.reduce((sum, household) => sum + household.children, 0);
          expect(children).to.be.within(1, LIMIT);
        }
      }),
    );
  });

  it("spreads the households instead of leaving one alone in the last chunk", () => {
    const given = Array.from({ length: 26 }, () => ({ children: 2 }));
    const sizes = planChunks(given, LIMIT).map((chunk) => chunk.length);
    expect(sizes).to.deep.equal([13, 13]);
  });

  it("refuses a household that no request can hold", () => {
    expect(() => planChunks([{ children: 51 }], LIMIT)).to.throw(RangeError);
  });
});

describe("shuffle", () => {
  it("keeps every item once", () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = shuffle(items, cryptoRandomBytes);
    expect(shuffled.toSorted((a, b) => a - b)).to.deep.equal(items);
  });

  it("leaves the given list as it was", () => {
    const items = [1, 2, 3, 4, 5];
    shuffle(items, repeatableRandom());
    expect(items).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it("leaves siblings together no more often than chance does", () => {
    const random = repeatableRandom();
    const rounds = 400;
    let together = 0;
    for (let round = 0; round < rounds; round++) {
      const order = shuffle(
        Array.from({ length: 50 }, (_, child) => Math.floor(child / 2)),
        random,
      );
      together += order.filter((family, index) => family === order[index + 1]).length;
    }
    // 25 pairs, each adjacent with chance 2/50: once per round.
    expect(together / rounds).to.be.within(0.8, 1.2);
  });

  it("gives each order of three the same chance", () => {
    const random = repeatableRandom();
    const seen = new Map<string, number>();
    for (let round = 0; round < 6_000; round++) {
      const order = shuffle(["a", "b", "c"], random).join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).to.equal(6);
    for (const times of seen.values()) expect(times).to.be.within(850, 1_150);
  });
});
