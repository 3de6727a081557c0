// What people decide about payouts; each act checks the state it needs and changes nothing otherwise.
import { and, eq, inArray } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Bank } from "../bank/bank.ts";
import { BankError } from "../bank/bank-error.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database, Transaction } from "../store/database.ts";
import { bankEntries } from "../store/schema/index.ts";
import type { Alongside, PayoutContext } from "./context.ts";
import { createBankReader } from "./follow-bank.ts";
import { type ImportResult, importBankFile } from "./import-bank-file.ts";
import { openNow, waitsForMandate } from "./open-payouts.ts";
import {
  type FileBank,
  type FileContext,
  type Freeze,
  freezeFile,
  handOutFile,
  releaseFile,
  withdrawFile,
} from "./payment-files.ts";
import { changeOrder, orderById, type PayoutChange, type PayoutOrder } from "./payout-orders.ts";
import { giveBack } from "./refuse.ts";
import { holdStatement } from "./statement.ts";
import { closeAttempt, lastAttempts } from "./submissions.ts";

/** Acts on a person's word take rows to write alongside: the signed decision, which must not be lost when the act is done. */
export type PayoutActs = {
  /** Looks at the bank's statement again: HELD → UNKNOWN (or APPROVED when it was never sent). */
  lookAgain(payoutId: Hex, alongside?: Alongside): Promise<void>;
  /** Opens a payout that the treasurer has just opened on the chain. */
  opened(payoutId: Hex): Promise<void>;
  /** A person knows that the bank did not and will not pay it: the debt is owed again, by the worker when not at once. */
  notPaid(payoutId: Hex, alongside?: Alongside): Promise<void>;
  /** A person accepts the bank's one payment as the payout: HELD with evidence → ACCEPTED. */
  paid(payoutId: Hex, alongside?: Alongside): Promise<void>;
  /** Which of these may be decided now. */
  decisionsFor(payoutId: Hex): Promise<("look-again" | "not-paid" | "paid")[]>;
  freezeFile(given: Freeze, alongside?: Alongside): Promise<void>;
  releaseFile(given: Release, alongside?: Alongside): Promise<void>;
  withdrawFile(given: { submissionId: Hex; by: Hex }, alongside?: Alongside): Promise<void>;
  /** The file's bytes, marked as sent before they are given out. Released ones only. */
  handOutFile(submissionId: Hex): Promise<{ fileName: string; bytes: Uint8Array }>;
  /** Reads a pain.002, camt.053 or camt.054. */
  importBankFile(given: { bytes: Uint8Array; by: Hex | null }): Promise<ImportResult>;
};

type Release = { submissionId: Hex; bodyHash: Hex; by: Hex; signed: string };

/**
 * @param given.bank Null when payouts go as files, which are imported by a person.
 * @param given.quietPeriodMs How long after a sending nobody may say that it wasn't paid.
 * @param given.fileBank Null when payouts don't go as files: then those acts are refused with `bank-is-not-file`.
 */
export function createPayoutActs(given: {
  context: PayoutContext;
  bank: Bank | null;
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
    async lookAgain(payoutId, alongside) {
      await lookAgain(context, await demand(payoutId, "look-again"), alongside);
    },
    async notPaid(payoutId, alongside) {
      await demand(payoutId, "not-paid");
      // What has long been held is looked for rarely: its line may be there since.
      await lookAtStatement(given);
      const order = await demand(payoutId, "not-paid");
      context.log.warn({ payoutId }, "a person says that it was not paid");
      await notPaid(context, order, alongside);
    },
    async paid(payoutId, alongside) {
      const order = await demand(payoutId, "paid");
      // The worker settles it by the statement's line, as any other.
      const change = { state: "ACCEPTED" as const, reason: null, changedAt: context.now() };
      await move(context, { order, change, alongside });
    },
    freezeFile: async (wish, alongside) => freezeFile(withFiles(), wish, alongside),
    releaseFile: async (release, alongside) => releaseFile(withFiles(), release, alongside),
    withdrawFile: async (wish, alongside) => withdrawFile(withFiles(), wish, alongside),
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
  const lines = await linesOf(context.database, payoutId);
  if (lines.some(({ kind }) => kind === "payout")) decisions.push("paid");
  const last = (await lastAttempts(context.database, [payoutId])).get(payoutId);
  const sentAt = last?.submission.sentAt ?? null;
  const isQuiet = sentAt === null || context.now() - sentAt >= quietPeriodMs;
  if (lines.length === 0 && isQuiet) decisions.push("not-paid");
  return { order, decisions };
}

/** As far back as anything is open. @throws {AppError} `bank-unavailable` */
async function lookAtStatement(given: {
  context: PayoutContext;
  bank: Bank | null;
}): Promise<void> {
  const { context, bank } = given;
  if (bank === null) return;
  try {
    await createBankReader({ ...context, bank }).read();
  } catch (cause) {
    if (cause instanceof BankError) throw new AppError("bank-unavailable", {}, { cause });
    throw cause;
  }
}

async function lookAgain(
  context: PayoutContext,
  order: PayoutOrder,
  alongside: Alongside | undefined,
): Promise<void> {
  const last = (await lastAttempts(context.database, [order.payoutId])).get(order.payoutId);
  const isSent = last?.attempt.outcome === "open" || last?.attempt.outcome === "accepted";
  const state = isSent ? ("UNKNOWN" as const) : ("APPROVED" as const);
  const change = { state, reason: null, retryAt: 0, changedAt: context.now() };
  await move(context, { order, change, alongside });
}

async function notPaid(
  context: PayoutContext,
  order: PayoutOrder,
  alongside: Alongside | undefined,
): Promise<void> {
  const { payoutId } = order;
  const change = { state: "SUBMITTING" as const, reason: "NARR", changedAt: context.now() };
  await move(context, {
    ...{ order, change },
    alongside: async (tx) => {
      // What the bank did show meanwhile counts for more than the word that it wasn't paid.
      await holdStatement(tx);
      const lines = await linesOf(tx, payoutId);
      if (lines.length > 0) throw new AppError("payout-not-decidable", { state: order.state });
      await alongside?.(tx);
      await closeAttempt(tx, payoutId, "refused");
    },
  });
  await giveBack(context, { ...order, ...change });
}

/** What the bank's statement has against a payout's not being paid. */
function linesOf(database: Database | Transaction, payoutId: Hex) {
  return database
    .select({ kind: bankEntries.kind })
    .from(bankEntries)
    .where(
      and(eq(bankEntries.payoutId, payoutId), inArray(bankEntries.kind, ["payout", "conflict"])),
    );
}

/** Moves an order on a person's word. @throws {AppError} `payout-not-decidable` when it moved meanwhile: nothing is written. */
async function move(
  context: PayoutContext,
  given: { order: PayoutOrder; change: PayoutChange; alongside: Alongside | undefined },
): Promise<void> {
  const { order, change } = given;
  await context.database.transaction(async (tx) => {
    await given.alongside?.(tx);
    if (!(await changeOrder(tx, order, change))) {
      throw new AppError("payout-not-decidable", { state: order.state });
    }
  });
}
