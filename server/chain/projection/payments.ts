// Payments and their corrections.
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ChainEvent } from "../events.ts";
import type { EventOf, Handlers } from "./apply.ts";
import { use } from "./beneficiaries.ts";
import { type Books, weekOf } from "./books.ts";
import { moveMoney } from "./schemes.ts";

type PaymentEvent = "PaymentMade" | "PaymentRefunded" | "PaymentReversed";

const NO_TILL = `0x${"00".repeat(20)}`;
/** More logs than a block's gas can hold. */
const PLACES_PER_BLOCK = 1_000_000;

export const paymentHandlers: Handlers<PaymentEvent> = {
  PaymentMade(books, event) {
    const { args } = event;
    const { beneficiaryId, shopId } = args;
    const { schemeId, balanceCents } = books.beneficiaries.get(beneficiaryId);
    const isShopBound = args.till === NO_TILL;
    move(books, args, -args.amount);
    use(books, beneficiaryId, { hasPaid: true, at: event.timestamp });
    const sale = { schemeId, shopId, paidAt: event.timestamp, position: positionOf(event) };
    sell(books, sale, { payments: 1, cents: args.amount });
    books.payments.put({
      paymentId: args.paymentId,
      position: positionOf(event),
      kind: isShopBound ? kindWithoutTill(books, args.device) : "open",
      schemeId,
      beneficiaryId,
      shopId,
      till: isShopBound ? null : args.till,
      device: args.device,
      nonce: args.nonce,
      amountCents: args.amount,
      correctedCents: 0n,
      balanceAfterCents: balanceCents - args.amount,
      paidAt: event.timestamp,
      blockNumber: event.blockNumber,
      transactionHash: event.transactionHash,
    });
  },
  PaymentRefunded(books, event) {
    correct(books, event);
  },
  PaymentReversed(books, event) {
    correct(books, event);
  },
};

/** A card pays as a phone does that answers a shop's request. Its `CardSpent` in the same transaction has brought its row. */
const kindWithoutTill = (books: Books, device: Hex) =>
  books.cards.find(device) ? "card" : "shop-bound";

function correct(books: Books, event: EventOf<"PaymentRefunded" | "PaymentReversed">): void {
  const { args } = event;
  const isRefund = event.name === "PaymentRefunded";
  const { schemeId } = books.beneficiaries.get(args.beneficiaryId);
  move(books, args, args.amount);
  // The ledger does not know its payments by id: a correction may name one that never was.
  const payment = books.payments.find(args.paymentId);
  if (payment) {
    books.payments.change(payment, { correctedCents: payment.correctedCents + args.amount });
    sell(books, payment, { payments: 0, cents: -args.amount });
  }
  books.corrections.put({
    position: positionOf(event),
    paymentId: args.paymentId,
    kind: isRefund ? "refund" : "reversal",
    schemeId,
    beneficiaryId: args.beneficiaryId,
    shopId: args.shopId,
    by: isRefund ? event.args.till : event.args.guardian,
    amountCents: args.amount,
    reason: isRefund ? null : event.args.reason,
    requestId: event.requestId,
    at: event.timestamp,
    transactionHash: event.transactionHash,
  });
}

/** From the shop to the beneficiary; a payment is the other way round, below zero. */
function move(
  books: Books,
  { beneficiaryId, shopId }: { beneficiaryId: string; shopId: string },
  toBeneficiary: bigint,
): void {
  const beneficiary = books.beneficiaries.get(beneficiaryId);
  const account = books.shopAccounts.get(beneficiary.schemeId, shopId);
  books.beneficiaries.change(beneficiary, {
    balanceCents: beneficiary.balanceCents + toBeneficiary,
  });
  books.shopAccounts.change(account, { owedCents: account.owedCents - toBeneficiary });
  moveMoney(books, beneficiary.schemeId, {
    outstandingCents: toBeneficiary,
    owedCents: -toBeneficiary,
  });
}

/** Adds to what the shop sold in the week of the payment. */
function sell(
  books: Books,
  of: { schemeId: Hex; shopId: Hex; paidAt: number; position: number },
  sold: { payments: number; cents: bigint },
): void {
  const week = weekOf(of.paidAt);
  const before = books.shopWeeks.find(of.schemeId, of.shopId, week);
  books.shopWeeks.put({
    schemeId: of.schemeId,
    shopId: of.shopId,
    week,
    firstPosition: before?.firstPosition ?? of.position,
    payments: (before?.payments ?? 0) + sold.payments,
    spentCents: (before?.spentCents ?? 0n) + sold.cents,
  });
}

function positionOf({ blockNumber, logIndex }: ChainEvent): number {
  return blockNumber * PLACES_PER_BLOCK + logIndex;
}
