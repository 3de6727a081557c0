// What people decide about payouts; each act checks the state it needs and changes nothing otherwise.
import { and, eq, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import { bankEntries } from "../store/schema/index.ts";
import type { PayoutContext } from "./context.ts";
import { type ImportResult, importBankFile } from "./import-bank-file.ts";
import { openNow, waitsForMandate } from "./open-payouts.ts";
import {
  type FileBank,
  type FileContext,
  freezeFile,
  handOutFile,
  releaseFile,
  withdrawFile,
} from "./payment-files.ts";
import { changeOrder, orderById, type PayoutOrder } from "./payout-orders.ts";
import { giveBack } from "./refuse.ts";
import { closeAttempt, lastAttempts } from "./submissions.ts";

export type PayoutActs = {
  /** Looks at the bank's statement again: HELD → UNKNOWN (or APPROVED when it was never sent). */
  lookAgain(payoutId: Hex): Promise<void>;
  /** Opens a payout that the treasurer has just opened on the chain. */
  opened(payoutId: Hex): Promise<void>;
  /** A person knows that the bank did not and will not pay it: the debt is owed again. */
  notPaid(payoutId: Hex, reason: string): Promise<void>;
  /** A person accepts the bank's one payment as the payout: HELD with evidence → ACCEPTED. */
  paid(payoutId: Hex): Promise<void>;
  /** Which of these may be decided now. */
  decisionsFor(payoutId: Hex): Promise<("look-again" | "not-paid" | "paid")[]>;
  freezeFile(given: { schemeId: Hex; submissionId: Hex; by: Hex }): Promise<void>;
  releaseFile(given: { submissionId: Hex; bodyHash: Hex; by: Hex; signed: string }): Promise<void>;
  withdrawFile(given: { submissionId: Hex; by: Hex }): Promise<void>;
  /** The file's bytes, marked as sent before they are given out. Released ones only. */
  handOutFile(submissionId: Hex): Promise<{ fileName: string; bytes: Uint8Array }>;
  /** Reads a pain.002, camt.053 or camt.054. */
  importBankFile(given: { bytes: Uint8Array; by: Hex | null }): Promise<ImportResult>;
};

/**
 * @param given.quietPeriodMs How long after a sending nobody may say that it wasn't paid.
 * @param given.fileBank Null when payouts don't go as files: then those acts are refused with `bank-is-not-file`.
 */
export function createPayoutActs(given: {
  context: PayoutContext;
  quietPeriodMs: number;
  fileBank: FileBank | null;
}): PayoutActs {
  const { context, fileBank } = given;
  const withFiles = (): FileContext => {
    if (fileBank === null) throw new AppError("bank-is-not-file");
    return { ...context, fileBank };
  };
  const allowed = (payoutId: Hex) => decisionsFor(given, payoutId);
  const demand = async (payoutId: Hex, decision: Decision): Promise<PayoutOrder> => {
    const { order, decisions } = await allowed(payoutId);
    if (!order) throw new AppError("not-found");
    if (!decisions.includes(decision)) {
      throw new AppError("payout-not-decidable", { state: order.state });
    }
    return order;
  };
  return {
    async decisionsFor(payoutId) {
      return (await allowed(payoutId)).decisions;
    },
    async opened(payoutId) {
      const order = await orderById(context.database, payoutId);
      if (order) await openNow(context, order);
    },
    async lookAgain(payoutId) {
      await lookAgain(context, await demand(payoutId, "look-again"));
    },
    async notPaid(payoutId, reason) {
      const order = await demand(payoutId, "not-paid");
      await notPaid(context, order, reason);
    },
    async paid(payoutId) {
      const order = await demand(payoutId, "paid");
      // The worker settles it by the statement's line, as any other.
      const change = { state: "ACCEPTED" as const, reason: null, changedAt: context.now() };
      await changeOrder(context.database, order, change);
    },
    freezeFile: async (wish) => freezeFile(withFiles(), wish),
    releaseFile: async (release) => releaseFile(withFiles(), release),
    withdrawFile: async (wish) => withdrawFile(withFiles(), wish),
    handOutFile: async (submissionId) => handOutFile(withFiles(), submissionId),
    importBankFile: async (file) => importBankFile(withFiles(), file),
  };
}

type Decision = "look-again" | "not-paid" | "paid";

async function decisionsFor(
  given: { context: PayoutContext; quietPeriodMs: number },
  payoutId: Hex,
): Promise<{ order: PayoutOrder | null; decisions: Decision[] }> {
  const { context, quietPeriodMs } = given;
  const order = await orderById(context.database, payoutId);
  if (!order || waitsForMandate(order)) return { order, decisions: [] };
  const decisions: Decision[] = order.state === "HELD" ? ["look-again"] : [];
  if (!["HELD", "UNKNOWN", "SUBMITTING"].includes(order.state)) return { order, decisions };
  const lines = await context.database
    .select({ kind: bankEntries.kind })
    .from(bankEntries)
    .where(
      and(eq(bankEntries.payoutId, payoutId), inArray(bankEntries.kind, ["payout", "conflict"])),
    );
  if (lines.some(({ kind }) => kind === "payout")) decisions.push("paid");
  const last = (await lastAttempts(context.database, [payoutId])).get(payoutId);
  const sentAt = last?.submission.sentAt ?? null;
  const isQuiet = sentAt === null || context.now() - sentAt >= quietPeriodMs;
  if (lines.length === 0 && isQuiet) decisions.push("not-paid");
  return { order, decisions };
}

async function lookAgain(context: PayoutContext, order: PayoutOrder): Promise<void> {
  const last = (await lastAttempts(context.database, [order.payoutId])).get(order.payoutId);
  const isSent = last?.attempt.outcome === "open" || last?.attempt.outcome === "accepted";
  await changeOrder(context.database, order, {
    state: isSent ? "UNKNOWN" : "APPROVED",
    reason: null,
    retryAt: 0,
    changedAt: context.now(),
  });
}

async function notPaid(context: PayoutContext, order: PayoutOrder, reason: string): Promise<void> {
  context.log.warn({ payoutId: order.payoutId, reason }, "a person says that it was not paid");
  const change = { state: "SUBMITTING" as const, reason: "NARR", changedAt: context.now() };
  await context.database.transaction(async (tx) => {
    if (!(await changeOrder(tx, order, change))) {
      throw new AppError("payout-not-decidable", { state: order.state });
    }
    await closeAttempt(tx, order.payoutId, "refused");
  });
  await giveBack(context, { ...order, ...change });
}
