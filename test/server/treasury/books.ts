// A database with sales, corrections, payouts and statement lines, as a test writes them.
import { sql } from "drizzle-orm";
import type { StatementLine } from "../../../server/payouts/statement-line.ts";
import { createProfiles } from "../../../server/shops/profiles.ts";
import { type Database, openDatabase } from "../../../server/store/database.ts";
import {
  bankEntries,
  corrections,
  type EntryKind,
  payments,
  payoutOrders,
  payouts,
  schemeMovements,
  shopWeeks,
} from "../../../server/store/schema/index.ts";
import { createVault, type Vault } from "../../../server/validator/vault.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { makeDatabase, temporaryFolder } from "../../helpers/database.ts";

export const id = (number: number): Hex => `0x${number.toString(16).padStart(32, "0")}`;
export const hash = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
export const SCHEME = id(1);
export const SHOP = id(2);
const BENEFICIARY = id(9);
const NOBODY: Hex = `0x${"00".repeat(20)}`;

export class Books {
  readonly database: Database;
  readonly close: () => Promise<void>;
  readonly vault: Vault = createVault({
    dataKey: new Uint8Array(32).fill(7),
    random: (length) => new Uint8Array(length).fill(9),
  });

  constructor(database: Database, close: () => Promise<void>) {
    this.database = database;
    this.close = close;
  }

  profiles(database = this.database) {
    return createProfiles({ database, vault: this.vault, now: () => 0 });
  }

  async clear(): Promise<void> {
    for (const table of [
      payments,
      corrections,
      payouts,
      payoutOrders,
      schemeMovements,
      bankEntries,
      shopWeeks,
    ]) {
      await this.database.delete(table);
    }
  }

  /** @param at Unix seconds, as below. */
  async sell(number: number, amountCents: bigint, at: number, shopId = SHOP): Promise<void> {
    await this.database.insert(payments).values({
      paymentId: hash(number),
      position: number * 10,
      kind: "open",
      schemeId: SCHEME,
      beneficiaryId: BENEFICIARY,
      shopId,
      device: NOBODY,
      nonce: number,
      amountCents,
      correctedCents: 0n,
      balanceAfterCents: 0n,
      paidAt: at,
      blockNumber: number,
      transactionHash: hash(number),
    });
    await this.#addUp();
  }

  /** The sums that the index keeps of these sales. */
  async #addUp(): Promise<void> {
    await this.database.delete(shopWeeks);
    await this.database.execute(sql`
      insert into shop_weeks (scheme_id, shop_id, week, first_position, payments, spent_cents)
      select p.scheme_id, p.shop_id, to_char(date_trunc('week', to_timestamp(p.paid_at) at time zone 'Europe/Amsterdam'), 'YYYY-MM-DD') as week,
        min(p.position), count(*), sum(p.amount_cents - coalesce((select sum(c.amount_cents) from corrections c where c.payment_id = p.payment_id), 0))
      from payments p group by p.scheme_id, p.shop_id, week`);
  }

  async correct(position: number, payment: number, amountCents: bigint, at: number): Promise<void> {
    await this.database.insert(corrections).values({
      position,
      paymentId: hash(payment),
      kind: "refund",
      schemeId: SCHEME,
      beneficiaryId: BENEFICIARY,
      shopId: SHOP,
      by: NOBODY,
      amountCents,
      at,
      transactionHash: hash(position),
    });
    await this.#addUp();
  }

  /** A payout that was booked a second after it was opened. */
  async pay(
    number: number,
    amountCents: bigint,
    openedAt: number,
    given: { returnedAt?: number; schemeId?: Hex } = {},
  ): Promise<Hex> {
    const { returnedAt = null, schemeId = SCHEME } = given;
    const of = { payoutId: id(100 + number), schemeId, shopId: SHOP, amountCents };
    await this.database.insert(payouts).values({
      ...of,
      ibanCommitment: hash(1),
      openedBy: NOBODY,
      state: returnedAt === null ? "settled" : "returned",
      openedAt,
      returnedAt,
    });
    const bookedAt = (openedAt + 1) * 1000;
    const order = { ...of, createdAt: openedAt * 1000, changedAt: bookedAt, bookedAt };
    await this.database.insert(payoutOrders).values({ ...order, state: "BOOKED" });
    return of.payoutId;
  }

  async line(
    entryId: string,
    given: Pick<StatementLine, "amountCents" | "bookedAt"> & {
      kind: EntryKind;
      payoutId: Hex | null;
      description: string;
    },
  ): Promise<void> {
    const { description, ...row } = given;
    const details = { iban: null, name: "Iemand", reference: null, description };
    const place = { table: "bank_entries", column: "details", id: entryId };
    await this.database.insert(bankEntries).values({
      entryId,
      ...row,
      status: "booked",
      details: this.vault.seal(place, JSON.stringify(details)),
      source: "sepa",
      seenAt: 0,
    });
  }
}

export async function openBooks(): Promise<Books> {
  const { database, close } = await openDatabase(await makeDatabase("pglite", temporaryFolder()));
  return new Books(database, close);
}
