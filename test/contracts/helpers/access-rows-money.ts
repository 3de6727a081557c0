// The access matrix, payments, corrections and payouts.

import { type AccessTown, ANYONE, lacks, REFERENCE, type Row, says } from "./access.ts";
import type { LedgerFunction } from "./contracts.ts";
import { hashOf, idOf } from "./keys.ts";
import { open, openArgs, pay, shopBound, shopBoundArgs } from "./payments.ts";
import { Reason, Role } from "./terms.ts";

const notOperator: Row["refusal"] = ({ ledger, schemeId }, caller) =>
  says(ledger, "NotPayoutOperator", schemeId, caller);
const openPayout = async (town: AccessTown) => {
  await pay(town, { amount: 1_000n });
  await town.ledgerAs(town.operator).openPayout(town.schemeId, town.bakery.id, idOf("payout"), 500);
};

export const moneyRows: Partial<Record<LedgerFunction, Row>> = {
  payShopBound: {
    args: async (town) => [...shopBoundArgs(await shopBound(town))],
    allowed: ANYONE,
  },
  payOpen: { args: async (town) => [...openArgs(await open(town))], allowed: ANYONE },
  payShopBoundBatch: { args: async (town) => [[await shopBound(town)]], allowed: ANYONE },
  payOpenBatch: { args: async (town) => [[await open(town)]], allowed: ANYONE },
  refund: {
    args: ({ anna, bakery }) => [hashOf("payment"), anna.id, bakery.id, 1],
    allowed: ["owner", "till"],
    refusal: ({ ledger, bakery }, caller) => says(ledger, "TillUnknown", caller, bakery.id),
    prepare: (town) => pay(town),
  },
  reversePayment: {
    args: ({ anna, bakery }) => [hashOf("payment"), anna.id, bakery.id, 1, Reason.dispute],
    allowed: ["guardian"],
    refusal: lacks(Role.guardian),
    prepare: (town) => pay(town),
  },
  setMandate: {
    args: ({ schemeId, mandate }) => [schemeId, mandate],
    allowed: ["treasurer"],
    refusal: lacks(Role.treasurer),
  },
  openPayout: {
    args: ({ schemeId, bakery }) => [schemeId, bakery.id, idOf("payout"), 500],
    allowed: ["operator", "treasurer"],
    refusal: notOperator,
    prepare: (town) => pay(town),
  },
  settlePayout: {
    args: () => [idOf("payout"), REFERENCE],
    allowed: ["operator", "treasurer"],
    refusal: notOperator,
    prepare: openPayout,
  },
  returnPayout: {
    args: () => [idOf("payout"), "0x41433034"],
    allowed: ["operator", "treasurer"],
    refusal: notOperator,
    prepare: openPayout,
  },
  bookRepayment: {
    args: ({ schemeId, bakery }) => [schemeId, bakery.id, 1, REFERENCE],
    allowed: ["treasurer"],
    refusal: lacks(Role.treasurer),
    prepare: async (town) => {
      await openPayout(town);
      const { ledgerAs, operator, owner, anna, bakery } = town;
      await ledgerAs(operator).settlePayout(idOf("payout"), REFERENCE.replace("0x0", "0x1"));
      await ledgerAs(owner).refund(hashOf("payment"), anna.id, bakery.id, 1_000);
    },
  },
};
