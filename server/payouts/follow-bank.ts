// Reads the bank's statement into ours: what is new each round, and further back while something is unclear.
import { and, desc, eq, inArray, lte, ne, sql } from "drizzle-orm";
import type { BankMovement } from "../bank/bank.ts";
import {
  bankEntries,
  bankSubmissions,
  payoutAttempts,
  payoutOrders,
} from "../store/schema/index.ts";
import type { OnlineContext } from "./context.ts";
import { type IngestCounts, ingest } from "./statement.ts";
import type { StatementLine } from "./statement-line.ts";

/** A payment may show up late: the newest this many quiet periods are read again each time. */
const LAG_QUIET_PERIODS = 2;

export type BankReader = {
  /** Reads what is new. @returns The moment before the bank was asked, in ms: evidence holds as of it. */
  read(): Promise<number>;
};

/** One reader per worker; it remembers only when it last looked far back. */
export function createBankReader(context: OnlineContext): BankReader {
  let wideAt = 0;
  return {
    async read() {
      const askedAt = context.now();
      const isWide = askedAt >= wideAt;
      const since = isWide ? await wideStart(context) : await narrowStart(context);
      const movements = await context.bank.movements({ since });
      await ingest(context, { lines: movements.map(lineOf), source: context.bank.name });
      if (isWide) wideAt = askedAt + Math.min(context.bank.quietPeriodMs / 4, 15_000);
      return askedAt;
    },
  };
}

export type { IngestCounts };

function lineOf(movement: BankMovement): StatementLine {
  return {
    entryId: movement.bankPaymentId,
    amountCents: movement.amountCents,
    status: movement.status,
    bookedAt: movement.bookedAt,
    returnReason: movement.returnReason,
    report: null,
    details: {
      iban: movement.counterpartyIban,
      name: movement.counterpartyName,
      reference: movement.reference,
      description: movement.description,
    },
  };
}

/** The newest line that has been known for a while; null reads everything, at the start and after a lost database. */
async function narrowStart({ database, bank, now }: OnlineContext): Promise<string | null> {
  const [newest] = await database
    .select({ entryId: bankEntries.entryId })
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.source, bank.name),
        lte(bankEntries.seenAt, now() - LAG_QUIET_PERIODS * bank.quietPeriodMs),
      ),
    )
    // The bank's numbers grow: the longer one, then the later one in order, is the newer.
    .orderBy(desc(sql`length(${bankEntries.entryId})`), desc(bankEntries.entryId))
    .limit(1);
  return newest?.entryId ?? null;
}

/** Before the oldest sending of which something is still to be seen, when that is further back. */
async function wideStart(context: OnlineContext): Promise<string | null> {
  const narrow = await narrowStart(context);
  if (narrow === null) return null;
  const positions = await context.database
    .selectDistinct({ position: bankSubmissions.position })
    .from(payoutOrders)
    .innerJoin(payoutAttempts, eq(payoutAttempts.payoutId, payoutOrders.payoutId))
    .innerJoin(bankSubmissions, eq(bankSubmissions.submissionId, payoutAttempts.submissionId))
    .where(
      and(
        inArray(payoutOrders.state, ["SUBMITTING", "UNKNOWN", "ACCEPTED", "HELD"]),
        eq(bankSubmissions.bank, context.bank.name),
        ne(bankSubmissions.position, ""),
      ),
    );
  return positions
    .map(({ position }) => position)
    .reduce((oldest, position) => (isOlder(position, oldest) ? position : oldest), narrow);
}

const isOlder = (one: string, other: string): boolean =>
  one.length === other.length ? one < other : one.length < other.length;
