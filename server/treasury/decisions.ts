// Takes decisions that a treasurer signed: each is checked, carried out once and kept. It moves no money by itself.
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { addressOf } from "../../wallet-web/shared/protocol/signer.ts";
import { type Deployment, decisionDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { ErrorCode } from "../errors/table.ts";
import type { signedDecision } from "../http/schemas/payouts.ts";
import { schemesOwing, settleRefusal } from "../offline/settle.ts";
import type { Alongside } from "../payouts/context.ts";
import { blockPayee, unblockPayee } from "../payouts/payee-blocks.ts";
import type { PayoutActs } from "../payouts/payout-acts.ts";
import type { Services } from "../services.ts";
import { bankSubmissions, payoutDecisions, payoutOrders } from "../store/schema/bank.ts";
import { shopAccounts } from "../store/schema/projections.ts";
import { authorityOf, requireRole } from "../validator/authority.ts";
import type { Session } from "../validator/sessions.ts";
import { requireSigner } from "../validator/signatures.ts";
import type { Vault } from "../validator/vault.ts";

export type Signed = z.output<typeof signedDecision>;
/** @throws {AppError} */
export type Decisions = (session: Session, signed: Signed) => Promise<{ decisionId: Hex }>;

/** What a decision can be refused with. */
export const DECISION_ERRORS = [
  "role-missing",
  "command-mismatch",
  "signature-invalid",
  "signer-mismatch",
  "not-found",
  "decision-stale",
  "reason-missing",
  "payout-not-decidable",
  "submission-not-in-state",
  "same-person",
  "file-changed",
  "refusal-settled",
  "nothing-to-pay",
  "bank-is-not-file",
  "bank-unavailable",
] as const satisfies readonly ErrorCode[];

type Parts = Pick<Services, "database" | "clock" | "log" | "payoutActs" | "payoutWorker"> & {
  deployment: Deployment;
  vault: Vault;
};

const FRESH_SECONDS = 600;
const WITH_REASON: ReadonlySet<string> = new Set([
  "not-paid",
  "paid",
  "block-payee",
  "unblock-payee",
  "offline-settled",
]);

export function createDecisions(parts: Parts): Decisions {
  const underWay = new Map<Hex, Promise<void>>();
  return async (session, signed) => {
    const decisionId = decisionDigest(parts.deployment, signed);
    requireSigner(decisionId, signed.signature);
    const by = addressOf(signed.signature);
    if (!session.addresses.includes(by)) throw new AppError("signer-mismatch", { actual: by });
    requireRole(await authorityOf(parts.database, [by]), signed.schemeId, ["treasurer"]);
    // The same decision twice at once is carried out once; both hear how it ended.
    const doing = underWay.get(decisionId) ?? decideOnce(parts, { decisionId, signed, by });
    underWay.set(decisionId, doing);
    try {
      await doing;
    } finally {
      underWay.delete(decisionId);
    }
    return { decisionId };
  };
}

export const decisionReasonPlace = (decisionId: Hex) => ({
  table: "payout_decisions",
  column: "reason",
  id: decisionId,
});

type Given = { decisionId: Hex; signed: Signed; by: Hex };

async function decideOnce(parts: Parts, given: Given): Promise<void> {
  const { decisionId, signed } = given;
  if (await isKnown(parts, decisionId)) return;
  const age = Math.abs(Math.floor(parts.clock.now() / 1000) - signed.at);
  if (age > FRESH_SECONDS) throw new AppError("decision-stale");
  if (WITH_REASON.has(signed.decision) && signed.reason === "")
    throw new AppError("reason-missing");
  await demandSubject(parts, signed);
  try {
    await act(parts, given, recordOf(parts.vault, given));
  } catch (err) {
    // Not on record, so nothing of it is done.
    if (!(await isKnown(parts, decisionId))) throw err;
    if (!(err instanceof AlreadyDecidedError)) {
      parts.log.warn({ err, decisionId }, "a decision stands; what follows from it is tried again");
    }
  }
  void parts.payoutWorker?.round();
}

/** Another server process carries the same decision out at this moment. */
class AlreadyDecidedError extends Error {}

/** Keeps the decision in the transaction of what it does: after a crash both stand, or neither. */
function recordOf(vault: Vault, { decisionId, signed, by }: Given): Alongside {
  const { schemeId, subjectId, decision, at } = signed;
  const reason =
    signed.reason === "" ? null : vault.seal(decisionReasonPlace(decisionId), signed.reason);
  const signature = JSON.stringify(signed.signature);
  return async (tx) => {
    const written = await tx
      .insert(payoutDecisions)
      .values({ decisionId, schemeId, subjectId, decision, reason, by, signature, at: at * 1000 })
      .onConflictDoNothing()
      .returning({ decisionId: payoutDecisions.decisionId });
    if (written.length !== 1) throw new AlreadyDecidedError();
  };
}

async function isKnown({ database }: Parts, decisionId: Hex): Promise<boolean> {
  const rows = await database
    .select({ decisionId: payoutDecisions.decisionId })
    .from(payoutDecisions)
    .where(eq(payoutDecisions.decisionId, decisionId));
  return rows.length === 1;
}

/** @throws {AppError} `not-found` when the subject isn't this scheme's. */
async function demandSubject({ database }: Parts, signed: Signed): Promise<void> {
  const { schemeId, subjectId, decision, contentHash } = signed;
  let schemes: { schemeId: Hex | null }[];
  if (decision.endsWith("-payee")) {
    schemes = await database
      .select({ schemeId: shopAccounts.schemeId })
      .from(shopAccounts)
      .where(and(eq(shopAccounts.shopId, subjectId), eq(shopAccounts.schemeId, schemeId)));
  } else if (decision === "offline-settled") {
    schemes = await schemesOwing(database, { refusalId: contentHash, shopId: subjectId });
  } else if (decision.endsWith("-file")) {
    schemes = await database
      .select({ schemeId: bankSubmissions.schemeId })
      .from(bankSubmissions)
      .where(eq(bankSubmissions.submissionId, subjectId));
    if (decision === "freeze-file" && schemes.length === 0) return;
  } else {
    schemes = await database
      .select({ schemeId: payoutOrders.schemeId })
      .from(payoutOrders)
      .where(eq(payoutOrders.payoutId, subjectId));
  }
  if (schemes[0]?.schemeId !== schemeId) throw new AppError("not-found");
}

async function act(
  parts: Parts,
  { decisionId, signed, by }: Given,
  record: Alongside,
): Promise<void> {
  const { schemeId, subjectId, decision, contentHash } = signed;
  const payee = { schemeId, shopId: subjectId };
  const now = () => parts.clock.now();
  const acts = (): PayoutActs => {
    if (!parts.payoutActs) throw new AppError("bank-is-not-file");
    return parts.payoutActs;
  };
  const submissionId = subjectId;
  switch (decision) {
    case "look-again":
      return acts().lookAgain(subjectId, record);
    case "not-paid":
      return acts().notPaid(subjectId, record);
    case "paid":
      return acts().paid(subjectId, record);
    case "block-payee":
      return parts.database.transaction(async (tx) => {
        await record(tx);
        const context = { log: parts.log, now, database: tx };
        await blockPayee(context, payee, { reason: "by-treasurer", by });
      });
    case "unblock-payee":
      return parts.database.transaction(async (tx) => {
        await record(tx);
        await unblockPayee(tx, payee);
      });
    case "offline-settled":
      return parts.database.transaction(async (tx) => {
        await record(tx);
        await settleRefusal(tx, { refusalId: contentHash, decisionId });
      });
    case "freeze-file":
      return acts().freezeFile({ schemeId, submissionId, by }, record);
    case "release-file": {
      const release = { submissionId, bodyHash: contentHash, by, signed: JSON.stringify(signed) };
      return acts().releaseFile(release, record);
    }
    case "withdraw-file":
      return acts().withdrawFile({ submissionId, by }, record);
  }
}
