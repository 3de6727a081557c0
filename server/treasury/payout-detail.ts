// Shows one payout with what it pays, the bank's lines of it, its attempts and what was decided; and opens one by hand.
import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import { type payoutDetailAnswer, subjectDecision } from "../http/schemas/payouts.ts";
import type { Services } from "../services.ts";
import type { NameChecks } from "../shops/name-checks.ts";
import type { Database } from "../store/database.ts";
import {
  bankEntries,
  bankSubmissions,
  payoutAttempts,
  payoutDecisions,
  payoutOrders,
} from "../store/schema/bank.ts";
import {
  argumentsOf,
  type CommandReader,
  hexArgument,
  integerArgument,
} from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import type { Vault } from "../validator/vault.ts";
import { decisionReasonPlace } from "./decisions.ts";
import { itemsOf } from "./payout-items.ts";
import { type ListParts, mayOpen, showRows } from "./payout-list.ts";

/** Of what was decided the newest are shown. */
const MOST_DECISIONS = 20;

const entryDetails = z.object({
  iban: z.string().nullable(),
  name: z.string().nullable(),
  description: z.string(),
});

type Name = { schemeId: Hex; payoutId: Hex };

/** @throws {AppError} `not-found` */
export async function showPayout(
  parts: ListParts & { nameChecks: NameChecks; vault: Vault },
  given: Name & { isTreasurer: boolean },
): Promise<z.input<typeof payoutDetailAnswer>> {
  const { database } = parts;
  const order = await orderOf(database, given);
  const [shown, items, check, entries, attempts, profile, decided] = await Promise.all([
    showRows(parts, [order], given.isTreasurer),
    itemsOf(database, order.payoutId),
    parts.nameChecks.ofPayout(order.payoutId),
    database
      .select()
      .from(bankEntries)
      .where(eq(bankEntries.payoutId, given.payoutId))
      .orderBy(bankEntries.seenAt, bankEntries.entryId),
    database
      .select({ attempt: payoutAttempts, submission: submissionFields })
      .from(payoutAttempts)
      .innerJoin(bankSubmissions, eq(bankSubmissions.submissionId, payoutAttempts.submissionId))
      .where(eq(payoutAttempts.payoutId, given.payoutId))
      .orderBy(payoutAttempts.attempt),
    parts.profiles.read(order.shopId),
    decisionsAbout(parts, { schemeId: given.schemeId, subjectId: given.payoutId }),
  ]);
  const [payout] = shown;
  if (!payout) throw new AppError("not-found");
  return {
    payout,
    // Whose account it is concerns who pays, and nobody else.
    nameCheck: check && { ...check, name: given.isTreasurer ? check.name : null },
    creditorNumber: profile?.kvkNumber ?? "",
    items: items.map((item) => ({ ...item, amountCents: String(item.amountCents) })),
    entries: entries.map((entry) => showEntry(parts.vault, entry)),
    attempts: attempts.map(({ attempt, submission }) => ({
      attempt: attempt.attempt,
      submissionId: attempt.submissionId,
      outcome: attempt.outcome,
      madeAt: seconds(submission.createdAt),
      sentAt: submission.sentAt === null ? null : seconds(submission.sentAt),
      reason: submission.reason,
      fileName: submission.frozenBy === null ? null : submission.target,
    })),
    decided,
  };
}

const submissionFields = {
  createdAt: bankSubmissions.createdAt,
  sentAt: bankSubmissions.sentAt,
  reason: bankSubmissions.reason,
  frozenBy: bankSubmissions.frozenBy,
  target: bankSubmissions.target,
};

function showEntry(vault: Vault, entry: typeof bankEntries.$inferSelect) {
  const place = { table: "bank_entries", column: "details", id: entry.entryId };
  const details = entryDetails.parse(JSON.parse(vault.open(place, entry.details)));
  return {
    ...entry,
    amountCents: String(entry.amountCents),
    name: details.name ?? "",
    ibanTail: details.iban?.slice(-4) ?? "",
    description: details.description,
  };
}

/** What treasurers decided about a payout or a shop, newest first. */
export async function decisionsAbout(
  { database, vault }: { database: Database; vault: Vault },
  given: { schemeId: Hex; subjectId: Hex },
): Promise<z.input<typeof payoutDetailAnswer>["decided"]> {
  const rows = await database
    .select()
    .from(payoutDecisions)
    .where(
      and(
        eq(payoutDecisions.schemeId, given.schemeId),
        eq(payoutDecisions.subjectId, given.subjectId),
        inArray(payoutDecisions.decision, subjectDecision.options),
      ),
    )
    .orderBy(desc(payoutDecisions.at), payoutDecisions.decisionId)
    .limit(MOST_DECISIONS);
  return rows.map(({ decisionId, decision, reason, by, at }) => ({
    decision: subjectDecision.parse(decision),
    reason: reason === null ? "" : vault.open(decisionReasonPlace(decisionId), reason),
    by,
    at: seconds(at),
  }));
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);

/**
 * Relays a treasurer's `openPayout` of exactly this payout; again gives the same answer.
 * @throws {AppError} `not-found`, `command-mismatch`, `payout-not-decidable`
 */
export async function openByHand(
  parts: Services & { readCommand: CommandReader; relayRequest: RelayRequest },
  given: Name & { signed: SignedRequest },
): Promise<Executed> {
  const order = await orderOf(parts.database, given);
  const [scheme, shop, payout, amount] = argumentsOf(parts.readCommand(given.signed), "openPayout");
  const same =
    hexArgument(scheme) === order.schemeId &&
    hexArgument(shop) === order.shopId &&
    hexArgument(payout) === order.payoutId &&
    integerArgument(amount) === order.amountCents;
  if (!same) throw new AppError("command-mismatch");
  const requestId = requestDigest(parts.deployment, given.signed.request);
  const isRepeated = (await parts.relay.outcomeOf(requestId))?.state === "executed";
  if (!isRepeated && !mayOpen(order)) {
    throw new AppError("payout-not-decidable", { state: order.state });
  }
  const executed = await parts.relayRequest(given.signed);
  await parts.payoutActs?.opened(order.payoutId);
  void parts.payoutWorker?.round();
  return executed;
}

async function orderOf(database: Database, { schemeId, payoutId }: Name) {
  const [order] = await database
    .select()
    .from(payoutOrders)
    .where(and(eq(payoutOrders.payoutId, payoutId), eq(payoutOrders.schemeId, schemeId)));
  if (!order) throw new AppError("not-found");
  return order;
}
