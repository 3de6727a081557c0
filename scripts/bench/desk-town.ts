// A large municipality for measuring the desk: written into the index and the office's tables in bulk, as a year of events would have left
// them. Everybody in it is invented; nothing of it is on a chain.
import { eq, sql } from "drizzle-orm";
import { addUpHouseholds } from "../../server/chain/projection/household-accounts.ts";
import { emptyProjections } from "../../server/chain/projection/project.ts";
import type { Services } from "../../server/services.ts";
import { createProfiles } from "../../server/shops/profiles.ts";
import type { Database } from "../../server/store/database.ts";
import { bankEntries } from "../../server/store/schema/bank.ts";
import { households, schemeNames } from "../../server/store/schema/office.ts";
import { beneficiaries, payouts } from "../../server/store/schema/projections.ts";
import { clientNumberPlace } from "../../server/validator/registrations.ts";
import { createVault } from "../../server/validator/vault.ts";
import { fromHex, type Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { ROLES } from "../../wallet-web/shared/protocol/commands.ts";
import * as fill from "./desk-town-sql.ts";

export type Size = { families: number; payments: number; shops: number };

/** What the screens ask about. */
export type LargeTown = {
  schemeId: Hex;
  /** The shop with most payments, and one of its payments. */
  shopId: Hex;
  paymentId: Hex;
  payoutId: Hex;
  payouts: number;
  householdId: Hex;
  beneficiaryId: Hex;
  /** As they stand in a file: of families that the scheme has. */
  clientNumbers: readonly string[];
};

const ROWS_PER_STATEMENT = 2_000;
/** Of a family with number `n`, counted from 0: two on average. */
export const childrenOf = (n: number) => 1 + (n % 3);
export const clientNumberOf = (n: number) => `MV-${1_000_000 + n}`;

/** @param staff The device that holds every role in the scheme. */
export async function fillTown(
  services: Services,
  { staff, size }: { staff: Hex; size: Size },
): Promise<LargeTown> {
  const { database } = services;
  const now = Math.floor(services.clock.now() / 1000);
  const given = { ...size, now, staff };
  await database.transaction((tx) => emptyProjections(tx));
  const indexes = await dropIndexes(database);
  for (const statement of fill.statements(given)) await database.execute(statement);
  await fillRoles(database, staff, now);
  await fillHouseholds(services, size, now);
  for (const statement of fill.afterHouseholds(given)) await database.execute(statement);
  await fillShops(services, size);
  for (const { definition } of indexes) await database.execute(sql.raw(definition));
  await database.execute(sql`analyze`);
  await database.transaction(async (tx) =>
    addUpHouseholds(
      tx,
      await tx.select({ beneficiaryId: beneficiaries.beneficiaryId }).from(beneficiaries),
    ),
  );
  await database.execute(sql`vacuum analyze`);
  const one = async (query: ReturnType<typeof sql>) => {
    const { rows } = (await database.execute(query)) as { rows: { id: Hex }[] };
    return rows[0]?.id ?? "0x";
  };
  const shopId = fill.shopId(0);
  const family = sql`select household_id as id from households order by letter_number offset 5 limit 1`;
  const householdId = await one(family);
  const payoutId = await one(
    sql`select payout_id as id from payouts where shop_id = ${shopId} order by opened_at desc limit 1`,
  );
  await tellOfPayout(services, payoutId);
  return {
    schemeId: fill.SCHEME,
    shopId,
    paymentId: await one(
      sql`select payment_id as id from payments where shop_id = ${shopId} order by position desc offset 99 limit 1`,
    ),
    payoutId,
    payouts: await database.$count(payouts),
    householdId,
    beneficiaryId: await one(
      sql`select beneficiary_id as id from household_beneficiaries where household_id = ${householdId}`,
    ),
    clientNumbers: Array.from({ length: size.families }, (_, n) => clientNumberOf(n)),
  };
}

/** What the bank's line of the payout that is looked at says. */
async function tellOfPayout(services: Services, payoutId: Hex): Promise<void> {
  const entryId = payoutId.slice(0, 20);
  const vault = createVault({ dataKey: fromHex(services.dataKey), random: services.random });
  const place = { table: "bank_entries", column: "details", id: entryId };
  const told = { iban: "NL21RABO0085316318", name: "Winkel 0", reference: null, description: "" };
  await services.database
    .update(bankEntries)
    .set({ details: vault.seal(place, JSON.stringify(told)) })
    .where(eq(bankEntries.entryId, entryId));
}

/** Rows go in ten times as fast without; primary keys and what is unique stay. */
async function dropIndexes(database: Database): Promise<{ definition: string }[]> {
  const { rows } = (await database.execute(sql`
    select i.indexname as name, i.indexdef as definition from pg_indexes i
    where i.schemaname = 'public' and i.indexdef not like 'CREATE UNIQUE%'`)) as {
    rows: { name: string; definition: string }[];
  };
  for (const { name } of rows) await database.execute(sql`drop index ${sql.identifier(name)}`);
  return rows;
}

async function fillRoles(database: Database, staff: Hex, now: number): Promise<void> {
  await database.insert(schemeNames).values({
    ...{ schemeId: fill.SCHEME, name: "Kindpakket", requestId: fill.NO_HASH },
  });
  for (const role of ROLES) {
    if (role === "none" || role === "admin") continue;
    await database.execute(sql`insert into role_holders (scheme_id, role, holder, candidate, accepted_at)
      values (${fill.SCHEME}, ${role}, ${staff}, ${staff}, ${now - fill.YEAR_SECONDS})`);
  }
}

/** Client numbers are sealed and found by their MAC, as the office does it. */
async function fillHouseholds(services: Services, size: Size, now: number): Promise<void> {
  const vault = createVault({ dataKey: fromHex(services.dataKey), random: services.random });
  for (let from = 0; from < size.families; from += ROWS_PER_STATEMENT) {
    const until = Math.min(size.families, from + ROWS_PER_STATEMENT);
    const rows: (typeof households.$inferInsert)[] = [];
    for (let n = from; n < until; n++) {
      const householdId = fill.householdId(n);
      const clientNumber = clientNumberOf(n);
      rows.push({
        householdId,
        schemeId: fill.SCHEME,
        clientNumber: vault.seal(clientNumberPlace(householdId), clientNumber),
        clientNumberMac: vault.mac("client-number", clientNumber),
        letterNumber: n + 1,
        language: "nl",
        requestId: fill.NO_HASH,
        registeredAt: now - fill.YEAR_SECONDS,
      });
    }
    await services.database.insert(households).values(rows);
  }
}

const CATEGORIES = ["clothing", "shoes", "sport", "books", "toys", "music", "other"] as const;

async function fillShops(services: Services, size: Size): Promise<void> {
  const vault = createVault({ dataKey: fromHex(services.dataKey), random: services.random });
  const profiles = createProfiles({ database: services.database, vault, now: () => 0 });
  for (let n = 0; n < size.shops; n++) {
    const profile = {
      ...{ name: `Winkel ${n}`, kvkNumber: "12345678", iban: "NL21RABO0085316318" },
      ...{ ibanSalt: fill.shopId(n), category: CATEGORIES[n % CATEGORIES.length] ?? "other" },
      ...{ address: "Hoofdstraat 1", email: "winkel@example.org", openingHours: null, place: null },
    };
    const shopId = fill.shopId(n);
    await profiles.put(services.database, { shopId, profile, requestId: fill.NO_HASH });
  }
}
