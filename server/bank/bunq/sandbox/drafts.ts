// Draft payments: asked for over the API, decided by a person; the sandbox's own endpoint plays that person.

import { z } from "zod";
import type { User } from "./books.ts";
import type { StoredDraft } from "./events.ts";
import { type Answer, answerWith, type Exchange, Refusal, requireAccount } from "./exchange.ts";
import {
  leaveOut,
  makePayments,
  paymentBody,
  readBody,
  refuseWhenTold,
  requireFunds,
} from "./transfers.ts";
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
  // An account that is really short of money does not matter yet: it may have come in before the person decides.
  refuseWhenTold(exchange);
  const { books, faults, key } = exchange;
  const draft: StoredDraft = {
    id: books.nextId(),
    accountId: user.accountId,
    updatedAt: books.now(),
    status: "PENDING",
    entries,
    ownFault: faults.own,
  };
  books.commit([{ type: "draft-set", draft }], key);
  return answerWith({ Id: { id: draft.id } });
}

/** `GET …/draft-payment/{id}` */
export function getDraft(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const draft = findDraft(exchange, user);
  const payments = exchange.books.payments
    .ofDraft(draft.id)
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

/** What the person in the bunq app does. @throws Refusal 400 when the account can't pay it; it stays undecided then. */
export function decideDraft(
  exchange: Exchange,
  given: {
    readonly draft: StoredDraft;
    readonly user: User;
    readonly decision: "accept" | "reject";
  },
): Answer {
  const { draft, user } = given;
  const wanted = given.decision === "accept" ? draft.entries : [];
  const { kept, alongside } = leaveOut(exchange, "draft-partly-rejected", wanted);
  const total = kept.reduce((sum, entry) => sum + entry.amountCents, 0n);
  if (kept.length > 0) requireFunds(exchange, user, total);
  const status = kept.length > 0 ? "ACCEPTED" : "REJECTED";
  const decided: StoredDraft = { ...draft, status, updatedAt: exchange.books.now() };
  makePayments(exchange, user, {
    entries: kept,
    draftId: draft.id,
    alongside: [...alongside, { type: "draft-set", draft: decided }],
  });
  return answerWith({ Id: { id: draft.id } });
}

function findDraft(exchange: Exchange, user: User): StoredDraft {
  const draft = exchange.books.drafts.get(exchange.ids[2] ?? 0);
  if (draft?.accountId !== user.accountId) throw new Refusal(404, "Draft payment not found.");
  return draft;
}
