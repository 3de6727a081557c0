import { expect } from "chai";
import fc from "fast-check";
import {
  atLeastFive,
  atLeastFiveInOrder,
  type Group,
  shareOfFamilies,
} from "../../../server/insight/at-least-five.ts";

const group = (key: string, families: number, cents: bigint): Group<string> => ({
  key,
  families,
  cents,
});

/** Groups with random sizes, each with an amount that no sum of others equals by chance: a power of two. */
const groupsOf = fc
  .array(fc.integer({ min: 0, max: 12 }), { maxLength: 20 })
  .map((sizes) =>
    sizes.map((families, index) =>
      group(`g${index}`, families, families ? 1n << BigInt(index) : 0n),
    ),
  );

const sum = (rows: readonly { cents: bigint }[]) =>
  rows.reduce((all, { cents }) => all + cents, 0n);

describe("At least five families", () => {
  it("shows every group of five", () => {
    const shown = atLeastFive([group("shoes", 5, 100n), group("toys", 7, 200n)]);
    expect(shown).to.deep.equal({
      groups: [
        { key: "shoes", cents: 100n },
        { key: "toys", cents: 200n },
      ],
      rest: null,
    });
  });

  it("joins a group of four with the smallest that is large enough, so that the total doesn't give it away", () => {
    const shown = atLeastFive([
      group("shoes", 9, 100n),
      group("toys", 4, 20n),
      group("sport", 6, 3n),
    ]);
    expect(shown).to.deep.equal({
      groups: [{ key: "shoes", cents: 100n }],
      rest: { groups: 2, cents: 23n },
    });
  });

  it("takes amounts of nobody known for too small", () => {
    // The family was erased: its payments still count, and nobody knows of how many families they are.
    const shown = atLeastFive([group("shoes", 5, 100n), group("toys", 0, 20n)]);
    expect(shown).to.deep.equal({ groups: [], rest: { groups: 2, cents: 120n } });
  });

  it("shows nothing when no group is large enough, however many there are", () => {
    expect(atLeastFive([group("shoes", 4, 1n), group("toys", 4, 2n)])).to.equal(null);
    expect(atLeastFiveInOrder([group("1", 4, 1n), group("2", 4, 2n)])).to.equal(null);
    expect(atLeastFiveInOrder([])).to.equal(null);
  });

  it("joins weeks with their neighbours in time", () => {
    const weeks = [
      group("1", 0, 0n),
      group("2", 6, 10n),
      group("3", 5, 20n),
      group("4", 2, 1n),
      group("5", 8, 40n),
      group("6", 4, 2n),
    ];
    expect(atLeastFiveInOrder(weeks)).to.deep.equal([
      { key: "1", count: 2, cents: 10n },
      { key: "3", count: 1, cents: 20n },
      { key: "4", count: 3, cents: 43n },
    ]);
  });

  it("never lets a small group be worked out from the total and what is shown", () => {
    fc.assert(
      fc.property(groupsOf, (groups) => {
        const few = groups.filter(({ families }) => families > 0 && families < 5);
        const shown = atLeastFive(groups);
        if (!shown) return groups.every(({ families }) => families < 5);
        const hidden = sum(groups) - sum(shown.groups);
        expect(hidden).to.equal(shown.rest?.cents ?? 0n);
        for (const { key, cents } of few) {
          expect(shown.groups.map((one) => one.key)).to.not.include(key);
          // An amount is a power of two: the hidden sum holds another besides.
          expect(hidden).to.not.equal(cents);
        }
        // Someone in the joined groups is one of at least five.
        if (few.length > 0) expect(hidden).to.not.equal(sum(few));
        return true;
      }),
    );
  });

  it("never shows a span without a week of five, and loses no cent", () => {
    fc.assert(
      fc.property(groupsOf, (groups) => {
        const spans = atLeastFiveInOrder(groups);
        if (!spans) return groups.every(({ families }) => families < 5);
        expect(sum(spans)).to.equal(sum(groups));
        let next = 0;
        for (const { key, count } of spans) {
          expect(key).to.equal(groups[next]?.key);
          const joined = groups.slice(next, next + count);
          expect(Math.max(...joined.map(({ families }) => families))).to.be.at.least(5);
          next += count;
        }
        return next === groups.length;
      }),
    );
  });
});

describe("A share of families", () => {
  it("is told when five did and five did not", () => {
    expect(shareOfFamilies({ part: 5, whole: 10 })).to.deep.equal({
      families: 10,
      percent: 50,
      isAtLeast: false,
    });
  });

  it("hides the few who did", () => {
    for (const part of [0, 1, 4]) {
      expect(shareOfFamilies({ part, whole: 80 })).to.deep.equal({
        families: 80,
        percent: null,
        isAtLeast: false,
      });
    }
  });

  it("hides the few who did not, by a share that is true of each of them", () => {
    for (const part of [76, 77, 78, 79, 80]) {
      expect(shareOfFamilies({ part, whole: 80 })).to.deep.equal({
        families: 80,
        percent: 95,
        isAtLeast: true,
      });
    }
    expect(shareOfFamilies({ part: 75, whole: 80 })).to.deep.equal({
      families: 80,
      percent: 93,
      isAtLeast: false,
    });
  });

  it("says nothing of fewer than five", () => {
    expect(shareOfFamilies({ part: 4, whole: 4 })).to.deep.equal({
      families: null,
      percent: null,
      isAtLeast: false,
    });
  });
});
