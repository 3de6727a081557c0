// Erases the families of schemes that ended long ago, imports and codes beyond their time, and who gave a mark in a month that is
// over: daily, by the process that leads.
import { eq, inArray, lte, sql } from "drizzle-orm";
import type { Logger } from "pino";
import { type Hex, type RandomBytes, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { MarkGivers } from "../marks/givers.ts";
import type { Database } from "../store/database.ts";
import { erasures } from "../store/schema/access.ts";
import {
  householdImportChunks,
  householdImports,
  households,
  schemeNames,
} from "../store/schema/office.ts";
import { schemes } from "../store/schema/projections.ts";
import { paymentCodes, phoneOffers } from "../store/schema/wallet.ts";
import { eraseHouseholds } from "./erasure.ts";
import type { ImportStore } from "./import-store.ts";

export type Retention = {
  start: () => void;
  /** One round, now. @returns How many children's families were erased. */
  round: () => Promise<number>;
  /** Resolves when the round under way is done. */
  stop: () => Promise<void>;
};

type Parts = {
  database: Database;
  importStore: Pick<ImportStore, "forget" | "forgetOld">;
  markGivers: Pick<MarkGivers, "forget" | "forgetOld">;
  random: RandomBytes;
  /** Unix time in seconds. */
  now: () => number;
  /** After a scheme's end and its grace, where its sponsor said nothing else. */
  months: number;
  leads: () => boolean;
  log: Logger;
};

const FIRST_ROUND_MS = 60_000;
const ROUND_MS = 86_400_000;
/** So many at once that no payment waits long for them. */
const HOUSEHOLDS_AT_ONCE = 200;

export function createRetention(parts: Parts): Retention {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  const round = async () => {
    if (!parts.leads()) return 0;
    await parts.importStore.forgetOld();
    await forgetOldCodes(parts);
    await parts.markGivers.forgetOld(parts.database);
    let gone = 0;
    for (const schemeId of await endedSchemes(parts)) gone += await eraseScheme(parts, schemeId);
    return gone;
  };
  const tick = () => {
    underWay = round()
      .catch((err: unknown) => parts.log.warn({ err }, "the retention's round failed"))
      .finally(() => plan(ROUND_MS));
  };
  const plan = (ms: number) => {
    if (!isStopped) timer = setTimeout(tick, ms).unref();
  };
  return {
    start: () => plan(FIRST_ROUND_MS),
    round,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

/** Those that nobody came for. */
async function forgetOldCodes({ database, now }: Parts): Promise<void> {
  await database.delete(paymentCodes).where(lte(paymentCodes.expiresAt, now()));
  await database.delete(phoneOffers).where(lte(phoneOffers.expiresAt, now()));
}

/** Schemes whose retention is over, as far as they still have families. */
async function endedSchemes({ database, now, months }: Parts): Promise<Hex[]> {
  const rows = await database
    .selectDistinct({
      schemeId: schemes.schemeId,
      lastAt: sql<number>`${schemes.endsAt} + ${schemes.graceSeconds}`.mapWith(Number),
      own: schemeNames.retentionMonths,
    })
    .from(schemes)
    .innerJoin(households, eq(households.schemeId, schemes.schemeId))
    .leftJoin(schemeNames, eq(schemeNames.schemeId, schemes.schemeId));
  return rows
    .filter(({ lastAt, own }) => lastAt < monthsBefore(now(), own ?? months))
    .map(({ schemeId }) => schemeId);
}

/** The same day of the month so many months before; in a shorter month its last day. */
export function monthsBefore(seconds: number, months: number): number {
  const date = new Date(seconds * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return Math.floor(date.getTime() / 1000);
}

async function eraseScheme(parts: Parts, schemeId: Hex): Promise<number> {
  const { database } = parts;
  await forgetImports(database, schemeId);
  for (let gone = 0; ; ) {
    const erased = await database.transaction(async (tx) => {
      const rows = await tx
        .select()
        .from(households)
        .where(eq(households.schemeId, schemeId))
        .limit(HOUSEHOLDS_AT_ONCE)
        .for("update");
      if (rows.length === 0) return null;
      const beneficiaries = await eraseHouseholds(parts, tx, { schemeId, rows });
      await tx.insert(erasures).values({
        erasureId: toHex(parts.random(32)),
        schemeId,
        reason: "retention",
        beneficiaries,
        at: parts.now(),
      });
      return beneficiaries;
    });
    if (erased === null) return gone;
    gone += erased;
  }
}

/** Whole: nobody of it is registered any more. */
async function forgetImports(database: Database, schemeId: Hex): Promise<void> {
  await database.transaction(async (tx) => {
    const ofScheme = tx
      .select({ id: householdImports.importId })
      .from(householdImports)
      .where(eq(householdImports.schemeId, schemeId));
    await tx.delete(householdImportChunks).where(inArray(householdImportChunks.importId, ofScheme));
    await tx.delete(householdImports).where(eq(householdImports.schemeId, schemeId));
  });
}
