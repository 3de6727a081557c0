// What each event changes in the index. Pure arithmetic on the books; it mirrors the contracts and decides nothing.
import type { ChainEvent, EventName } from "../events.ts";
import { beneficiaryHandlers } from "./beneficiaries.ts";
import type { Books } from "./books.ts";
import { cardHandlers } from "./cards.ts";
import { fourEyesHandlers } from "./four-eyes.ts";
import { paymentHandlers } from "./payments.ts";
import { payoutHandlers } from "./payouts.ts";
import { roleHandlers } from "./roles.ts";
import { schemeHandlers } from "./schemes.ts";
import { shopHandlers } from "./shops.ts";

/** An event of one name. */
export type EventOf<Name extends EventName> = Extract<ChainEvent, { name: Name }>;

/** For each event what it does to the books. */
export type Handlers<Names extends EventName = EventName> = {
  [Name in Names]: (books: Books, event: EventOf<Name>) => void;
};

const handlers: Handlers = {
  ...schemeHandlers,
  ...roleHandlers,
  ...fourEyesHandlers,
  ...beneficiaryHandlers,
  ...cardHandlers,
  ...shopHandlers,
  ...paymentHandlers,
  ...payoutHandlers,
  // About commands, not about the ledger.
  PaymentRefused: () => {},
  RequestExecuted: () => {},
  RequestRefused: () => {},
};

export function applyEvent(books: Books, event: ChainEvent): void {
  const handle = handlers[event.name] as (books: Books, event: ChainEvent) => void;
  handle(books, event);
}
