// The rows that a run of events touches, held in memory: read at once, changed by the handlers, written back at once.
import { and, type Column, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { dutchWeek } from "../../payouts/banking-days.ts";
import type { Transaction } from "../../store/database.ts";
import { cardLimits, cards } from "../../store/schema/cards.ts";
import { proposals, soleLimits } from "../../store/schema/four-eyes.ts";
import {
  activationKeys,
  beneficiaries,
  corrections,
  devices,
  mandates,
  payments,
  payouts,
  roleHolders,
  roleOffers,
  schemeMovements,
  schemes,
  shopAccounts,
  shops,
  tills,
} from "../../store/schema/projections.ts";
import { householdAccounts, shopWeeks } from "../../store/schema/sums.ts";

/** Every table of the index, for those who empty or compare it. */
export const projectionTables = {
  activationKeys,
  beneficiaries,
  cardLimits,
  cards,
  corrections,
  devices,
  householdAccounts,
  mandates,
  payments,
  payouts,
  proposals,
  roleHolders,
  roleOffers,
  schemeMovements,
  schemes,
  shopAccounts,
  shops,
  shopWeeks,
  soleLimits,
  tills,
};

/** Rows of one table by their key. */
export class Rows<Row extends object> {
  readonly #rows = new Map<string, Row>();
  readonly #changed = new Set<string>();
  readonly #keyOf: (row: Row) => string;

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  find(...key: string[]): Row | undefined {
    return this.#rows.get(key.join("/"));
  }

  /** @throws {Error} when it isn't there: then an event is missing, and the index can't be right. */
  get(...key: string[]): Row {
    const row = this.find(...key);
    if (!row) throw new Error(`no row ${key.join("/")} for an event: the index misses an event`);
    return row;
  }

  put(row: Row): void {
    const key = this.#keyOf(row);
    this.#rows.set(key, row);
    this.#changed.add(key);
  }

  /** Changes some columns of a row that is there. */
  change(row: Row, columns: Partial<Row>): Row {
    const changed = { ...row, ...columns };
    this.put(changed);
    return changed;
  }

  /** Takes rows as the database has them, unless they changed since. */
  load(rows: readonly Row[]): void {
    for (const row of rows) {
      const key = this.#keyOf(row);
      if (!this.#rows.has(key)) this.#rows.set(key, row);
    }
  }

  all(): IterableIterator<Row> {
    return this.#rows.values();
  }

  changed(): Row[] {
    return [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
  }
}

type RowOf<Table extends PgTable> = Table["$inferSelect"];

/** What events change, by table. */
export type Books = ReturnType<typeof emptyBooks>;

export function emptyBooks() {
  return {
    schemes: new Rows<RowOf<typeof schemes>>((row) => row.schemeId),
    schemeMovements: new Rows<RowOf<typeof schemeMovements>>(
      (row) => `${row.schemeId}/${row.bankReference}`,
    ),
    roleOffers: new Rows<RowOf<typeof roleOffers>>(
      (row) => `${row.schemeId}/${row.role}/${row.candidate}`,
    ),
    roleHolders: new Rows<RowOf<typeof roleHolders>>(
      (row) => `${row.schemeId}/${row.role}/${row.holder}`,
    ),
    soleLimits: new Rows<RowOf<typeof soleLimits>>((row) => `${row.schemeId}/${row.ledger}`),
    proposals: new Rows<RowOf<typeof proposals>>(
      (row) => `${row.schemeId}/${row.ledger}/${row.callId}`,
    ),
    beneficiaries: new Rows<RowOf<typeof beneficiaries>>((row) => row.beneficiaryId),
    activationKeys: new Rows<RowOf<typeof activationKeys>>(
      (row) => `${row.activationKey}/${row.beneficiaryId}`,
    ),
    devices: new Rows<RowOf<typeof devices>>((row) => row.device),
    cards: new Rows<RowOf<typeof cards>>((row) => row.card),
    cardLimits: new Rows<RowOf<typeof cardLimits>>((row) => row.schemeId),
    shops: new Rows<RowOf<typeof shops>>((row) => row.shopId),
    tills: new Rows<RowOf<typeof tills>>((row) => `${row.till}/${row.shopId}`),
    shopAccounts: new Rows<RowOf<typeof shopAccounts>>((row) => `${row.schemeId}/${row.shopId}`),
    shopWeeks: new Rows<RowOf<typeof shopWeeks>>(
      (row) => `${row.schemeId}/${row.shopId}/${row.week}`,
    ),
    payments: new Rows<RowOf<typeof payments>>((row) => row.paymentId),
    corrections: new Rows<RowOf<typeof corrections>>((row) => String(row.position)),
    payouts: new Rows<RowOf<typeof payouts>>((row) => row.payoutId),
    mandates: new Rows<RowOf<typeof mandates>>((row) => row.schemeId),
  };
}

/** Ids that events name, by what they are. */
export type Named = {
  schemeIds: Set<Hex>;
  beneficiaryIds: Set<Hex>;
  shopIds: Set<Hex>;
  paymentIds: Set<Hex>;
  payoutIds: Set<Hex>;
  callIds: Set<Hex>;
  cardIds: Set<Hex>;
  accounts: Set<Hex>;
  /** Of the events themselves. */
  weeks: Set<string>;
};

/** The week in which something was paid. @param at Unix seconds. */
export const weekOf = (at: number): string => dutchWeek(at * 1000);

/** Reads every row that events with these names can touch. */
export async function openBooks(tx: Transaction, named: Named): Promise<Books> {
  const books = emptyBooks();
  const among = (column: Column, ids: ReadonlySet<Hex>): SQL => inArray(column, [...ids]);
  const { beneficiaryIds, shopIds, paymentIds, payoutIds, callIds, cardIds, accounts } = named;
  const schemeIds = new Set(named.schemeIds);
  const weeks = new Set(named.weeks);

  if (beneficiaryIds.size > 0) {
    const rows = await tx
      .select()
      .from(beneficiaries)
      .where(among(beneficiaries.beneficiaryId, beneficiaryIds));
    books.beneficiaries.load(rows);
    for (const { schemeId } of rows) schemeIds.add(schemeId);
  }
  if (payoutIds.size > 0) {
    const rows = await tx.select().from(payouts).where(among(payouts.payoutId, payoutIds));
    books.payouts.load(rows);
    for (const { schemeId, shopId } of rows) {
      schemeIds.add(schemeId);
      shopIds.add(shopId);
    }
  }
  if (schemeIds.size > 0) {
    books.schemes.load(await tx.select().from(schemes).where(among(schemes.schemeId, schemeIds)));
  }
  if (callIds.size > 0) {
    books.proposals.load(await tx.select().from(proposals).where(among(proposals.callId, callIds)));
  }
  if (cardIds.size > 0) {
    books.cards.load(await tx.select().from(cards).where(among(cards.card, cardIds)));
  }
  if (shopIds.size > 0) {
    books.shops.load(await tx.select().from(shops).where(among(shops.shopId, shopIds)));
    books.shopAccounts.load(
      await tx.select().from(shopAccounts).where(among(shopAccounts.shopId, shopIds)),
    );
  }
  if (paymentIds.size > 0) {
    const rows = await tx.select().from(payments).where(among(payments.paymentId, paymentIds));
    books.payments.load(rows);
    // Of the shop that sold it: a correction may name another.
    const sellers = new Set([...shopIds, ...rows.map(({ shopId }) => shopId)]);
    for (const { paidAt } of rows) weeks.add(weekOf(paidAt));
    const isTouched = and(
      inArray(shopWeeks.shopId, [...sellers]),
      inArray(shopWeeks.week, [...weeks]),
    );
    books.shopWeeks.load(await tx.select().from(shopWeeks).where(isTouched));
  }
  if (accounts.size > 0) {
    books.roleOffers.load(
      await tx.select().from(roleOffers).where(among(roleOffers.candidate, accounts)),
    );
    books.roleHolders.load(
      await tx.select().from(roleHolders).where(among(roleHolders.holder, accounts)),
    );
    books.tills.load(await tx.select().from(tills).where(among(tills.till, accounts)));
  }
  return books;
}

/** Reads login codes and devices of these accounts: only what touches devices needs them. */
export async function openDeviceBooks(
  tx: Transaction,
  books: Books,
  beneficiaryIds: ReadonlySet<Hex>,
): Promise<void> {
  if (beneficiaryIds.size === 0) return;
  const ids = [...beneficiaryIds];
  books.activationKeys.load(
    await tx.select().from(activationKeys).where(inArray(activationKeys.beneficiaryId, ids)),
  );
  books.devices.load(await tx.select().from(devices).where(inArray(devices.beneficiaryId, ids)));
  books.cards.load(await tx.select().from(cards).where(inArray(cards.beneficiaryId, ids)));
}

const ROWS_PER_STATEMENT = 500;

/** Writes every changed row. */
export async function closeBooks(tx: Transaction, books: Books): Promise<void> {
  await save(tx, schemes, books.schemes.changed());
  await save(tx, schemeMovements, books.schemeMovements.changed());
  await save(tx, roleOffers, books.roleOffers.changed());
  await save(tx, roleHolders, books.roleHolders.changed());
  await save(tx, soleLimits, books.soleLimits.changed());
  await save(tx, proposals, books.proposals.changed());
  await save(tx, beneficiaries, books.beneficiaries.changed());
  await save(tx, activationKeys, books.activationKeys.changed());
  await save(tx, devices, books.devices.changed());
  await save(tx, cards, books.cards.changed());
  await save(tx, cardLimits, books.cardLimits.changed());
  await save(tx, shops, books.shops.changed());
  await save(tx, tills, books.tills.changed());
  await save(tx, shopAccounts, books.shopAccounts.changed());
  await save(tx, payments, books.payments.changed());
  await save(tx, shopWeeks, books.shopWeeks.changed());
  await save(tx, corrections, books.corrections.changed());
  await save(tx, payouts, books.payouts.changed());
  await save(tx, mandates, books.mandates.changed());
}

async function save<Table extends PgTable>(
  tx: Transaction,
  table: Table,
  rows: readonly Table["$inferInsert"][],
): Promise<void> {
  const keys = keyColumns(table);
  const replaced = Object.entries(getTableColumns(table))
    .filter(([, column]) => !keys.includes(column))
    .map(([name]) => [name, sql`excluded.${sql.identifier(toSnakeCase(name))}`]);
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    await tx
      .insert<PgTable>(table)
      .values(rows.slice(from, from + ROWS_PER_STATEMENT))
      .onConflictDoUpdate({ target: keys, set: Object.fromEntries(replaced) });
  }
}

function keyColumns(table: PgTable) {
  const { columns, primaryKeys } = getTableConfig(table);
  return primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
}
