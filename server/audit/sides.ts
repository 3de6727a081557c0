// Reads the two columns that stand beside the chain: the index from the database, and the bank's statement.
import { sum } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { BankMovement } from "../bank/bank.ts";
import { tokensIn } from "../payouts/statement-line.ts";
import type { Database } from "../store/database.ts";
import {
  bankEntries,
  beneficiaries,
  payments,
  payoutOrders,
  payouts,
  schemes,
  shopAccounts,
  shopWeeks,
} from "../store/schema/index.ts";
import type { BankSide, IndexSide } from "./audit.ts";

/** The index as it stands. */
export async function readIndex(database: Database): Promise<IndexSide> {
  const allSchemes = await database.select().from(schemes);
  const allShops = await database.select().from(shopAccounts);
  const sold = await soldByShop(database);
  const allBeneficiaries = await database.select().from(beneficiaries);
  const allPayments = await database
    .select({
      paymentId: payments.paymentId,
      amount: payments.amountCents,
      corrected: payments.correctedCents,
    })
    .from(payments);
  const allPayouts = await database.select().from(payouts);
  const orders = await database
    .select({ payoutId: payoutOrders.payoutId, state: payoutOrders.state })
    .from(payoutOrders);
  return {
    schemes: new Map(
      allSchemes.map((row) => [
        row.schemeId,
        {
          funded: row.fundedCents,
          unallocated: row.unallocatedCents,
          outstanding: row.outstandingCents,
          owed: row.owedCents,
          inPayout: row.inPayoutCents,
          paidOut: row.paidOutCents,
          withdrawn: row.withdrawnCents,
        },
      ]),
    ),
    shops: new Map(
      allShops.map((row) => [
        `${row.schemeId}/${row.shopId}`,
        {
          owed: row.owedCents,
          inPayout: row.inPayoutCents,
          paidOut: row.paidOutCents,
          ...(sold.get(`${row.schemeId}/${row.shopId}`) ?? { payments: 0n, sold: 0n }),
        },
      ]),
    ),
    beneficiaries: new Map(
      allBeneficiaries.map((row) => [
        row.beneficiaryId,
        { granted: row.grantedCents, balance: row.balanceCents },
      ]),
    ),
    payments: new Map(allPayments.map(({ paymentId, ...rest }) => [paymentId, rest])),
    payouts: new Map(
      allPayouts.map((row) => [row.payoutId, { amount: row.amountCents, state: row.state }]),
    ),
    orders: new Map(orders.map((row) => [row.payoutId, row.state])),
  };
}

/** The sums that the dashboard shows, of all weeks. */
async function soldByShop(
  database: Database,
): Promise<Map<string, { payments: bigint; sold: bigint }>> {
  const rows = await database
    .select({
      schemeId: shopWeeks.schemeId,
      shopId: shopWeeks.shopId,
      payments: sum(shopWeeks.payments).mapWith(BigInt),
      sold: sum(shopWeeks.spentCents).mapWith(BigInt),
    })
    .from(shopWeeks)
    .groupBy(shopWeeks.schemeId, shopWeeks.shopId);
  return new Map(
    rows.map(({ schemeId, shopId, payments, sold }) => [
      `${schemeId}/${shopId}`,
      { payments: payments ?? 0n, sold: sold ?? 0n },
    ]),
  );
}

/** A booked payment; negative left the account. */
export type Line = Pick<BankMovement, "amountCents" | "reference" | "description"> & { id: string };

/** The bank's own list, by payout. */
export function sideOfMovements(movements: readonly BankMovement[]): BankSide {
  return sideOf(movements.map((one) => ({ ...one, id: one.bankPaymentId })));
}

/** Lines of a statement, by the payout whose id they carry. */
export function sideOf(lines: readonly Line[]): BankSide {
  const found = new Map<Hex, { out: bigint[]; back: bigint[] }>();
  const others: { reference: string; amountCents: bigint }[] = [];
  for (const line of lines) {
    const [payoutId] = tokensIn(line);
    if (!payoutId) {
      others.push({ reference: line.id, amountCents: line.amountCents });
      continue;
    }
    const side = found.get(payoutId) ?? { out: [], back: [] };
    if (line.amountCents < 0n) side.out.push(-line.amountCents);
    else side.back.push(line.amountCents);
    found.set(payoutId, side);
  }
  return { payouts: found, others };
}

/** What was imported from the bank's files: weaker than the bank's own list, since it passed through our hands. */
export async function readImported(database: Database): Promise<BankSide> {
  const entries = await database.select().from(bankEntries);
  return sideOf(
    entries
      .filter(({ status }) => status === "booked")
      .map(({ entryId, payoutId, amountCents }) => ({
        id: entryId,
        amountCents,
        reference: payoutId?.slice(2) ?? null,
        description: "",
      })),
  );
}
