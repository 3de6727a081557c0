// The sandbox's books in the words of bunq's API.

import { formatCentsAsDecimal } from "../../money.ts";
import type { User } from "./books.ts";
import type { StoredDraft, StoredPayment } from "./events.ts";

/** UTC as bunq writes it: "2025-04-01 10:00:00.123000". */
export function bunqTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().replace("T", " ").replace("Z", "")}000`;
}

const euros = (amountCents: bigint) => ({
  value: formatCentsAsDecimal(amountCents),
  currency: "EUR",
});

/** A payment as bunq reads it back: the counterparty as `iban`, not as `type` and `value`. */
export function paymentView(payment: StoredPayment, user: User, nowMs: number): unknown {
  const { counterpartyIban, counterpartyName } = payment;
  const isSuspended = payment.suspendedUntil !== null && nowMs < payment.suspendedUntil;
  return {
    id: payment.id,
    created: bunqTime(payment.createdAt),
    updated: bunqTime(payment.createdAt),
    monetary_account_id: payment.accountId,
    amount: euros(payment.amountCents),
    description: payment.description,
    type: "EBA_SCT",
    sub_type: payment.subType,
    merchant_reference: payment.merchantReference,
    alias: { iban: user.iban, display_name: user.name },
    counterparty_alias: {
      iban: counterpartyIban,
      display_name: counterpartyName,
      country: counterpartyIban?.slice(0, 2) ?? null,
    },
    batch_id: payment.batchId,
    payment_arrival_expected: null,
    balance_after_mutation: euros(payment.balanceAfterCents),
    payment_suspended_outgoing: isSuspended ? { status: "PENDING" } : null,
  };
}

export function accountView(user: User, dailyLimitCents: bigint): unknown {
  return {
    id: user.accountId,
    user_id: user.userId,
    currency: "EUR",
    description: user.name,
    display_name: user.name,
    status: "ACTIVE",
    balance: euros(user.balanceCents),
    daily_limit: euros(dailyLimitCents),
    overdraft_limit: euros(0n),
    alias: [{ type: "IBAN", value: user.iban, name: user.name }],
  };
}

export function draftView(
  draft: StoredDraft,
  payments: readonly unknown[],
): { readonly DraftPayment: unknown } {
  return {
    DraftPayment: {
      id: draft.id,
      monetary_account_id: draft.accountId,
      updated: bunqTime(draft.updatedAt),
      status: draft.status,
      entries: draft.entries.map((entry) => ({
        amount: euros(entry.amountCents),
        counterparty_alias: { iban: entry.counterpartyIban, display_name: entry.counterpartyName },
        description: entry.description,
        merchant_reference: entry.merchantReference,
      })),
      object: payments,
    },
  };
}
