// Reads the bank's statement into ours: what is new each round, and further back while something is unclear, ever more rarely
// the longer that lasts.
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

/** What waits for a person may do so for weeks: it is looked for again after this part of the time that it has been open. */
const PART_OF_AGE = 32;
const LONGEST_PAUSE_MS = 3_600_000;
const SHORTEST_PAUSE_MS = 15_000;

export type BankReader = {
  /** Reads what is new. @returns The moment before the bank was asked, in ms: evidence holds as of it. */
  read(): Promise<number>;
};

/** One reader per worker; it remembers only when it last looked back to what. The first reading looks back to everything. */
export function createBankReader(context: OnlineContext): BankReader {
  let lookedBackAt = new Map<string, number>();
  return {
    async read() {
      const askedAt = context.now();
      const narrow = await narrowStart(context);
      const open = await openSendings(context);
      const due = open.filter(
        (sending) =>
          askedAt - (lookedBackAt.get(sending.position) ?? 0) >= pauseOf(context, sending, askedAt),
      );
      const since =
        narrow === null
          ? null
          : due.reduce((oldest, { position }) => olderOf(position, oldest), narrow);
      const movements = await context.bank.movements({ since });
      await ingest(context, { lines: movements.map(lineOf), source: context.bank.name });
      lookedBackAt = new Map(
        open.map(({ position }) => {
          const isRead = since === null || olderOf(since, position) === since;
          return [position, isRead ? askedAt : (lookedBackAt.get(position) ?? 0)];
        }),
      );
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

/** A sending of which something is still to be seen. */
type OpenSending = {
  /** The statement before it was sent: a look back goes no further. */
  position: string;
  sentAt: number;
  /** Only a person or chance moves it on, not the bank. */
  isSlow: boolean;
};

async function openSendings({ database, bank }: OnlineContext): Promise<OpenSending[]> {
  const rows = await database
    .selectDistinct({
      position: bankSubmissions.position,
      sentAt: bankSubmissions.sentAt,
      state: payoutOrders.state,
      isSeen: sql<boolean>`${payoutOrders.bankPaymentId} is not null`,
    })
    .from(payoutOrders)
    .innerJoin(payoutAttempts, eq(payoutAttempts.payoutId, payoutOrders.payoutId))
    .innerJoin(bankSubmissions, eq(bankSubmissions.submissionId, payoutAttempts.submissionId))
    .where(
      and(
        inArray(payoutOrders.state, ["SUBMITTING", "UNKNOWN", "ACCEPTED", "HELD"]),
        eq(bankSubmissions.bank, bank.name),
        ne(bankSubmissions.position, ""),
      ),
    );
  return rows.map(({ position, sentAt, state, isSeen }) => ({
    position,
    sentAt: sentAt ?? 0,
    // A payment that the bank holds is booked on its old line: that must be seen soon. A draft's payments get new ones.
    isSlow: state === "HELD" || (state === "ACCEPTED" && !isSeen),
  }));
}

/** How long not to look back to a sending again. */
function pauseOf({ bank }: OnlineContext, sending: OpenSending, now: number): number {
  const shortest = Math.min(bank.quietPeriodMs / 4, SHORTEST_PAUSE_MS);
  if (!sending.isSlow) return shortest;
  return Math.max(shortest, Math.min((now - sending.sentAt) / PART_OF_AGE, LONGEST_PAUSE_MS));
}

/** The bank's numbers grow: the shorter one, then the earlier one in order, is the older. */
function olderOf(one: string, other: string): string {
  if (one.length !== other.length) return one.length < other.length ? one : other;
  return one < other ? one : other;
}
