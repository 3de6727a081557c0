// Finds payments by the code on their receipt, and says what a reversal would do. It decides nothing: the contract does.
import { and, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { reversalListAnswer } from "../http/schemas/guardian.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { beneficiaries, payments, schemes, shopAccounts } from "../store/schema/projections.ts";

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
  const names = await parts.profiles.namesOf(rows.map(({ payment }) => payment.shopId));
  return {
    payments: rows.map((row): Found => {
      const { payment, beneficiaryState, owedCents } = row;
      const { paymentId, beneficiaryId, shopId, amountCents, correctedCents, paidAt } = payment;
      return {
        ...{ paymentId, beneficiaryId, shopId, paidAt, beneficiaryState },
        shopName: names.get(shopId) ?? "",
        amountCents: String(amountCents),
        remainingCents: String(amountCents - correctedCents),
        owedCents: String(owedCents),
        verdict: verdictOf(row, parts.now()),
      };
    }),
  };
}

/** In the order in which the contract asks, after what the payment itself can still bear. */
function verdictOf(row: Rows[number], now: number): Found["verdict"] {
  const { payment, scheme } = row;
  const remaining = payment.amountCents - payment.correctedCents;
  if (remaining <= 0n) return "corrected";
  if (row.beneficiaryState === "closed" || scheme.closed) return "closed";
  if (scheme.paused) return "paused";
  if (now >= scheme.endsAt + scheme.graceSeconds) return "over";
  return row.owedCents < remaining ? "paid-out" : "possible";
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
