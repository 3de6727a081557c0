// Lays what the chain says beside the index and the bank's statement. It changes nothing, and reports amounts and ids alone.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { LedgerEvent } from "../chain/events.ts";
import {
  addUp,
  type LedgerBooks,
  type PayoutSums,
  type SchemeSums,
  type ShopSums,
} from "./ledger-books.ts";

/** The index's side, as it stands in the database. */
export type IndexSide = {
  schemes: ReadonlyMap<Hex, SchemeSums>;
  /** By `schemeId/shopId`. */
  shops: ReadonlyMap<string, ShopSums>;
  beneficiaries: ReadonlyMap<Hex, { granted: bigint; balance: bigint }>;
  payments: ReadonlyMap<Hex, { amount: bigint; corrected: bigint }>;
  payouts: ReadonlyMap<Hex, { amount: bigint; state: PayoutSums["state"] }>;
  /** What our own orders say; a payout may be absent. */
  orders: ReadonlyMap<Hex, string>;
};

/** The bank's side: what carries a payout's id, and what doesn't. */
export type BankSide = {
  payouts: ReadonlyMap<Hex, { out: readonly bigint[]; back: readonly bigint[] }>;
  /** Lines that name no payout; negative left the account. */
  others: readonly { reference: string; amountCents: bigint }[];
};

/** One line of the report; amounts in cents, null where that column has no say. */
export type AuditLine = {
  what: string;
  chain: bigint | null;
  index: bigint | null;
  bank: bigint | null;
  differs: boolean;
};

export type AuditReport = {
  lines: AuditLine[];
  /** One sentence each. Empty: everything agrees to the cent. */
  differences: string[];
  payouts: number;
  payments: number;
  /** Payouts on their way: opened on the chain, not at their end. */
  underWay: number;
  /** Lines of the statement that no payout explains. */
  unmatched: number;
};

const SUMS = [
  "funded",
  "unallocated",
  "outstanding",
  "owed",
  "inPayout",
  "paidOut",
  "withdrawn",
] as const;

/** @param given.events All of them, in the order of the chain. */
export function auditAll(given: {
  events: Iterable<LedgerEvent>;
  index: IndexSide;
  bank: BankSide | null;
}): AuditReport {
  const books = addUp(given.events);
  const differences = [...books.oddities];
  const { index, bank } = given;
  const lines = [...schemeLines(books, index, bank)];
  for (const line of lines) if (line.differs) differences.push(sentenceOf(line));
  differences.push(
    ...compareMaps("shop", { chain: books.shops, index: index.shops }, [
      "owed",
      "inPayout",
      "paidOut",
      "payments",
      "sold",
    ]),
    ...compareMaps("beneficiary", { chain: books.beneficiaries, index: index.beneficiaries }, [
      "granted",
      "balance",
    ]),
    ...compareMaps("payment", { chain: books.payments, index: index.payments }, [
      "amount",
      "corrected",
    ]),
    ...compareMaps("payout", { chain: books.payouts, index: index.payouts }, ["amount", "state"]),
  );
  const payouts = comparePayouts(books, index, bank);
  differences.push(...payouts.differences);
  return {
    lines,
    differences,
    payouts: books.payouts.size,
    payments: books.payments.size,
    underWay: payouts.underWay,
    unmatched: bank?.others.length ?? 0,
  };
}

/** The identity of each scheme, and what was paid out over all against the bank. */
function* schemeLines(
  books: LedgerBooks,
  index: IndexSide,
  bank: BankSide | null,
): Generator<AuditLine> {
  let paidOut = 0n;
  for (const [schemeId, sums] of books.schemes) {
    const indexed = index.schemes.get(schemeId);
    for (const name of SUMS) {
      const other = indexed?.[name] ?? null;
      yield {
        what: `scheme ${schemeId} ${name}`,
        chain: sums[name],
        index: other,
        bank: null,
        differs: other !== sums[name],
      };
    }
    const { unallocated, outstanding, owed, inPayout, withdrawn, funded } = sums;
    const accounted = unallocated + outstanding + owed + inPayout + sums.paidOut + withdrawn;
    const differs = accounted !== funded;
    yield {
      what: `scheme ${schemeId} adds up to`,
      chain: accounted,
      index: null,
      bank: null,
      differs,
    };
  }
  for (const { amount, state } of books.payouts.values()) {
    if (state === "settled") paidOut += amount;
  }
  let net: bigint | null = null;
  let onItsWay = 0n;
  if (bank) {
    net = 0n;
    for (const [payoutId, side] of bank.payouts) {
      net += sum(side.out) - sum(side.back);
      // Booked at the bank, and not yet settled on the chain: each is judged by itself below.
      if (books.payouts.get(payoutId)?.state === "opened")
        onItsWay += sum(side.out) - sum(side.back);
    }
  }
  const differs = net !== null && net - onItsWay !== paidOut;
  yield { what: "payouts that the bank booked", chain: paidOut, index: null, bank: net, differs };
}

