// Draft payments: asked for over the API, decided by a person; the sandbox's own endpoint plays that person.

import { z } from "zod";
import type { User } from "./books.ts";
import type { PaymentEntry, StoredDraft } from "./events.ts";
import { type Answer, answerWith, type Exchange, Refusal, requireAccount } from "./exchange.ts";
import { makePayments, paymentBody, readBody, requireFunds } from "./transfers.ts";
import { bunqTime, draftView, paymentView } from "./views.ts";

const draftBody = z.object({
  entries: z.array(paymentBody).min(1).max(350),
  number_of_required_accepts: z.literal(1),
});
const cancelBody = z.object({
  status: z.literal("CANCELLED"),
  previous_updated_timestamp: z.string(),
});

/** `POST …/draft-payment` */
export function postDraft(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const { entries } = readBody(draftBody, exchange.request.body);
  const { books, faults, key } = exchange;
  const draft: StoredDraft = {
    id: books.nextId(),
    accountId: user.accountId,
    updatedAt: books.now(),
    status: "PENDING",
    entries,
    rejectPartly: faults.get("draft-partly-rejected") !== undefined,
  };
  books.commit([{ type: "draft-set", draft }], key);
  return answerWith({ Id: { id: draft.id } });
}

/** `GET …/draft-payment/{id}` */
export function getDraft(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const draft = findDraft(exchange, user);
  const payments = user.payments
    .filter((payment) => payment.draftId === draft.id)
    .map((payment) => ({ Payment: paymentView(payment, user, exchange.books.now()) }));
  return answerWith(draftView(draft, payments));
}

/** `PUT …/draft-payment/{id}`: only withdrawing it. */
export function putDraft(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const draft = findDraft(exchange, user);
  const body = readBody(cancelBody, exchange.request.body);
  if (draft.status !== "PENDING" || body.previous_updated_timestamp !== bunqTime(draft.updatedAt)) {
    throw new Refusal(400, "The draft payment was changed in between.");
  }
  const updatedAt = exchange.books.now();
  const cancelled: StoredDraft = { ...draft, status: "CANCELLED", updatedAt };
  exchange.books.commit([{ type: "draft-set", draft: cancelled }], exchange.key);
  return answerWith({ Id: { id: draft.id } });
}

/**
 * What the person in the bunq app does. A draft told to be rejected in part loses its last entry.
 */
export function decideDraft(exchange: Exchange, decision: "accept" | "reject"): Answer {
  const draft = exchange.books.drafts.get(exchange.ids[0] ?? 0);
  const user = draft && exchange.books.userByAccount(draft.accountId);
  if (!draft || !user) throw new Refusal(404, "Draft payment not found.");
  if (draft.status !== "PENDING") throw new Refusal(400, "The draft payment is decided already.");
  const updatedAt = exchange.books.now();
  const isRejected = decision === "reject";
  const entries: PaymentEntry[] = isRejected ? [] : [...draft.entries];
  if (draft.rejectPartly) entries.pop();
  const decided: StoredDraft = {
    ...draft,
    status: entries.length > 0 ? "ACCEPTED" : "REJECTED",
    updatedAt,
  };
  const total = entries.reduce((sum, entry) => sum + entry.amountCents, 0n);
  if (entries.length > 0) requireFunds(exchange, user, total);
  const alongside = [{ type: "draft-set" as const, draft: decided }];
  makePayments(exchange, user, { entries, draftId: draft.id, alongside });
  return answerWith({ Id: { id: draft.id } });
}

function findDraft(exchange: Exchange, user: User): StoredDraft {
  const draft = exchange.books.drafts.get(exchange.ids[2] ?? 0);
  if (draft?.accountId !== user.accountId) throw new Refusal(404, "Draft payment not found.");
  return draft;
}
