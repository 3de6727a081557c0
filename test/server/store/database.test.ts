// The database opens on both kinds with the same tables, and refuses what another version made.
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { OtherVersionError, openDatabase } from "../../../server/store/database.ts";
import { schemes } from "../../../server/store/schema/index.ts";
import {
  databaseKinds,
  makeDatabase,
  stopDatabases,
  temporaryFolder,
} from "../../helpers/database.ts";

describe("database", () => {
  after(stopDatabases);

  for (const kind of databaseKinds) {
    describe(kind, () => {
      it("keeps what was written", async () => {
        const place = await makeDatabase(kind, temporaryFolder());
        const first = await openDatabase(place);
        const scheme = {
          schemeId: `0x${"0a".repeat(16)}`,
          sponsor: `0x${"0b".repeat(20)}`,
          startsAt: 1,
          endsAt: 2 ** 40 - 1,
          graceSeconds: 3,
          ibanDelaySeconds: 4,
          amountPerBeneficiaryCents: 30_000n,
          shopDebtLimitCents: 0n,
          paused: false,
          closed: true,
          fundedCents: 2n ** 48n - 1n,
          unallocatedCents: 0n,
          outstandingCents: 0n,
          owedCents: -(2n ** 55n),
          inPayoutCents: 0n,
          paidOutCents: 0n,
          withdrawnCents: 0n,
          openedAt: 5,
        } as const;
        await first.database.insert(schemes).values(scheme);
        await first.close();
        const second = await openDatabase(place);
        const rows = await second.database.select().from(schemes);
        await second.close();
        expect(rows).to.deep.equal([scheme]);
      });

      it("writes nothing of a transaction that fails", async () => {
        const { database, close } = await openDatabase(await makeDatabase(kind, temporaryFolder()));
        const failed = await database
          .transaction(async (tx) => {
            await tx.execute(sql`INSERT INTO used_challenges VALUES ('0x00', 1)`);
            throw new Error("no");
          })
          .catch(() => "failed");
        const rows = await database.query.usedChallenges.findMany();
        await close();
        expect({ failed, rows }).to.deep.equal({ failed: "failed", rows: [] });
      });

      it("refuses tables of another version", async () => {
        const place = await makeDatabase(kind, temporaryFolder());
        const { database, close } = await openDatabase(place);
        await database.execute(sql`UPDATE drizzle.__drizzle_migrations SET hash = 'another'`);
        await close();
        const error = await openDatabase(place).catch((cause: unknown) => cause);
        expect(error).to.be.instanceOf(OtherVersionError);
      });
    });
  }

  it("opens once when servers start together", async function () {
    if (!databaseKinds.includes("postgres")) this.skip();
    const place = await makeDatabase("postgres", temporaryFolder());
    const open = await Promise.all([1, 2, 3].map(() => openDatabase(place)));
    const rows = await open[0]?.database.execute(sql`SELECT 1 FROM drizzle.__drizzle_migrations`);
    await Promise.all(open.map(({ close }) => close()));
    expect(rows).to.have.property("rowCount", 1);
  });
});
