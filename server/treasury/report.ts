// The day's report of a scheme: one line for each payout that the bank booked, refused or returned, that is unclear, or that a line
// of the statement contradicts. Lines that name no payout are the account's and no scheme's: they have a report of their own.
import { and, eq, gte, inArray, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { accountReportAnswer, reportAnswer, reportLine } from "../http/schemas/reports.ts";
import { dutchDayBounds } from "../payouts/banking-days.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { bankEntries, payoutOrders } from "../store/schema/bank.ts";
import { payouts, shopAccounts } from "../store/schema/projections.ts";
import type { Vault } from "../validator/vault.ts";
import { paymentCounts } from "./payout-items.ts";

export type Report = z.input<typeof reportAnswer>;
export type ReportLine = z.input<typeof reportLine>;
export type AccountReport = z.input<typeof accountReportAnswer>;
type Kind = ReportLine["kind"];
type Order = typeof payoutOrders.$inferSelect;
type ReportParts = { database: Database; profiles: Profiles; vault: Vault };
type Bounds = { fromMs: number; untilMs: number };

const kinds = ["paid", "refused", "returned", "unknown", "held", "conflict"] as const;
const orderOf = (kind: Kind) => (kinds as readonly Kind[]).indexOf(kind);
const entryDetails = z.object({
  iban: z.string().nullable(),
  name: z.string().nullable(),
  reference: z.string().nullable(),
  description: z.string(),
});

/** @throws {AppError} `invalid-request` when there is no such day. */
export async function dayReport(
  parts: ReportParts,
  given: { schemeId: Hex; day: string },
): Promise<Report> {
  const bounds = boundsOf(given.day);
  const lines = [
    ...(await payoutLines(parts, given.schemeId, bounds)),
    ...(await strangeLines(parts, given, bounds)),
  ].sort((one, other) => orderOf(one.kind) - orderOf(other.kind) || one.at - other.at);
  const totals = Object.fromEntries(kinds.map((kind) => [kind, totalOf(lines, kind)]));
  return { day: given.day, totals: totals as Report["totals"], lines };
}

/**
 * What the statement shows on a day that belongs to no payout of any scheme: shown here once, and in no scheme's report.
 * @throws {AppError} `invalid-request` when there is no such day.
 */
export async function accountReport(
  parts: ReportParts,
  given: { day: string },
): Promise<AccountReport> {
  const found = await strangeLines(parts, { ...given, schemeId: null }, boundsOf(given.day));
  const lines = found.sort((one, other) => one.at - other.at);
  return { day: given.day, total: totalOf(lines, "unmatched"), lines };
}

function boundsOf(day: string): Bounds {
  const midnight = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  if (!isDay) throw new AppError("invalid-request");
  return dutchDayBounds(day);
}

function totalOf(lines: readonly ReportLine[], kind: Kind) {
  const some = lines.filter((line) => line.kind === kind);
  const sum = some.reduce((cents, line) => cents + BigInt(line.amountCents), 0n);
  return { count: some.length, amountCents: String(sum) };
}

async function payoutLines(
  parts: ReportParts,
  schemeId: Hex,
  { fromMs, untilMs }: Bounds,
): Promise<ReportLine[]> {
  const { database, profiles } = parts;
  const { bookedAt, changedAt, state } = payoutOrders;
  const rows = await database
    .select({
      order: payoutOrders,
      commitment: sql<Hex | null>`coalesce(${payouts.ibanCommitment}, ${shopAccounts.ibanCommitment})`,
    })
    .from(payoutOrders)
    .leftJoin(payouts, eq(payouts.payoutId, payoutOrders.payoutId))
    .leftJoin(
      shopAccounts,
      and(
        eq(shopAccounts.schemeId, payoutOrders.schemeId),
        eq(shopAccounts.shopId, payoutOrders.shopId),
      ),
    )
    .where(
      and(
        eq(payoutOrders.schemeId, schemeId),
        or(
          inArray(state, ["UNKNOWN", "HELD"]),
          and(gte(bookedAt, fromMs), lt(bookedAt, untilMs)),
          and(
            inArray(state, ["RETURNED", "REJECTED"]),
            gte(changedAt, fromMs),
            lt(changedAt, untilMs),
          ),
        ),
      ),
    );
  const known = await profiles.readMany(rows.map(({ order }) => order.shopId));
  const ibans = await profiles.ibansOf(
    rows.flatMap(({ order: { shopId }, commitment }) =>
      commitment ? [{ shopId, commitment }] : [],
    ),
  );
  const counts = await paymentCounts(
    database,
    rows.map(({ order }) => order.payoutId),
  );
  const lines: ReportLine[] = [];
  for (const { order, commitment } of rows) {
    const profile = known.get(order.shopId);
    const line = {
      payoutId: order.payoutId,
      creditorNumber: profile?.kvkNumber ?? "",
      shopName: profile?.name ?? "",
      iban: (commitment && ibans.get(commitment)?.iban) ?? "",
      payments: counts.get(order.payoutId) ?? 0,
      bankReference: order.bankPaymentId ?? "",
      reason: order.reason ?? "",
    };
    for (const happened of happenings(order, { fromMs, untilMs })) {
      // As on the statement: what leaves the account, or was to leave it, is below zero.
      const amount = happened.kind === "returned" ? order.amountCents : -order.amountCents;
      lines.push({ ...line, ...happened, amountCents: String(amount) });
    }
  }
  return lines;
}

/** A payout that was booked and came back on one day has two lines, as on the statement. */
function happenings(order: Order, { fromMs, untilMs }: Bounds): { kind: Kind; at: number }[] {
  const isToday = (ms: number | null): ms is number => ms !== null && ms >= fromMs && ms < untilMs;
  const now = {
    UNKNOWN: "unknown",
    HELD: "held",
    RETURNED: "returned",
    REJECTED: "refused",
  } as const;
  const kind = order.state in now ? now[order.state as keyof typeof now] : null;
  const isOver = kind === "returned" || kind === "refused";
  const found: { kind: Kind; at: number }[] = [];
  if (isToday(order.bookedAt)) found.push({ kind: "paid", at: Math.floor(order.bookedAt / 1000) });
  if (kind && (!isOver || isToday(order.changedAt))) {
    found.push({ kind, at: Math.floor(order.changedAt / 1000) });
  }
  return found;
}

/** Lines of the statement that contradict a payout of this scheme; of no scheme: those that name no payout at all. */
async function strangeLines(
  { database, vault }: ReportParts,
  { schemeId, day }: { schemeId: Hex | null; day: string },
  { fromMs, untilMs }: Bounds,
): Promise<ReportLine[]> {
  const { bookedAt } = bankEntries;
  const ofScheme = sql`coalesce(${payoutOrders.schemeId}, ${payouts.schemeId})`;
  const [from, until] = [new Date(fromMs).toISOString(), new Date(untilMs).toISOString()];
  const rows = await database
    .select({ entry: bankEntries })
    .from(bankEntries)
    .leftJoin(payoutOrders, eq(payoutOrders.payoutId, bankEntries.payoutId))
    .leftJoin(payouts, eq(payouts.payoutId, bankEntries.payoutId))
    .where(
      and(
        inArray(bankEntries.kind, ["other", "conflict"]),
        // A bank that gives no time gives the Dutch day itself.
        sql`case when length(${bookedAt}) = 10 then ${bookedAt} = ${day} else ${bookedAt} >= ${from} and ${bookedAt} < ${until} end`,
        schemeId === null ? sql`${ofScheme} is null` : sql`${ofScheme} = ${schemeId}`,
      ),
    );
  return rows.map(({ entry }) => {
    const place = { table: "bank_entries", column: "details", id: entry.entryId };
    const details = entryDetails.parse(JSON.parse(vault.open(place, entry.details)));
    const text = details.description || (details.reference ?? "");
    return {
      kind: schemeId === null ? ("unmatched" as const) : ("conflict" as const),
      at: Math.floor(Date.parse(entry.bookedAt) / 1000),
      payoutId: entry.payoutId,
      creditorNumber: "",
      shopName: details.name ?? "",
      iban: details.iban ?? "",
      amountCents: String(entry.amountCents),
      payments: 0,
      bankReference: entry.entryId,
      reason: text,
    };
  });
}
