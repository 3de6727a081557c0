import { expect } from "chai";
import fc from "fast-check";
import {
  divideStatement,
  type StatementLine,
  sumOf,
} from "../../../server/shops/statement-parts.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const reference = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const line = (at: number, amountCents: bigint): StatementLine => ({
  kind: amountCents < 0n ? "refund" : "payment",
  at,
  position: at,
  reference: reference(at),
  till: null,
  amountCents,
});
const payout = (openedAt: number, amountCents: bigint) => ({
  payoutId: reference(openedAt),
  openedAt,
  position: openedAt,
  amountCents,
});
const times = (lines: readonly StatementLine[]) => lines.map(({ at }) => at);

describe("A statement", () => {
  it("puts each sale under the payout that paid it, and what waited under the next", () => {
    const { parts, lines, closingCents } = divideStatement({
      openingCents: 0n,
      lines: [line(1, 500n), line(2, 300n), line(9, 200n), line(30, 100n)],
      payouts: [payout(10, 800n), payout(20, 200n)],
    });
    expect(parts.map((part) => times(part.lines))).to.deep.equal([[1, 2], [9]]);
    expect(parts.map(({ carriedOutCents }) => carriedOutCents)).to.deep.equal([0n, 0n]);
    expect(times(lines)).to.deep.equal([30]);
    expect(closingCents).to.equal(100n);
  });

  it("carries on what a payout left", () => {
    const { parts, closingCents } = divideStatement({
      openingCents: 50n,
      lines: [line(1, 500n)],
      payouts: [payout(10, 400n), payout(20, 150n)],
    });
    expect(parts.map((part) => [part.carriedInCents, part.carriedOutCents])).to.deep.equal([
      [50n, 150n],
      [150n, 0n],
    ]);
    expect(closingCents).to.equal(0n);
  });

  it("gives a payout no sale that came after it", () => {
    const { parts } = divideStatement({
      openingCents: 0n,
      lines: [line(11, 400n)],
      payouts: [payout(10, 400n)],
    });
    expect(parts[0]?.lines).to.deep.equal([]);
    expect(parts[0]?.carriedOutCents).to.equal(-400n);
  });

  it("adds up whatever happened: no line twice, none lost, each part and the whole", () => {
    const cents = fc.bigInt({ min: -50_000n, max: 50_000n });
    const moment = fc.integer({ min: 0, max: 1_000 });
    const inOrder =
      <T>(of: (one: T) => number) =>
      (all: T[]) =>
        [...all].sort((one, other) => of(one) - of(other));
    const lines = fc
      .array(fc.tuple(moment, cents).map(([at, amount]) => line(at, amount)))
      .map(inOrder((one) => one.at));
    const payouts = fc
      .array(
        fc
          .tuple(moment, fc.bigInt({ min: 1n, max: 80_000n }))
          .map(([at, amount]) => payout(at, amount)),
      )
      .map(inOrder((one) => one.openedAt));
    fc.assert(
      fc.property(cents, lines, payouts, (openingCents, given, opened) => {
        const divided = divideStatement({ openingCents, lines: given, payouts: opened });
        const placed = [...divided.parts.flatMap((part) => part.lines), ...divided.lines];
        expect(placed).to.deep.equal(given);
        let carried = openingCents;
        for (const part of divided.parts) {
          expect(part.carriedInCents).to.equal(carried);
          carried += sumOf(part.lines) - part.payout.amountCents;
          expect(part.carriedOutCents).to.equal(carried);
        }
        expect(divided.carriedInCents).to.equal(carried);
        expect(divided.closingCents).to.equal(openingCents + sumOf(given) - sumOf(opened));
      }),
    );
  });
});
