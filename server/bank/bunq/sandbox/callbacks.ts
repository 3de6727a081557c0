// Tells the registered addresses of each movement; the queue is in memory, so a killed bank forgets what it owed.

import type { Clock } from "../../clock.ts";
import { signBody } from "../signing.ts";
import type { Fetch } from "../transport.ts";
import { asciiJson } from "./ascii-json.ts";
import type { Books } from "./books.ts";
import type { StoredPayment } from "./events.ts";
import type { FaultPlan } from "./faults.ts";
import { paymentView } from "./views.ts";

const retries = 5;
const retryPauseMs = 60_000;
const timeoutMs = 10_000;

export interface Callbacks {
  announce(payments: readonly StoredPayment[], faults: FaultPlan): void;
}

interface Notice {
  readonly target: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** @param options.ended stops all waiting and sending. */
export function createCallbacks(options: {
  readonly books: Books;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly ended: AbortSignal;
}): Callbacks {
  const { books, ended } = options;
  /** Notices held back so that a later one overtakes them. */
  let heldBack: Notice[] = [];

  async function deliver(notice: Notice): Promise<void> {
    for (let attempt = 0; attempt <= retries && !ended.aborted; attempt += 1) {
      if (await send(options, notice)) return;
      if (attempt < retries) await options.clock.wait(retryPauseMs, ended);
    }
  }

  return {
    announce(payments, faults) {
      if (payments.length === 0 || faults.get("callback-lost")) return;
      const notices = payments.flatMap((payment) => noticesOf(books, payment));
      const doubled = faults.get("callback-doubled") ? [...notices, ...notices] : notices;
      if (faults.get("callback-reordered")) {
        heldBack = [...heldBack, ...doubled];
        return;
      }
      const all = [...doubled, ...heldBack];
      heldBack = [];
      // One after the other, so that the order is the one chosen here.
      void all.reduce<Promise<void>>(
        (before, notice) => before.then(() => deliver(notice)),
        Promise.resolve(),
      );
    },
  };
}

function noticesOf(books: Books, payment: StoredPayment): Notice[] {
  const user = books.userByAccount(payment.accountId);
  const wanted = user?.filters.filter(({ category }) => /^(MUTATION|PAYMENT)$/.test(category));
  return (wanted ?? []).map(({ category, target }) => ({
    target,
    body: asciiJson({
      NotificationUrl: {
        target_url: target,
        category,
        event_type: payment.amountCents < 0n ? "MUTATION_CREATED" : "MUTATION_RECEIVED",
        object: { Payment: user && paymentView(payment, user, books.now()) },
      },
    }),
  }));
}

async function send(
  options: { readonly books: Books; readonly fetch: Fetch; readonly ended: AbortSignal },
  notice: Notice,
): Promise<boolean> {
  try {
    const response = await options.fetch(notice.target, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Bunq-Server-Signature": signBody(notice.body, options.books.keys?.privateKeyPem ?? ""),
      },
      body: notice.body,
      redirect: "manual",
      signal: AbortSignal.any([options.ended, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
