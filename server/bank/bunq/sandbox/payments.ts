// The endpoints for payments: one, many at once, reading them back.

import { z } from "zod";
import type { StoredPayment } from "./events.ts";
import { type Answer, answerWith, type Exchange, Refusal, requireAccount } from "./exchange.ts";
import { makePayments, paymentBody, readBody, requireFunds } from "./transfers.ts";
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

/** `POST …/payment-batch`: all of them or none, as long as bunq doesn't say otherwise. */
export function postBatch(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const { payments: entries } = readBody(batchBody, exchange.request.body);
  const total = entries.reduce((sum, entry) => sum + entry.amountCents, 0n);
  requireFunds(exchange, user, total);
  const batchId = exchange.books.nextId();
  makePayments(exchange, user, { entries, batchId });
  return answerWith({ Id: { id: batchId } });
}

/** `GET …/payment-batch/{id}` */
export function getBatch(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const payments = user.payments.filter((payment) => payment.batchId === exchange.ids[2]);
  if (payments.length === 0) throw new Refusal(404, "Payment batch not found.");
  const views = payments.map((payment) => paymentView(payment, user, exchange.books.now()));
  return answerWith({ PaymentBatch: { id: exchange.ids[2], payments: { Payment: views } } });
}

/** `GET …/payment/{id}` */
export function getPayment(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const payment = user.payments.find(({ id }) => id === exchange.ids[2]);
  if (!payment) throw new Refusal(404, "Payment not found.");
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
  const visible = user.payments
    .filter((payment) => payment.hiddenUntil === null || now >= payment.hiddenUntil)
    .reverse();
  const page =
    newerId === null
      ? visible.filter((payment) => olderId === null || payment.id < olderId).slice(0, count)
      : visible.filter((payment) => payment.id > newerId).slice(-count);
  const views = page.map((payment) => ({ Payment: paymentView(payment, user, now) }));
  return {
    status: 200,
    body: { Response: views, Pagination: paginationOf({ exchange, visible, page, count }) },
  };
}

function paginationOf(input: {
  readonly exchange: Exchange;
  readonly visible: readonly StoredPayment[];
  readonly page: readonly StoredPayment[];
  readonly count: number;
}): unknown {
  const { visible, page, count } = input;
  const url = (query: string) => `/v1${input.exchange.request.path}?${query}&count=${count}`;
  const newest = page.at(0);
  const oldest = page.at(-1);
  const hasOlder = oldest !== undefined && visible.some((payment) => payment.id < oldest.id);
  const hasNewer = newest !== undefined && visible.some((payment) => payment.id > newest.id);
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
