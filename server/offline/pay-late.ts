// Pays what a till accepted without a connection. What is refused of it is kept, with who bears it; the refusal stays a refusal.
import { and, eq } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Carrier } from "../../wallet-web/shared/protocol/offline-terms.ts";
import { addressOf } from "../../wallet-web/shared/protocol/signer.ts";
import {
  authorisationDigest,
  type Charge,
  chargeDigest,
  type Deployment,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError, isAppError } from "../errors/app-error.ts";
import type { ErrorCode } from "../errors/table.ts";
import { findPayment, type PaymentRow } from "../payments/find.ts";
import { linkedAt } from "../payments/linked.ts";
import { type Pay, type PaymentInput, usedFor } from "../payments/pay.ts";
import type { Database, Transaction } from "../store/database.ts";
import { offlineRefusals } from "../store/schema/offline.ts";
import { beneficiaries, shopAccounts, tills } from "../store/schema/projections.ts";
import { carrierOf, isSameDay, wasBefore } from "./carry.ts";
import { offlineTermsAt } from "./terms.ts";

/** Said before the ledger was asked: of these nobody knows whether the signatures are real, so nothing is kept. */
const UNPROVEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "authorisation-kind-mismatch",
  "signature-invalid",
  "signer-mismatch",
]);
const CERTAIN_BELOW = 500;

type Parts = { database: Database; deployment: Deployment; now: () => number };
type Late = { input: PaymentInput; charge: Charge; till: Hex; acceptedAt: number };

/** Pays; of a payment that says when it was accepted, a refusal says who bears it (`carriedBy`). */
export function createPayLate(parts: Parts & { pay: Pay }): Pay {
  return async (input) => {
    const { charge, tillSignature, acceptedAt } = input;
    if (!charge || !tillSignature || acceptedAt === undefined) return parts.pay(input);
    const late = { input, charge, till: addressOf(tillSignature), acceptedAt };
    try {
      const paid = await parts.pay(input);
      demandOwn(paid.payment, late.till);
      return paid;
    } catch (error) {
      if (!isAppError(error) || !isKnown(error)) throw error;
      const carriedBy = await keepRefusal(parts, late, error.code);
      throw new AppError(error.code, { ...error.params, carriedBy }, { cause: error });
    }
  };
}

/** Two tills of one shop that accepted one code for one amount were paid once. @throws {AppError} `authorisation-used` */
function demandOwn(payment: PaymentRow, till: Hex): void {
  if (payment.till === till) return;
  throw usedFor(payment);
}

const isKnown = ({ code, status }: AppError) => status < CERTAIN_BELOW && !UNPROVEN.has(code);

async function keepRefusal(parts: Parts, late: Late, code: ErrorCode): Promise<Carrier> {
  const { database, deployment } = parts;
  const { authorisation } = late.input;
  const [beneficiary] = await database
    .select({ schemeId: beneficiaries.schemeId })
    .from(beneficiaries)
    .where(eq(beneficiaries.beneficiaryId, authorisation.beneficiaryId));
  // A code of nobody: no scheme promised anything about it.
  if (!beneficiary) return "shop";
  const { schemeId } = beneficiary;
  const paymentId = authorisationDigest(deployment, authorisation);
  const refusalId = chargeDigest(deployment, paymentId, late.charge);
  return database.transaction(async (tx) => {
    // One at a time for each till: its day's limit is counted.
    if (!(await lockTill(tx, late))) return "shop";
    if (!(await wasAdmitted(tx, { schemeId, ...late }))) return "shop";
    const kept = await tx
      .select()
      .from(offlineRefusals)
      .where(and(eq(offlineRefusals.till, late.till), eq(offlineRefusals.schemeId, schemeId)));
    const before = kept.find((one) => one.refusalId === refusalId);
    if (before) return before.carrier;
    const carriedCents = kept
      .filter((one) => one.carrier === "municipality" && isSameDay(one.acceptedAt, late.acceptedAt))
      .reduce((sum, one) => sum + one.amountCents, 0n);
    const first = await findPayment(tx, paymentId);
    const accepted = { ...authorisation, ...late.charge, acceptedAt: late.acceptedAt };
    const carrier = carrierOf({
      ...{ accepted, code, carriedCents, now: parts.now() },
      terms: await offlineTermsAt(tx, { schemeId, at: late.acceptedAt }),
      linkedAt: await linkedAt(tx, authorisation),
      paidHere: first?.shopId === late.charge.shopId,
    });
    await tx.insert(offlineRefusals).values({
      ...{ refusalId, paymentId, schemeId, code, carrier, till: late.till },
      ...late.charge,
      acceptedAt: late.acceptedAt,
      refusedAt: parts.now(),
    });
    return carrier;
  });
}

/** Whether the key was this shop's till when it accepted; holds its row till the transaction ends. */
async function lockTill(tx: Transaction, { till, charge, acceptedAt }: Late): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(tills)
    .where(and(eq(tills.till, till), eq(tills.shopId, charge.shopId)))
    .for("update");
  if (row === undefined || !wasBefore(row.addedAt, acceptedAt)) return false;
  return row.removedAt === null || row.removedAt > acceptedAt;
}

/** Whether the shop took part when it accepted: anyone may sign up, and then charge what the ledger is sure to refuse. */
async function wasAdmitted(
  tx: Transaction,
  { schemeId, charge, acceptedAt }: { schemeId: Hex; charge: Charge; acceptedAt: number },
): Promise<boolean> {
  const { shopId } = charge;
  const [account] = await tx
    .select({ admittedAt: shopAccounts.admittedAt })
    .from(shopAccounts)
    .where(and(eq(shopAccounts.schemeId, schemeId), eq(shopAccounts.shopId, shopId)));
  return account !== undefined && wasBefore(account.admittedAt, acceptedAt);
}
