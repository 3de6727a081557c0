// Marks: one a month of each household and shop, after a payment; shown five at once, and leading to nobody.
import { expect } from "chai";
import { AppError } from "../../../server/errors/app-error.ts";
import { createMarkGivers } from "../../../server/marks/givers.ts";
import { createMarks, meanTenths } from "../../../server/marks/marks.ts";
import { markCounts, markGivers, marksWaiting } from "../../../server/store/schema/marks.ts";
import type { Authority } from "../../../server/validator/authority.ts";
import { createVault } from "../../../server/validator/vault.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { type Families, id, openFamilies, SCHEME } from "../insight/families.ts";

const SHOP = id(11);
const DAY = 86_400;
const at = (text: string) => Date.parse(text) / 1000;
const vault = createVault({
  dataKey: new Uint8Array(32).fill(7),
  random: (length) => new Uint8Array(length).fill(9),
});

for (const kind of databaseKinds) {
  describe(`Marks on ${kind}`, function () {
    this.timeout(60_000);
    let town: Families;
    before(async () => {
      town = await openFamilies(kind);
    });
    beforeEach(async () => {
      await town.clear();
      for (const table of [markGivers, marksWaiting, markCounts]) {
        await town.database.delete(table);
      }
      town.now = at("2026-04-10T12:00:00Z");
    });
    after(async () => {
      await town.close();
      await stopDatabases();
    });

    const givers = () => createMarkGivers({ vault, now: () => town.now });
    const marks = () =>
      createMarks({ database: town.database, givers: givers(), now: () => town.now });
    const holding = (beneficiaryIds: readonly Hex[], shopIds: readonly Hex[] = []): Authority => ({
      addresses: [],
      roles: [],
      beneficiaries: beneficiaryIds.map((beneficiaryId) => ({ beneficiaryId, schemeId: SCHEME })),
      shops: shopIds.map((shopId) => ({ shopId, owner: true, seesMoney: true })),
    });
    /** Families of one child each, that paid now. */
    const payers = async (count: number) => {
      const children = (await town.families(count)).flat();
      for (const child of children) {
        await town.pay({ child, shopId: SHOP, cents: 100n, at: town.now });
      }
      return children;
    };
    const give = (viewer: Authority, mark: number, kind: "family" | "shop" = "family") =>
      marks().give(viewer, { schemeId: SCHEME, kind, mark });
    const codeOf = async (giving: Promise<void>) => {
      const failure = await giving.then(
        () => null,
        (error: unknown) => error,
      );
      return failure instanceof AppError ? failure.code : failure;
    };
    const shown = async () => (await town.insight().ofScheme(SCHEME)).satisfaction;

    it("takes one a month of a household, whichever of its phones and children", async () => {
      const [family = []] = await town.families(1, 2);
      const [one, other] = family as [Hex, Hex];
      await town.pay({ child: one, shopId: SHOP, cents: 100n, at: town.now });
      expect(await marks().chances(holding([other]))).to.deep.equal([]);
      expect(await marks().chances(holding([one, other]))).to.deep.equal([
        { schemeId: SCHEME, kind: "family" },
      ]);
      await town.pay({ child: other, shopId: SHOP, cents: 100n, at: town.now });
      await give(holding([one]), 8);
      expect(await codeOf(give(holding([other]), 9))).to.equal("mark-already-given");
      expect(await marks().chances(holding([one, other]))).to.deep.equal([]);
    });

    it("begins a new month at midnight in the Netherlands", async () => {
      town.now = at("2026-04-30T21:59:59Z");
      const viewer = holding(await payers(1));
      await give(viewer, 8);
      expect(await codeOf(give(viewer, 8))).to.equal("mark-already-given");
      town.now += 1;
      expect(await codeOf(give(viewer, 8))).to.equal(null);
    });

    it("comes after a payment in that scheme, until 31 days later", async () => {
      const viewer = holding((await town.families(1)).flat());
      expect(await codeOf(give(viewer, 8))).to.equal("mark-without-payment");
      const [child] = await payers(1);
      const payer = holding([child as Hex]);
      expect(await codeOf(marks().give(payer, { schemeId: id(2), kind: "family", mark: 8 })))
        .to //
        .equal("forbidden");
      town.now += 31 * DAY;
      expect(await marks().chances(payer)).to.have.lengthOf(1);
      town.now += 1;
      expect(await marks().chances(payer)).to.deep.equal([]);
      expect(await codeOf(give(payer, 8))).to.equal("mark-without-payment");
    });

    it("refuses whoever is neither a family nor a shop", async () => {
      await payers(1);
      expect(await codeOf(give(holding([]), 8))).to.equal("forbidden");
      expect(await codeOf(give(holding([]), 8, "shop"))).to.equal("forbidden");
    });

    it("takes one a month of a shop, whichever of its tills", async () => {
      await payers(1);
      await give(holding([], [SHOP]), 9, "shop");
      expect(await codeOf(give(holding([], [SHOP]), 9, "shop"))).to.equal("mark-already-given");
      expect(await codeOf(give(holding([], [id(12)]), 9, "shop"))).to.equal("mark-without-payment");
    });

    it("counts one of two that come at once", async () => {
      const viewer = holding(await payers(1));
      const codes = await Promise.all([1, 2, 3].map(() => codeOf(give(viewer, 8))));
      expect(codes.filter((code) => code === null)).to.have.lengthOf(1);
      const [waiting] = await town.database.select().from(marksWaiting);
      expect(waiting?.counts).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    });

    it("shows none before five are together, and then five at once", async () => {
      const viewers = (await payers(10)).map((child) => holding([child]));
      for (const viewer of viewers.slice(0, 4)) await give(viewer, 8);
      expect(await shown()).to.deep.equal({ families: null, shops: null });
      await give(viewers[4] as Authority, 9);
      const april = { month: "2026-04", meanTenths: 82, marks: 5 };
      const five = { meanTenths: 82, marks: 5, months: [april] };
      expect(await shown()).to.deep.equal({ families: five, shops: null });
      for (const viewer of viewers.slice(5, 9)) {
        await give(viewer, 10);
        expect((await shown()).families).to.deep.equal(five);
      }
      town.now = at("2026-05-01T12:00:00Z");
      await give(viewers[9] as Authority, 10);
      expect((await shown()).families).to.deep.equal({
        meanTenths: 91,
        marks: 10,
        months: [april, { month: "2026-05", meanTenths: 100, marks: 5 }],
      });
    });

    it("keeps families' and shops' apart", async () => {
      const families = await payers(4);
      for (const child of families) await give(holding([child]), 3);
      await give(holding([], [SHOP]), 3, "shop");
      expect(await shown()).to.deep.equal({ families: null, shops: null });
    });

    it("keeps who gave one apart from what was given: no column of one stands in the other", async () => {
      await give(holding(await payers(1)), 8);
      const [giver] = await town.database.select().from(markGivers);
      const [waiting] = await town.database.select().from(marksWaiting);
      expect(Object.keys(giver ?? {})).to.have.members(["giver", "month"]);
      expect(Object.keys(waiting ?? {})).to.have.members(["schemeId", "kind", "counts"]);
      expect(giver?.giver).to.match(/^[0-9a-f]{64}$/);
    });

    it("forgets who gave one when the month is over", async () => {
      await give(holding(await payers(1)), 8);
      town.now = at("2026-04-30T21:59:59Z");
      await givers().forgetOld(town.database);
      expect(await town.database.select().from(markGivers)).to.have.lengthOf(1);
      town.now += 1;
      await givers().forgetOld(town.database);
      expect(await town.database.select().from(markGivers)).to.deep.equal([]);
    });
  });
}

describe("The mean of marks", () => {
  const counts = (...marks: number[]) =>
    Array.from({ length: 10 }, (_, index) => marks.filter((mark) => mark === index + 1).length);

  it("has one decimal, rounded", () => {
    expect(meanTenths(counts(8, 8, 9))).to.equal(83);
    expect(meanTenths(counts(1))).to.equal(10);
    expect(meanTenths(counts(10, 10))).to.equal(100);
    expect(meanTenths(counts(8, 8, 8, 8, 9, 9, 8, 8))).to.equal(83);
  });

  it("is none of no marks", () => {
    expect(meanTenths(counts())).to.equal(null);
  });
});
