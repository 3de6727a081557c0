// Finds payments by the code on their receipt, and says what a reversal would do. It decides nothing: `payments/corrections.ts` and the
// contract do.
import { and, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { reversalListAnswer } from "../http/schemas/guardian.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { beneficiaries, payments, schemes, shopAccounts } from "../store/schema/projections.ts";
import { payoutOf } from "../treasury/payout-items.ts";

export type ReversalList = z.input<typeof reversalListAnswer>;
type Found = ReversalList["payments"][number];
type Rows = Awaited<ReturnType<typeof find>>;

/** Six characters name one of 16 million payments: a few may share them. */
const MOST_PAYMENTS = 10;

/** @param given.code The last six hexadecimal digits of the payment's id, in lower case. */
export async function findReversals(
  parts: { database: Database; profiles: Profiles; now: () => number },
  given: { schemeId: Hex; code: string },
): Promise<ReversalList> {
  const rows = await find(parts.database, given);
  const [names, payouts] = await Promise.all([
    parts.profiles.namesOf(rows.map(({ payment }) => payment.shopId)),
    Promise.all(rows.map(({ payment }) => payoutOf(parts.database, payment.paymentId))),
  ]);
  return {
    payments: rows.map((row, index): Found => {
      const { payment, beneficiaryState, owedCents } = row;
      const { paymentId, beneficiaryId, shopId, amountCents, correctedCents, paidAt } = payment;
      return {
        ...{ paymentId, beneficiaryId, shopId, paidAt, beneficiaryState },
        shopName: names.get(shopId) ?? "",
        amountCents: String(amountCents),
        remainingCents: String(amountCents - correctedCents),
        owedCents: String(owedCents),
        verdict: verdictOf(row, { now: parts.now(), isInPayout: payouts[index] !== null }),
      };
    }),
  };
}

/**
 * In the order in which the contract asks, after what the payment itself can still bear. The contract knows only the shop's sum, in
 * which newer sales stand for a payment that was paid out long ago.
 */
function verdictOf(
  row: Rows[number],
  { now, isInPayout }: { now: number; isInPayout: boolean },
): Found["verdict"] {
  const { payment, scheme } = row;
  const remaining = payment.amountCents - payment.correctedCents;
  if (remaining <= 0n) return "corrected";
  if (row.beneficiaryState === "closed" || scheme.closed) return "closed";
  if (scheme.paused) return "paused";
  if (now >= scheme.endsAt + scheme.graceSeconds) return "over";
  return isInPayout || row.owedCents < remaining ? "paid-out" : "possible";
}

function find(database: Database, { schemeId, code }: { schemeId: Hex; code: string }) {
  return database
    .select({
      payment: payments,
      scheme: schemes,
      beneficiaryState: beneficiaries.state,
      owedCents: shopAccounts.owedCents,
    })
    .from(payments)
    .innerJoin(schemes, eq(schemes.schemeId, payments.schemeId))
    .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, payments.beneficiaryId))
    .innerJoin(
      shopAccounts,
      and(eq(shopAccounts.schemeId, payments.schemeId), eq(shopAccounts.shopId, payments.shopId)),
    )
    .where(and(eq(payments.schemeId, schemeId), sql`right(${payments.paymentId}, 6) = ${code}`))
    .orderBy(desc(payments.position))
    .limit(MOST_PAYMENTS);
}
