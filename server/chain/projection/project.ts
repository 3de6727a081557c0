// Applies events to the index within one database transaction, and can empty it to begin anew.
import { sql } from "drizzle-orm";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Transaction } from "../../store/database.ts";
import type { ChainEvent } from "../events.ts";
import { applyEvent } from "./apply.ts";
import {
  closeBooks,
  type Named,
  openBooks,
  openDeviceBooks,
  projectionTables,
  weekOf,
} from "./books.ts";
import { addUpHouseholds } from "./household-accounts.ts";

const DEVICE_EVENTS: ReadonlySet<string> = new Set([
  "BeneficiaryClosed",
  "LoginCodeReissued",
  "DeviceAdded",
  "DeviceRemoved",
  "CardLinked",
  "CardBlocked",
  "CardUnblocked",
  "CardRemoved",
]);

/** Applies events in the order of the chain. */
export async function projectEvents(tx: Transaction, events: readonly ChainEvent[]): Promise<void> {
  if (events.length === 0) return;
  const books = await openBooks(tx, namesIn(events));
  const deviceEvents = events.filter(({ name }) => DEVICE_EVENTS.has(name));
  await openDeviceBooks(tx, books, namesIn(deviceEvents).beneficiaryIds);
  for (const event of events) applyEvent(books, event);
  await closeBooks(tx, books);
  await addUpHouseholds(tx, books.beneficiaries.changed());
}

/** Empties the index; the events it was made from stay. */
export async function emptyProjections(tx: Transaction): Promise<void> {
  const tables = Object.values(projectionTables).map((table) => sql`${table}`);
  await tx.execute(sql`TRUNCATE ${sql.join(tables, sql`, `)}`);
}

const FIELDS: Readonly<Record<string, keyof Named>> = {
  schemeId: "schemeIds",
  beneficiaryId: "beneficiaryIds",
  shopId: "shopIds",
  paymentId: "paymentIds",
  payoutId: "payoutIds",
  callId: "callIds",
  card: "cardIds",
  candidate: "accounts",
  holder: "accounts",
  till: "accounts",
  owner: "accounts",
  previous: "accounts",
};

function namesIn(events: readonly ChainEvent[]): Named {
  const named: Named = {
    schemeIds: new Set(),
    beneficiaryIds: new Set(),
    shopIds: new Set(),
    paymentIds: new Set(),
    payoutIds: new Set(),
    callIds: new Set(),
    cardIds: new Set(),
    accounts: new Set(),
    weeks: new Set(),
  };
  for (const event of events) {
    if (event.name === "PaymentMade") named.weeks.add(weekOf(event.timestamp));
    for (const [field, value] of Object.entries(event.args)) {
      const group = FIELDS[field];
      if (group && typeof value === "string") named[group].add(value as Hex);
    }
  }
  return named;
}
