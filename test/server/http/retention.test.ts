// Families go by themselves, so many months after their scheme's end and grace; not a second before.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { readIndex } from "../../../server/audit/sides.ts";
import { createMarkGivers } from "../../../server/marks/givers.ts";
import { erasures } from "../../../server/store/schema/access.ts";
import {
  householdImportChunks,
  householdImports,
  households,
  schemeNames,
} from "../../../server/store/schema/office.ts";
import { schemes } from "../../../server/store/schema/projections.ts";
import { createImportStore } from "../../../server/validator/import-store.ts";
import { createRetention, monthsBefore } from "../../../server/validator/retention.ts";
import { createVault } from "../../../server/validator/vault.ts";
import { fromHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { testLog } from "../../helpers/chain.ts";
import { type Bench, startBench } from "./bench.ts";
import { family, openTown, type Town } from "./town.ts";

describe("The retention of families", () => {
  let bench: Bench;
  let town: Town;
  // A server of its own: a round sees every scheme.
  before(async function () {
    this.timeout(60_000);
    bench = await startBench();
    town = await openTown(bench);
    await family(town, 2);
  });
  after(() => bench.stop());

  const retentionAt = (now: number, leads = true) => {
    const { database, dataKey, random } = bench.services;
    const vault = createVault({ dataKey: fromHex(dataKey), random });
    const importStore = createImportStore({ database, vault, now: () => now });
    return createRetention({
      database,
      importStore,
      markGivers: createMarkGivers({ vault, now: () => now }),
      random,
      now: () => now,
      months: 3,
      leads: () => leads,
      log: testLog,
    });
  };

  it("goes by the scheme's own months where its sponsor set them", async () => {
    const { database } = bench.services;
    const ofScheme = eq(schemeNames.schemeId, town.schemeId);
    const [scheme] = await database
      .select()
      .from(schemes)
      .where(eq(schemes.schemeId, town.schemeId));
    const end = (scheme?.endsAt ?? 0) + (scheme?.graceSeconds ?? 0);
    await database.update(schemeNames).set({ retentionMonths: 12 }).where(ofScheme);
    const shown = (await bench.get("/deployment")).body.schemes;

    // The server's three months are over long ago.
    expect(await retentionAt(end + 300 * 86_400).round()).to.equal(0);
    expect(shown.find((one: { schemeId: string }) => one.schemeId === town.schemeId)).to.include({
      retentionMonths: 12,
    });

    await database.update(schemeNames).set({ retentionMonths: null }).where(ofScheme);
  });

  it("erases when its months are over, once, by the process that leads, and leaves the books", async () => {
    const { database } = bench.services;
    const [scheme] = await database
      .select()
      .from(schemes)
      .where(eq(schemes.schemeId, town.schemeId));
    const end = (scheme?.endsAt ?? 0) + (scheme?.graceSeconds ?? 0);
    let due = end;
    while (monthsBefore(due, 3) <= end) due += 3_600;
    const books = await readIndex(database);

    expect(await retentionAt(due - 3_600).round()).to.equal(0);
    expect(await retentionAt(due, false).round()).to.equal(0);
    expect(await database.select().from(households)).to.have.length(1);
    expect(await retentionAt(due).round()).to.equal(2);
    expect(await retentionAt(due).round()).to.equal(0);

    for (const table of [households, householdImports, householdImportChunks]) {
      expect(await database.select().from(table)).to.deep.equal([]);
    }
    const [kept, ...others] = await database.select().from(erasures);
    expect(kept).to.include({ reason: "retention", by: null, signature: null, beneficiaries: 2 });
    expect(others).to.deep.equal([]);
    expect(await readIndex(database)).to.deep.equal(books);
  });

  it("counts calendar months", () => {
    const at = (text: string) => Date.parse(text) / 1000;
    expect(monthsBefore(at("2026-05-31T10:00:00Z"), 3)).to.equal(at("2026-02-28T10:00:00Z"));
    expect(monthsBefore(at("2026-01-15T00:00:00Z"), 24)).to.equal(at("2024-01-15T00:00:00Z"));
  });
});