function compareMaps<Row extends Record<string, unknown>>(
  what: string,
  sides: { chain: ReadonlyMap<string, Row>; index: ReadonlyMap<string, Partial<Row>> },
  fields: readonly (keyof Row & string)[],
): string[] {
  const found: string[] = [];
  for (const [id, row] of sides.chain) {
    const other = sides.index.get(id);
    if (!other) {
      found.push(`${what} ${id} is on the chain and not in the index`);
      continue;
    }
    for (const field of fields) {
      if (row[field] === other[field]) continue;
      found.push(`${what} ${id} ${field}: chain ${row[field]}, index ${other[field]}`);
    }
  }
  for (const id of sides.index.keys()) {
    if (!sides.chain.has(id)) found.push(`${what} ${id} is in the index and not on the chain`);
  }
  return found;
}

/** States of our own orders that agree with each state on the chain. */
const AGREEING: Readonly<Record<string, readonly string[]>> = {
  opened: ["BATCHED", "APPROVED", "SUBMITTING", "ACCEPTED", "UNKNOWN", "HELD"],
  // The chain may be a step ahead when the server was ended in between.
  settled: ["BOOKED", "ACCEPTED", "UNKNOWN"],
  returned: ["RETURNED", "REJECTED", "SUBMITTING", "UNKNOWN", "BOOKED", "ACCEPTED"],
};

function comparePayouts(
  books: LedgerBooks,
  index: IndexSide,
  bank: BankSide | null,
): { differences: string[]; underWay: number } {
  const differences: string[] = [];
  let underWay = 0;
  for (const [payoutId, { amount, state }] of books.payouts) {
    if (state === "opened") underWay += 1;
    const order = index.orders.get(payoutId);
    if (order !== undefined && !AGREEING[state]?.includes(order)) {
      differences.push(`payout ${payoutId} is ${state} on the chain, and its order says ${order}`);
    }
    const side = bank?.payouts.get(payoutId);
    if (bank) differences.push(...judgePayout({ payoutId, amount, state, side }));
  }
  for (const payoutId of bank?.payouts.keys() ?? []) {
    if (!books.payouts.has(payoutId)) {
      differences.push(`the bank paid ${payoutId}, which the chain doesn't know`);
    }
  }
  for (const { reference, amountCents } of bank?.others ?? []) {
    if (amountCents < 0n) {
      differences.push(`${amountCents} cents left the account for no payout (${reference})`);
    }
  }
  return { differences, underWay };
}

function judgePayout(payout: {
  payoutId: Hex;
  amount: bigint;
  state: "opened" | "settled" | "returned";
  side: { out: readonly bigint[]; back: readonly bigint[] } | undefined;
}): string[] {
  const { payoutId, amount, state, side = { out: [], back: [] } } = payout;
  const found: string[] = [];
  const net = sum(side.out) - sum(side.back);
  if (side.out.some((cents) => cents !== amount)) {
    found.push(
      `payout ${payoutId} is ${amount} cents on the chain, and the bank paid another amount`,
    );
  }
  if (side.out.length - side.back.length > 1) found.push(`payout ${payoutId} was paid twice`);
  else if (state === "settled" && net !== amount) {
    found.push(
      `payout ${payoutId} is settled on the chain for ${amount}, and the bank paid ${net}`,
    );
  } else if (state === "returned" && net !== 0n) {
    found.push(`payout ${payoutId} is owed again on the chain, and the bank paid ${net}`);
  }
  return found;
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((one, other) => one + other, 0n);

const sentenceOf = ({ what, chain, index, bank }: AuditLine): string =>
  `${what}: chain ${chain ?? "-"}, index ${index ?? "-"}, bank ${bank ?? "-"}`;
