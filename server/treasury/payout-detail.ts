// Shows one payout with what it pays, what the bank's statement has of it and how often it was tried; and opens one by hand.
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { payoutDetailAnswer } from "../http/schemas/payouts.ts";
import type { Services } from "../services.ts";
import type { NameChecks } from "../shops/name-checks.ts";
import type { Database } from "../store/database.ts";
import {
  bankEntries,
  bankSubmissions,
  payoutAttempts,
  payoutOrders,
} from "../store/schema/bank.ts";
import {
  argumentsOf,
  type CommandReader,
  hexArgument,
  integerArgument,
} from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import { itemsOf } from "./payout-items.ts";
import { type ListParts, mayOpen, showRows } from "./payout-list.ts";

type Name = { schemeId: Hex; payoutId: Hex };

/** @throws {AppError} `not-found` */
export async function showPayout(
  parts: ListParts & { nameChecks: NameChecks },
  given: Name & { isTreasurer: boolean },
): Promise<z.input<typeof payoutDetailAnswer>> {
  const { database } = parts;
  const order = await orderOf(database, given);
  const [shown, items, check, entries, attempts] = await Promise.all([
    showRows(parts, [order], given.isTreasurer),
    itemsOf(database, order.payoutId),
    parts.nameChecks.ofPayout(order.payoutId),
    database
      .select()
      .from(bankEntries)
      .where(eq(bankEntries.payoutId, given.payoutId))
      .orderBy(bankEntries.seenAt, bankEntries.entryId),
    database
      .select({ attempt: payoutAttempts, sentAt: bankSubmissions.sentAt })
      .from(payoutAttempts)
      .innerJoin(bankSubmissions, eq(bankSubmissions.submissionId, payoutAttempts.submissionId))
      .where(eq(payoutAttempts.payoutId, given.payoutId))
      .orderBy(payoutAttempts.attempt),
  ]);
  const [payout] = shown;
  if (!payout) throw new AppError("not-found");
  return {
    payout,
    // Whose account it is concerns who pays, and nobody else.
    nameCheck: check && { ...check, name: given.isTreasurer ? check.name : null },
    items: items.map((item) => ({ ...item, amountCents: String(item.amountCents) })),
    entries: entries.map((entry) => ({ ...entry, amountCents: String(entry.amountCents) })),
    attempts: attempts.map(({ attempt, sentAt }) => ({
      attempt: attempt.attempt,
      submissionId: attempt.submissionId,
      outcome: attempt.outcome,
      sentAt: sentAt === null ? null : Math.floor(sentAt / 1000),
    })),
  };
}

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
