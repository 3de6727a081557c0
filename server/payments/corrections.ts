// Keeps refunds and reversals within the payment they name: the ledger bounds them only by what a beneficiary spent in all, and a reversal
// by what the shop is owed in all.
import { and, eq, ne, notInArray, or, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Outcome, Relay } from "../chain/relay.ts";
import { AppError } from "../errors/app-error.ts";
import { requireOwnPayment } from "../shops/own-payments.ts";
import type { Database, Transaction } from "../store/database.ts";
import { commands } from "../store/schema/chain.ts";
import { correctionClaims } from "../store/schema/office.ts";
import { corrections } from "../store/schema/projections.ts";
import { payoutOf } from "../treasury/payout-items.ts";
import { type DecodedCommand, hexArgument, integerArgument } from "../validator/commands.ts";
import { findPayment, type PaymentRow } from "./find.ts";

/** Relays a signed `refund` or `reversePayment`, when its payment can bear it. */
export type Correct = (
  signed: SignedRequest,
  command: DecodedCommand,
) => Promise<{ payment: PaymentRow; outcome: Outcome }>;

type Correction = {
  requestId: Hex;
  paymentId: Hex;
  beneficiaryId: Hex;
  shopId: Hex;
  amountCents: bigint;
};

/**
 * Two corrections of one payment at once go one after the other: each writes its claim in the transaction of its command,
 * under a lock on the payment. Claims count until the correction is in the index or was refused.
 */
export function createCorrect(given: {
  database: Database;
  relay: Relay;
  deployment: Deployment;
  now: () => number;
}): Correct {
  const { database, relay } = given;
  return async (signed, command) => {
    const correction = readCorrection(given.deployment, signed, command);
    const payment = await findPayment(database, correction.paymentId);
    if (!payment) throw new AppError("not-found");
    requireSameParties(payment, correction);
    if ((await relay.outcomeOf(correction.requestId)) === null) {
      if (command.name === "refund") {
        await requireOwnPayment(database, payment, signed.request.from);
      } else {
        await requireNoPayout(database, payment.paymentId);
      }
      await requireRoom(database, payment, correction);
    }
    const outcome = await relay.submit({ kind: "request", signed }, async (tx) => {
      await lockPayment(tx, payment.paymentId);
      await requireRoom(tx, payment, correction);
      const { requestId, paymentId, amountCents } = correction;
      await tx
        .insert(correctionClaims)
        .values({ requestId, paymentId, amountCents, createdAt: given.now() })
        .onConflictDoNothing();
    });
    const corrected = await findPayment(database, payment.paymentId);
    return { payment: corrected ?? payment, outcome };
  };
}

function readCorrection(
  deployment: Deployment,
  signed: SignedRequest,
  command: DecodedCommand,
): Correction {
  const [paymentId, beneficiaryId, shopId, amount] = command.args;
  return {
    requestId: requestDigest(deployment, signed.request),
    paymentId: hexArgument(paymentId),
    beneficiaryId: hexArgument(beneficiaryId),
    shopId: hexArgument(shopId),
    amountCents: integerArgument(amount),
  };
}

function requireSameParties(payment: PaymentRow, correction: Correction): void {
  if (payment.shopId !== correction.shopId || payment.beneficiaryId !== correction.beneficiaryId) {
    throw new AppError("payment-of-other-shop");
  }
}

/** The shop has its money, or it is on its way: reversed all the same, it would be at the cost of what the shop sold since. */
async function requireNoPayout(database: Database, paymentId: Hex): Promise<void> {
  const payout = await payoutOf(database, paymentId);
  if (payout) throw new AppError("reversal-above-owed", { paymentId, payoutId: payout.payoutId });
}

async function requireRoom(
  database: Pick<Database, "select">,
  payment: PaymentRow,
  correction: Correction,
): Promise<void> {
  const done = database
    .select({ requestId: sql<Hex>`coalesce(${corrections.requestId}, '')` })
    .from(corrections)
    .where(eq(corrections.paymentId, payment.paymentId));
  const corrected = database
    .select({ cents: sql<string>`coalesce(sum(${corrections.amountCents}), 0)` })
    .from(corrections)
    .where(eq(corrections.paymentId, payment.paymentId));
  const claimed = database
    .select({ cents: sql<string>`coalesce(sum(${correctionClaims.amountCents}), 0)` })
    .from(correctionClaims)
    .leftJoin(commands, eq(commands.id, correctionClaims.requestId))
    .where(
      and(
        eq(correctionClaims.paymentId, payment.paymentId),
        ne(correctionClaims.requestId, correction.requestId),
        or(sql`${commands.state} is null`, ne(commands.state, "refused")),
        notInArray(correctionClaims.requestId, done),
      ),
    );
  // One statement sees one moment: between two, the projector could move a claim to the index and neither would count it.
  const taken = await unionAll(corrected, claimed);
  const room = taken.reduce((left, { cents }) => left - BigInt(cents), payment.amountCents);
  if (correction.amountCents > room) {
    throw new AppError("refund-above-payment", {
      requestedCents: String(correction.amountCents),
      refundableCents: String(room > 0n ? room : 0n),
    });
  }
}

async function lockPayment(tx: Transaction, paymentId: Hex): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${paymentId}, 0))`);
}
