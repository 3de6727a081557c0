// Plays the person who decides drafts in the bank's own app; it can do no more than say yes or no.

import type { Books } from "./books.ts";
import type { Callbacks } from "./callbacks.ts";
import { decideDraft } from "./drafts.ts";
import type { FaultKind } from "./events.ts";
import { type Answer, type Exchange, type IncomingRequest, Refusal } from "./exchange.ts";
import { planFaults } from "./faults.ts";
import type { SandboxSettings } from "./settings.ts";

/** What can go wrong when a person decides: nothing of the wire, for this is no call of the API. */
const faultsOfDecision: readonly FaultKind[] = [
  "too-little-money",
  "callback-doubled",
  "callback-reordered",
  "callback-lost",
];

/** @throws Refusal 404 for an unknown draft, 400 for one that is decided already or can't be paid. */
export function decideAsPerson(
  options: {
    readonly books: Books;
    readonly settings: SandboxSettings;
    readonly announce: Callbacks["announce"];
  },
  given: { readonly draftId: number; readonly decision: "accept" | "reject" },
): Answer {
  const { books, settings, announce } = options;
  const draft = books.drafts.get(given.draftId);
  const user = draft && books.userByAccount(draft.accountId);
  if (!draft || !user) throw new Refusal(404, "Draft payment not found.");
  if (draft.status !== "PENDING") throw new Refusal(400, "The draft payment is decided already.");
  const account = `/user/${user.userId}/monetary-account/${user.accountId}`;
  const path = `${account}/draft-payment/${draft.id}/payment`;
  const text = JSON.stringify({ status: given.decision });
  const faults = planFaults(
    books,
    { method: "POST", path, requestId: null, text },
    { own: draft.ownFault, kinds: given.decision === "accept" ? faultsOfDecision : [] },
  );
  const exchange: Exchange = {
    request: { ...nobodysRequest, path },
    caller: { installation: null, device: null, session: null, user },
    ids: [user.userId, user.accountId, draft.id],
    books,
    settings,
    faults,
    key: null,
    announce: (payments) => announce(payments, faults),
  };
  return decideDraft(exchange, { draft, user, decision: given.decision });
}

const nobodysRequest: IncomingRequest = {
  method: "POST",
  path: "",
  query: new URLSearchParams(),
  body: new Uint8Array(),
  address: "",
  token: null,
  signature: null,
  requestId: null,
};
