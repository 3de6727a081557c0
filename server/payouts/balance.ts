// Foresees what the bank would refuse for want of money or by its daily limit, so that it is never asked for it.
import { and, eq, gte, sql } from "drizzle-orm";
import { bankEntries } from "../store/schema/index.ts";
import { dutchDay, dutchDayBounds } from "./banking-days.ts";
import type { OnlineContext } from "./context.ts";
import { type Sendable, wait } from "./sendable.ts";

const RETRY_MS = 60_000;

/** Those that the balance and what is left of the daily limit allow, oldest first; the others wait and say why. */
export async function affordable(
  context: OnlineContext,
  sendable: readonly Sendable[],
): Promise<Sendable[]> {
  if (sendable.length === 0) return [];
  const { availableCents, dailyLimitCents } = await context.bank.balance();
  let money = availableCents;
  let limit = dailyLimitCents === null ? null : dailyLimitCents - (await spentToday(context));
  const chosen: Sendable[] = [];
  for (const one of sendable) {
    const { amountCents } = one.order;
    if (amountCents > money) {
      await wait(context, one.order, { reason: "insufficient-balance", forMs: RETRY_MS });
    } else if (limit !== null && amountCents > limit) {
      await wait(context, one.order, { reason: "daily-limit", forMs: RETRY_MS });
    } else {
      money -= amountCents;
      if (limit !== null) limit -= amountCents;
      chosen.push(one);
    }
  }
  return chosen;
}

/** What left the account on this Dutch day, as far as its statement shows. */
async function spentToday({ database, bank, now }: OnlineContext): Promise<bigint> {
  const { fromMs } = dutchDayBounds(dutchDay(now()));
  const [row] = await database
    .select({ cents: sql<string>`coalesce(-sum(${bankEntries.amountCents}), 0)` })
    .from(bankEntries)
    .where(
      and(
        eq(bankEntries.source, bank.name),
        sql`${bankEntries.amountCents} < 0`,
        // By the bank's own time: after a lost database everything is seen anew today.
        gte(bankEntries.bookedAt, new Date(fromMs).toISOString()),
      ),
    );
  return BigInt(row?.cents ?? 0);
}
