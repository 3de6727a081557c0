// Finds payments in the books without looking at all of them; it holds nothing that the payments don't say.

import type { StoredPayment } from "./events.ts";

/** The first index whose element passes; the list's length when none does. All before it fail, all after it pass. */
export function firstIndex<Element>(
  list: readonly Element[],
  passes: (element: Element) => boolean,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const element = list[middle];
    if (element !== undefined && passes(element)) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Awaited = StoredPayment & { readonly returnAt: number };

export class PaymentIndex {
  readonly #byId = new Map<number, StoredPayment>();
  readonly #byBatch = new Map<number, StoredPayment[]>();
  readonly #byDraft = new Map<number, StoredPayment[]>();
  readonly #returned = new Set<number>();
  /** Still to come back, the soonest first. */
  readonly #awaited: Awaited[] = [];

  add(payment: StoredPayment): void {
    this.#byId.set(payment.id, payment);
    if (payment.batchId !== null) append(this.#byBatch, payment.batchId, payment);
    if (payment.draftId !== null) append(this.#byDraft, payment.draftId, payment);
    const { returnAt, returnOf } = payment;
    if (returnAt !== null) {
      const place = firstIndex(this.#awaited, (other) => other.returnAt > returnAt);
      this.#awaited.splice(place, 0, { ...payment, returnAt });
    }
    if (returnOf !== null) {
      this.#returned.add(returnOf);
      // What comes back is the soonest as a rule, so this looks at one.
      const place = this.#awaited.findIndex(({ id }) => id === returnOf);
      if (place >= 0) this.#awaited.splice(place, 1);
    }
  }

  byId(paymentId: number): StoredPayment | undefined {
    return this.#byId.get(paymentId);
  }

  /** Oldest first. */
  ofBatch(batchId: number): readonly StoredPayment[] {
    return this.#byBatch.get(batchId) ?? [];
  }

  /** Oldest first. */
  ofDraft(draftId: number): readonly StoredPayment[] {
    return this.#byDraft.get(draftId) ?? [];
  }

  isReturned(paymentId: number): boolean {
    return this.#returned.has(paymentId);
  }

  /** Those whose time to come back is there, the soonest first. */
  dueReturns(nowMs: number): readonly StoredPayment[] {
    return this.#awaited.slice(
      0,
      firstIndex(this.#awaited, ({ returnAt }) => returnAt > nowMs),
    );
  }

  /** When the next payment comes back, `null` when none does. */
  nextReturnAt(): number | null {
    return this.#awaited[0]?.returnAt ?? null;
  }
}

function append(map: Map<number, StoredPayment[]>, key: number, payment: StoredPayment): void {
  const known = map.get(key);
  if (known) known.push(payment);
  else map.set(key, [payment]);
}
