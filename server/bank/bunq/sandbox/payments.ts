// The endpoints for payments: one, many at once, reading them back.

import { z } from "zod";
import type { StoredPayment } from "./events.ts";
import { type Answer, answerWith, type Exchange, Refusal, requireAccount } from "./exchange.ts";
import { firstIndex } from "./payment-index.ts";
import { leaveOut, makePayments, paymentBody, readBody, requireFunds } from "./transfers.ts";
import { paymentView } from "./views.ts";

const maxPageSize = 200;
/** bunq doesn't publish a limit for a batch; its draft takes 350. */
const batchBody = z.object({ payments: z.array(paymentBody).min(1).max(350) });

/** `POST …/payment` */
export function postPayment(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const entry = readBody(paymentBody, exchange.request.body);
  requireFunds(exchange, user, entry.amountCents);
  const [payment] = makePayments(exchange, user, { entries: [entry] });
  return answerWith({ Id: { id: payment?.id } });
}

/** `POST …/payment-batch`: all of them or none, as long as bunq doesn't say otherwise, unless a fault leaves some out. */
export function postBatch(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const { payments: entries } = readBody(batchBody, exchange.request.body);
  const total = entries.reduce((sum, entry) => sum + entry.amountCents, 0n);
  requireFunds(exchange, user, total);
  const batchId = exchange.books.nextId();
  const { kept, alongside } = leaveOut(exchange, "batch-partly-made", entries);
  makePayments(exchange, user, { entries: kept, batchId, alongside });
  return answerWith({ Id: { id: batchId } });
}

/** `GET …/payment-batch/{id}` */
export function getBatch(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const payments = exchange.books.payments.ofBatch(exchange.ids[2] ?? 0);
  if (payments[0]?.accountId !== user.accountId) throw new Refusal(404, "Payment batch not found.");
  const views = payments.map((payment) => paymentView(payment, user, exchange.books.now()));
  return answerWith({ PaymentBatch: { id: exchange.ids[2], payments: { Payment: views } } });
}

/** `GET …/payment/{id}` */
export function getPayment(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const payment = exchange.books.payments.byId(exchange.ids[2] ?? 0);
  if (payment?.accountId !== user.accountId) throw new Refusal(404, "Payment not found.");
  return answerWith({ Payment: paymentView(payment, user, exchange.books.now()) });
}

/** `GET …/payment`: newest first, in pages. */
export function listPayments(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const { query } = exchange.request;
  const count = readNumber(query, "count") ?? 10;
  const olderId = readNumber(query, "older_id");
  const newerId = readNumber(query, "newer_id");
  if (count < 1 || count > maxPageSize) {
    throw new Refusal(400, `count must be between 1 and ${maxPageSize}.`);
  }
  const now = exchange.books.now();
  const { payments } = user;
  const page =
    newerId === null
      ? visibleFrom({ payments, now, count, from: placeBelow(payments, olderId), step: -1 })
      : visibleFrom({
          payments,
          now,
          count,
          from: placeAbove(payments, newerId),
          step: 1,
        }).reverse();
  const views = page.map((payment) => ({ Payment: paymentView(payment, user, now) }));
  return {
    status: 200,
    body: { Response: views, Pagination: paginationOf({ exchange, payments, page, count }) },
  };
}

/** The place of the newest payment below this id; of the newest at all for `null`. */
const placeBelow = (payments: readonly StoredPayment[], id: number | null): number =>
  (id === null ? payments.length : firstIndex(payments, (payment) => payment.id >= id)) - 1;

/** The place of the oldest payment above this id. */
const placeAbove = (payments: readonly StoredPayment[], id: number): number =>
  firstIndex(payments, (payment) => payment.id > id);

/** As many as asked for from this place on, those left out that are hidden now. */
function visibleFrom(input: {
  readonly payments: readonly StoredPayment[];
  readonly now: number;
  readonly count: number;
  readonly from: number;
  /** Towards newer or older ones. */
  readonly step: 1 | -1;
}): StoredPayment[] {
  const { payments, now, count, step } = input;
  const visible: StoredPayment[] = [];
  for (let place = input.from; visible.length < count; place += step) {
    const payment = payments[place];
    if (payment === undefined) break;
    if (payment.hiddenUntil === null || now >= payment.hiddenUntil) visible.push(payment);
  }
  return visible;
}

function paginationOf(input: {
  readonly exchange: Exchange;
  readonly payments: readonly StoredPayment[];
  readonly page: readonly StoredPayment[];
  readonly count: number;
}): unknown {
  const { exchange, payments, page, count } = input;
  const now = exchange.books.now();
  const url = (query: string) => `/v1${exchange.request.path}?${query}&count=${count}`;
  const newest = page.at(0);
  const oldest = page.at(-1);
  const hasAny = (from: number, step: 1 | -1) =>
    visibleFrom({ payments, now, count: 1, from, step }).length > 0;
  const hasOlder = oldest !== undefined && hasAny(placeBelow(payments, oldest.id), -1);
  const hasNewer = newest !== undefined && hasAny(placeAbove(payments, newest.id), 1);
  return {
    future_url: newest ? url(`newer_id=${newest.id}`) : null,
    newer_url: hasNewer ? url(`newer_id=${newest.id}`) : null,
    older_url: hasOlder ? url(`older_id=${oldest.id}`) : null,
  };
}

function readNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, `${name} must be a number.`);
  return Number(text);
}
