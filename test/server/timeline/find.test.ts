// A shop's timeline stays one page of work, however many payments the shop has, and tells of no other scheme.
import { PGlite } from "@electric-sql/pglite";
import { expect } from "chai";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import type { Database } from "../../../server/store/database.ts";
import * as schema from "../../../server/store/schema/index.ts";
import { findEvents, positionOf } from "../../../server/timeline/find.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { makeFolder, temporaryFolder } from "../../helpers/database.ts";

const id = (number: number): Hex => `0x${number.toString(16).padStart(32, "0")}`;
const SCHEME = id(0x5c);
const OTHER = id(0x5d);
const SHOP = id(1);
const PAYMENTS = 20_000;
const LIMIT = 50;

describe("A shop's timeline", () => {
  let client: PGlite;
  let database: Database;
  const asked: { text: string; values: unknown[] }[] = [];

  before(async function () {
    this.timeout(120_000);
    client = await PGlite.create(await makeFolder(temporaryFolder()));
    const logger = { logQuery: (text: string, values: unknown[]) => asked.push({ text, values }) };
    database = drizzle(client, { schema, casing: "snake_case", logger });
    await fill(database);
  });
  after(() => client.close());
  beforeEach(() => {
    asked.length = 0;
  });

  const page = (schemeId: Hex, before: number | null = null) =>
    findEvents(database, { schemeId, subject: { kind: "shop", id: SHOP }, before, limit: LIMIT });

  it("is the newest events of the scheme, page by page, each once", async () => {
    const seen: number[] = [];
    for (let before: number | null = null; ; ) {
      const { rows, next } = await page(OTHER, before);
      seen.push(...rows.map(positionOf));
      if (next === null) break;
      before = Number(next);
    }
    // Every hundredth payment is the other scheme's.
    expect(seen).to.have.length(PAYMENTS / 100);
    expect(seen).to.deep.equal([...new Set(seen)].toSorted((one, other) => other - one));
  });

  it("tells how the shop's payouts ended, though those events name no shop", async () => {
    const names = (await page(SCHEME)).rows.map((row) => row.name);
    expect(names.slice(0, 3)).to.deep.equal(["PayoutSettled", "PayoutSettled", "PaymentMade"]);
  });

  it("reads no more than a page by the shop's index, and sorts nothing", async () => {
    await page(SCHEME);
    const [ofShop] = await plansOf((text) => text.includes("'shopId') ="));
    expect(ofShop)
      .to.include("chain_events_shop")
      .and.not.match(/Sort|Seq Scan on chain_events/);
    expect(rowsRead(ofShop!)).to.be.at.most(LIMIT + 1);
  });

  it("looks for the end of the shop's own payouts alone", async () => {
    await page(SCHEME);
    const [ofPayouts] = await plansOf((text) => text.includes("lateral"));
    expect(ofPayouts).to.include("chain_events_payout");
    expect(ofPayouts).not.to.match(/Seq Scan on chain_events|chain_events_name/);
  });

  /** How the database does what was asked, of those questions that are meant. */
  const plansOf = (isMeant: (text: string) => boolean) =>
    Promise.all(
      asked
        .filter(({ text }) => isMeant(text))
        .map(async ({ text, values }) => {
          const { rows } = await client.query<{ "QUERY PLAN": string }>(
            `explain (analyze, costs off, timing off) ${text}`,
            values,
          );
          return rows.map((row) => row["QUERY PLAN"]).join("\n");
        }),
    );
});

const rowsRead = (plan: string) =>
  Number(/chain_events_shop .*rows=(\d+)/.exec(plan)?.[1] ?? Number.NaN);

/** One shop with most of the payments, in two schemes, and two payouts among many of others. */
async function fill(database: Database): Promise<void> {
  const text = (number: string) => `'0x' || lpad(to_hex(${number}), 32, '0')`;
  const statements = [
    `insert into beneficiaries (beneficiary_id, scheme_id, state, granted_cents, balance_cents, device_count, registered_at, has_paid)
     select ${text("1000000 + i")}, case when i = 0 then '${OTHER}' else '${SCHEME}' end, 'active', 0, 0, 1, 1, true from generate_series(0, 99) i`,
    `insert into chain_events (block_number, log_index, transaction_hash, timestamp, name, args)
     select i, 0, '0x', i, 'PaymentMade', jsonb_build_object('paymentId', i::text, 'shopId', '${SHOP}', 'beneficiaryId', ${text("1000000 + i % 100")})
     from generate_series(1, ${PAYMENTS}) i`,
    `insert into payouts (payout_id, scheme_id, shop_id, amount_cents, iban_commitment, opened_by, state, opened_at)
     select ${text("2000000 + i")}, '${SCHEME}', ${text("case when i <= 2 then 1 else i end")}, 1, '0x', '0x', 'settled', 1 from generate_series(1, 5000) i`,
    `insert into chain_events (block_number, log_index, transaction_hash, timestamp, name, args)
     select ${PAYMENTS} + i, 0, '0x', i, 'PayoutSettled', jsonb_build_object('payoutId', ${text("2000000 + i")}) from generate_series(1, 5000) i`,
    "analyze",
  ];
  for (const statement of statements) await database.execute(sql.raw(statement));
}
