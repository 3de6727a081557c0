// Chooses which faults to play on a request and on each payment it makes, repeatably: the same seed and the same
// requests give the same faults.

import { createHash } from "node:crypto";
import { formatCentsAsDecimal } from "../../money.ts";
import type { Books } from "./books.ts";
import {
  type BankEvent,
  type FaultKind,
  type FaultRule,
  faultRule,
  type PaymentEntry,
  type PaymentFault,
  type PlayedFault,
  paymentFaults,
} from "./events.ts";

/** What faults are chosen for. */
export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly requestId: string | null;
  readonly text: string;
}

type Chosen = ReadonlyMap<FaultKind, FaultRule>;

/** The faults to play on one request. */
export interface FaultPlan {
  /** The fault that the request brought along itself. */
  readonly own: FaultRule | null;
  /** The rule of this kind, when it is to be played on the request. */
  get(kind: FaultKind): FaultRule | undefined;
  /**
   * Draws for each payment by itself. `counted` is to be committed with the payments: what was drawn and what was
   * made are then in the books together, or neither.
   */
  drawEach(
    kinds: readonly PaymentFault[],
    entries: readonly PaymentEntry[],
  ): { readonly chosen: readonly Chosen[]; readonly counted: readonly BankEvent[] };
  /** The line for the books that says what was played on this request; nothing when that is nothing. */
  report(faults: readonly PlayedFault[]): BankEvent[];
}

const onPayments: ReadonlySet<FaultKind> = new Set(paymentFaults);

/** For what happens without anyone asking. */
export const noFaults: FaultPlan = {
  own: null,
  get: () => undefined,
  drawEach: (_kinds, entries) => ({ chosen: entries.map(() => new Map()), counted: [] }),
  report: () => [],
};

/**
 * Plans the faults of one request and counts them in the books.
 *
 * @param options.own the fault that the request brings along.
 * @param options.kinds the only ones that make sense on it; without it all.
 */
export function planFaults(
  books: Books,
  target: FaultTarget,
  options: { readonly own: FaultRule | null; readonly kinds?: readonly FaultKind[] },
): FaultPlan {
  const { own, kinds } = options;
  const chosen = new Map<FaultKind, FaultRule>();
  const report: FaultPlan["report"] = (faults) => {
    const { method, path, requestId } = target;
    const event = { type: "faults-played" as const, method, path, requestId, faults: [...faults] };
    return faults.length > 0 ? [event] : [];
  };
  if (own && !onPayments.has(own.kind)) chosen.set(own.kind, own);
  const tally = createTally(books);
  for (const [index, rule] of books.faults.rules.entries()) {
    const isForRequests = !onPayments.has(rule.kind) && (kinds?.includes(rule.kind) ?? true);
    if (!isForRequests || !isMeant(rule, target)) continue;
    if (tally.isPlayed(index, rule)) chosen.set(rule.kind, rule);
  }
  const played = [...chosen.keys()].map((kind) => ({ kind, paymentId: null }));
  const events = [...tally.counted, ...report(played)];
  if (events.length > 0) books.commit(events);
  return {
    own,
    get: (kind) => chosen.get(kind),
    drawEach: (wanted, entries) => drawEach({ books, target, own, wanted, entries }),
    report,
  };
}

function drawEach(input: {
  readonly books: Books;
  readonly target: FaultTarget;
  readonly own: FaultRule | null;
  readonly wanted: readonly PaymentFault[];
  readonly entries: readonly PaymentEntry[];
}): ReturnType<FaultPlan["drawEach"]> {
  const { books, target, own } = input;
  const wanted: ReadonlySet<FaultKind> = new Set(input.wanted);
  const rules = [...books.faults.rules.entries()].filter(([, { kind }]) => wanted.has(kind));
  const tally = createTally(books);
  const chosen = input.entries.map((entry) => {
    const drawn = new Map<FaultKind, FaultRule>();
    const text = textOf(entry);
    const isOwn = own !== null && wanted.has(own.kind) && text.includes(own.bodyIncludes);
    if (isOwn && tally.isPlayed(ownIndex, own)) drawn.set(own.kind, own);
    for (const [index, rule] of rules) {
      if (!isMeant(rule, { ...target, text })) continue;
      if (tally.isPlayed(index, rule)) drawn.set(rule.kind, rule);
    }
    return drawn;
  });
  return { chosen, counted: tally.counted };
}

/** Stands for the fault a request brought along, which the books don't count. */
const ownIndex = -1;

interface Tally {
  readonly counted: readonly BankEvent[];
  /** Counts one that matches and says whether the fault is played on it. */
  isPlayed(index: number, rule: FaultRule): boolean;
}

/** Counts on from what the books have, without changing them yet. */
function createTally(books: Books): Tally {
  const { seed } = books.faults;
  const counts = new Map([...books.faults.counts.entries()].map(([i, count]) => [i, { ...count }]));
  const counted: BankEvent[] = [];
  return {
    counted,
    isPlayed(index, rule) {
      const count = counts.get(index) ?? { seen: 0, played: 0 };
      counts.set(index, count);
      if (rule.times !== null && count.played >= rule.times) return false;
      // What a request brings along starts at zero each time, so something else has to set two requests apart.
      const seen = index === ownIndex ? books.nextId(count.seen) : count.seen;
      const played = count.seen >= rule.skip && draw({ seed, index, seen }) < rule.probability;
      count.seen += 1;
      count.played += played ? 1 : 0;
      if (index !== ownIndex) counted.push({ type: "fault-counted", index, played });
      return played;
    },
  };
}

/** A number from 0 up to 1 that depends on nothing but its three inputs. */
function draw(input: { readonly seed: string; readonly index: number; readonly seen: number }) {
  const digest = createHash("sha256").update(`${input.seed}/${input.index}/${input.seen}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

function isMeant(rule: FaultRule, target: FaultTarget): boolean {
  return (
    rule.method === target.method &&
    target.path.includes(rule.pathIncludes) &&
    target.text.includes(rule.bodyIncludes)
  );
}

/** A payment as it stands in a request's body, without spaces. */
function textOf(entry: PaymentEntry): string {
  return JSON.stringify({
    amount: { value: formatCentsAsDecimal(entry.amountCents), currency: "EUR" },
    counterparty_alias: {
      type: "IBAN",
      value: entry.counterpartyIban,
      name: entry.counterpartyName,
    },
    description: entry.description,
    merchant_reference: entry.merchantReference,
  });
}

/** The fault in a request's header `X-Sandbox-Fault`: a kind, or a rule as JSON. */
export function readOwnFault(header: string | undefined): FaultRule | null {
  if (header === undefined) return null;
  try {
    const value: unknown = header.startsWith("{") ? JSON.parse(header) : { kind: header };
    return faultRule.safeParse(value).data ?? null;
  } catch {
    return null;
  }
}
