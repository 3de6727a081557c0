import { expect } from "chai";
import fc from "fast-check";
import { forecastOf } from "../../../wallet-web/desk/overview/forecast.ts";

const DAY = 86_400;
const scheme = { startsAt: 1_000 * DAY, endsAt: 1_300 * DAY, now: 1_100 * DAY };

describe("When the money will be spent", () => {
  it("is the day on which it is, at the pace since the start, when that is before the end", () => {
    const money = { spentCents: 10_000n, outstandingCents: 5_000n };
    expect(forecastOf({ ...scheme, ...money })).to.deep.equal({ kind: "spent", at: 1_150 * DAY });
  });

  it("is otherwise what is left at the end", () => {
    const money = { spentCents: 10_000n, outstandingCents: 50_000n };
    expect(forecastOf({ ...scheme, ...money })).to.deep.equal({ kind: "left", cents: 30_000n });
  });

  it("is not said of a scheme that just began, is over, or of which nothing was or can be spent", () => {
    const money = { spentCents: 100n, outstandingCents: 100n };
    for (const wrong of [
      { now: 1_013 * DAY },
      { now: 999 * DAY },
      { now: 1_300 * DAY },
      { spentCents: 0n },
      { outstandingCents: 0n },
    ]) {
      expect(forecastOf({ ...scheme, ...money, ...wrong })).to.deep.equal({ kind: "none" });
    }
  });

  it("never says more than there is, nor a day that is past or after the end", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 14, max: 299 }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        (days, spentCents, outstandingCents) => {
          const now = scheme.startsAt + days * DAY;
          const said = forecastOf({ ...scheme, now, spentCents, outstandingCents });
          if (said.kind === "spent") {
            expect(said.at >= now && said.at < scheme.endsAt).to.equal(true);
          } else if (said.kind === "left") {
            expect(said.cents >= 0n && said.cents <= outstandingCents).to.equal(true);
          } else expect.fail("at every pace there is something to say");
        },
      ),
    );
  });
});
