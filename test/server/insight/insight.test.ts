import { expect } from "chai";
import { AppError } from "../../../server/errors/app-error.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { type Families, id, MONDAY, openFamilies, SCHEME, WEEK } from "./families.ts";

const [SHOES, TOYS, SPORT, UNKNOWN] = [id(11), id(12), id(13), id(14)];
const MINUTE = 60;

for (const kind of databaseKinds) {
  describe(`Insight on ${kind}`, function () {
    this.timeout(60_000);
    let town: Families;
    before(async () => {
      town = await openFamilies(kind);
    });
    beforeEach(async () => {
      await town.clear();
      await town.shop(SHOES, "shoes");
      await town.shop(TOYS, "toys");
      await town.shop(SPORT, "sport");
    });
    after(async () => {
      await town.close();
      await stopDatabases();
    });

    const answer = () => town.insight().ofScheme(SCHEME);
    const childrenOf = async (count: number, each = 1) => (await town.families(count, each)).flat();
    const buy = async (
      children: readonly `0x${string}`[],
      given: { shopId: `0x${string}`; cents: bigint; at?: number; corrected?: bigint },
    ) => {
      for (const child of children) await town.pay({ child, ...given });
    };

    it("says where the money is, and that nothing was spent", async () => {
      const { conservation, ...rest } = await answer();
      expect(conservation).to.include({ fundedCents: "1000", holds: true });
      expect(rest).to.deep.include({
        spentCents: "0",
        weeks: null,
        categories: null,
        medianSaleToBankSeconds: null,
        adoption: { families: null, percent: null, isAtLeast: false },
      });
    });

    it("refuses a scheme that there is not", async () => {
      const failure = await town
        .insight()
        .ofScheme(id(77))
        .catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AppError).with.property("code", "scheme-unknown");
    });

    it("adds spending up by category, with the small ones joined with the one that has least money", async () => {
      const families = await childrenOf(7);
      await buy(families, { shopId: SHOES, cents: 100n });
      await buy(families.slice(0, 5), { shopId: TOYS, cents: 1_000n });
      await buy(families.slice(0, 4), { shopId: SPORT, cents: 7n });
      await buy(families.slice(0, 1), { shopId: UNKNOWN, cents: 9n });

      const { categories, spentCents } = await answer();

      expect(categories).to.deep.equal([
        { category: "toys", spentCents: "5000" },
        { category: "rest", spentCents: "737" },
      ]);
      expect(spentCents).to.equal("5737");
    });

    it("counts five children of one family as one family", async () => {
      await buy(await childrenOf(1, 5), { shopId: SHOES, cents: 100n });
      const { categories, weeks, spentCents } = await answer();
      expect({ categories, weeks, spentCents }).to.deep.equal({
        categories: null,
        weeks: null,
        spentCents: "500",
      });
    });

    it("counts a family whose payments were all refunded for none", async () => {
      const families = await childrenOf(5);
      await buy(families.slice(0, 4), { shopId: SHOES, cents: 100n });
      await buy(families.slice(4), { shopId: SHOES, cents: 100n, corrected: 100n });
      expect((await answer()).categories).to.equal(null);
    });

    it("adds spending up by week, with quiet weeks joined, and says how old the scheme was", async () => {
      const families = await childrenOf(6);
      await buy(families, { shopId: SHOES, cents: 100n });
      await buy(families.slice(0, 2), { shopId: SHOES, cents: 10n, at: MONDAY + WEEK });
      await buy(families, { shopId: SHOES, cents: 1n, at: MONDAY + 3 * WEEK });
      town.now = MONDAY + 4 * WEEK;

      expect((await answer()).weeks).to.deep.equal([
        { startsOn: "2026-01-05", weeks: 1, age: 1, spentCents: "600" },
        { startsOn: "2026-01-12", weeks: 4, age: 2, spentCents: "26" },
      ]);
    });

    it("lets the week begin on Monday at midnight in the Netherlands", async () => {
      const families = await childrenOf(5);
      const midnight = Date.parse("2026-07-06T00:00:00+02:00") / 1000;
      await buy(families, { shopId: SHOES, cents: 100n, at: midnight - 1 });
      await buy(families, { shopId: SHOES, cents: 1n, at: midnight });
      town.now = midnight;
      const { weeks } = await answer();
      expect(weeks?.map(({ spentCents }) => spentCents)).to.deep.equal(["500", "5"]);
      expect(weeks?.at(-1)?.startsOn).to.equal("2026-07-06");
    });

    it("tells the share of families that paid, a family with two children once", async () => {
      const families = await town.families(10, 2);
      for (const [child] of families.slice(0, 5)) {
        await buy([child as `0x${string}`], { shopId: SHOES, cents: 1n });
      }
      expect((await answer()).adoption).to.deep.equal({
        families: 10,
        percent: 50,
        isAtLeast: false,
      });
    });

    it("gives the median from sale to bank of what was booked, once five families are in it", async () => {
      const families = await childrenOf(5);
      for (const [index, child] of families.entries()) {
        await town.pay({ child, shopId: SHOES, cents: 100n, at: MONDAY + index });
      }
      await town.pay({ child: families[0]!, shopId: TOYS, cents: 100n });
      expect((await answer()).medianSaleToBankSeconds).to.equal(null);
      const openedAt = MONDAY + 30;
      await town.payOut({ shopId: TOYS, cents: 100n, openedAt, bookedAt: MONDAY + 7_200 });
      expect((await answer()).medianSaleToBankSeconds).to.equal(null);

      await town.payOut({ shopId: SHOES, cents: 500n, openedAt, bookedAt: MONDAY + MINUTE });

      // Seconds to the bank: 60, 59, 58, 57, 56 and 7,200.
      expect((await answer()).medianSaleToBankSeconds).to.equal(59);
    });

    it("is made once for all who ask meanwhile, and anew for who asks later", async () => {
      const insight = town.insight();
      const [one, other] = await Promise.all([insight.known(SCHEME), insight.known(SCHEME)]);
      expect(one).to.equal(other);
      await buy(await childrenOf(5), { shopId: SHOES, cents: 100n });
      expect((await insight.ofScheme(SCHEME)).spentCents).to.equal("500");
      await insight.ofScheme(id(77)).catch(() => {});
      const failure = await insight.ofScheme(id(77)).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(AppError);
    });

    it("is made once in five seconds for the public, however often it is asked", async () => {
      const insight = town.insight();
      const first = await insight.known(SCHEME);
      await buy(await childrenOf(5), { shopId: SHOES, cents: 100n });
      town.now += 4;
      expect(await insight.known(SCHEME)).to.equal(first);
      town.now += 1;
      expect((await insight.known(SCHEME)).answer.spentCents).to.equal("500");
    });

    it("finds five families behind many payments of one", async () => {
      const families = await childrenOf(5);
      for (let time = 0; time < 45; time++) {
        await buy(families.slice(0, 1), { shopId: SHOES, cents: 1n, at: MONDAY + time });
      }
      await buy(families.slice(1, 4), { shopId: SHOES, cents: 1n, at: MONDAY });
      expect(await answer()).to.deep.include({ weeks: null, categories: null });
      // The newest payments are all of one again, and so are the week's first.
      await buy(families.slice(4), { shopId: SHOES, cents: 1n, at: MONDAY + 60 });
      for (let time = 0; time < 45; time++) {
        await buy(families.slice(0, 1), { shopId: SHOES, cents: 1n, at: MONDAY + 90 });
      }
      const { weeks, categories } = await answer();
      expect(weeks?.map(({ spentCents }) => spentCents)).to.deep.equal(["94"]);
      expect(categories).to.deep.equal([{ category: "shoes", spentCents: "94" }]);
    });
  });
}
