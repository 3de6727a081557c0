// A scheme with families that buy, as a test needs them: the office's rows, and the index as the chain's events make it.
import { getTableName, sql } from "drizzle-orm";
import type { ChainEvent, LedgerEvent } from "../../../server/chain/events.ts";
import { projectionTables } from "../../../server/chain/projection/books.ts";
import { projectEvents } from "../../../server/chain/projection/project.ts";
import { createInsight, type Insight } from "../../../server/insight/insight.ts";
import { createProfiles } from "../../../server/shops/profiles.ts";
import { type Database, openDatabase } from "../../../server/store/database.ts";
import {
  householdBeneficiaries,
  households,
  payoutOrders,
  payouts,
} from "../../../server/store/schema/index.ts";
import { createVault } from "../../../server/validator/vault.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { type DatabaseKind, makeDatabase, temporaryFolder } from "../../helpers/database.ts";

export const id = (number: number): Hex => `0x${number.toString(16).padStart(32, "0")}`;
export const hash = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
export const SCHEME = id(1);
const NOBODY: Hex = `0x${"00".repeat(20)}`;
/** Monday 5 January 2026 at noon in the Netherlands. */
export const MONDAY = 1_767_610_800;
export const WEEK = 7 * 86_400;

export class Families {
  readonly database: Database;
  readonly close: () => Promise<void>;
  readonly #vault = createVault({
    dataKey: new Uint8Array(32).fill(7),
    random: (length) => new Uint8Array(length).fill(9),
  });
  now = MONDAY;
  #next = 100;
  readonly #admitted = new Set<Hex>();

  constructor(database: Database, close: () => Promise<void>) {
    this.database = database;
    this.close = close;
  }

  insight(): Insight {
    const { database } = this;
    return createInsight({ database, profiles: this.profiles(), now: () => this.now });
  }

  profiles() {
    return createProfiles({ database: this.database, vault: this.#vault, now: () => 0 });
  }

  async clear(): Promise<void> {
    const index = Object.values(projectionTables).map(getTableName);
    const office = ["households", "household_beneficiaries", "payout_orders", "payout_attempts"];
    const tables = [...index, ...office, "shop_profiles"];
    await this.database.execute(sql.raw(`truncate ${tables.join(", ")}`));
    this.now = MONDAY;
    this.#admitted.clear();
    const terms = { startsAt: MONDAY, endsAt: MONDAY + 50 * WEEK, grace: 0, ibanDelay: 0 };
    const amounts = { amountPerBeneficiary: 30_000n, shopDebtLimit: 0n };
    await this.project(MONDAY, [
      {
        name: "SchemeOpened",
        args: { schemeId: SCHEME, sponsor: NOBODY, terms: { ...terms, ...amounts } },
      },
      {
        name: "SchemeFunded",
        args: { schemeId: SCHEME, amount: 1_000n, bankReference: hash(1) },
      },
    ]);
  }

  /** Makes events of the next block, and the index of them. @param at Unix seconds. */
  async project(at: number, events: readonly LedgerEvent[]): Promise<void> {
    const blockNumber = this.#next++;
    const placed = events.map(
      (event, logIndex): ChainEvent => ({
        ...event,
        ...{ blockNumber, logIndex, transactionHash: hash(blockNumber) },
        ...{ timestamp: at, requestId: null },
      }),
    );
    await this.database.transaction((tx) => projectEvents(tx, placed));
  }

  async shop(shopId: Hex, category: "shoes" | "toys" | "sport" | "books"): Promise<void> {
    const profile = {
      ...{ name: `=Winkel ${category}`, kvkNumber: "12345678", iban: "NL21RABO0085316318" },
      ...{ ibanSalt: id(5), category, address: "", email: "", openingHours: null, place: null },
    };
    await this.profiles().put(this.database, { shopId, profile, requestId: hash(1) });
  }

  /** Families of as many children each; the ids of their children. */
  async families(count: number, children = 1): Promise<Hex[][]> {
    const made: Hex[][] = [];
    for (let family = 0; family < count; family++) {
      const number = this.#next++;
      const householdId = id(1_000_000 + number);
      await this.database.insert(households).values({
        ...{ householdId, schemeId: SCHEME, clientNumber: new Uint8Array(1) },
        ...{ clientNumberMac: String(number), letterNumber: number, language: "nl" },
        ...{ requestId: hash(1), registeredAt: MONDAY },
      });
      const own = Array.from({ length: children }, (_, index) =>
        id(2_000_000 + number * 10 + index),
      );
      await this.database.insert(householdBeneficiaries).values(
        own.map((beneficiaryId, position) => ({
          ...{ beneficiaryId, householdId, position, requestId: hash(1) },
        })),
      );
      await this.project(
        MONDAY,
        own.flatMap((beneficiaryId) => this.#begin(beneficiaryId)),
      );
      made.push(own);
    }
    return made;
  }

  #begin(beneficiaryId: Hex): LedgerEvent[] {
    const device = `0x${(this.#next++).toString(16).padStart(40, "0")}` as const;
    const registered = { schemeId: SCHEME, beneficiaryId, activationKey: NOBODY, amount: 30_000n };
    return [
      { name: "BeneficiaryRegistered", args: registered },
      { name: "DeviceAdded", args: { beneficiaryId, device, by: NOBODY } },
    ];
  }

  /** @param given.corrected What is refunded of it, right after. */
  async pay(given: {
    child: Hex;
    shopId: Hex;
    cents: bigint;
    at?: number;
    corrected?: bigint;
  }): Promise<Hex> {
    const nonce = this.#next++;
    const sale = { paymentId: hash(nonce), beneficiaryId: given.child, shopId: given.shopId };
    const charged = { ...sale, till: NOBODY, device: NOBODY, nonce, amount: given.cents };
    const refunded = { ...sale, till: NOBODY, amount: given.corrected ?? 0n };
    await this.project(given.at ?? MONDAY, [
      ...this.#admit(given.shopId),
      { name: "PaymentMade", args: charged },
      ...(given.corrected ? [{ name: "PaymentRefunded", args: refunded } as const] : []),
    ]);
    return sale.paymentId;
  }

  #admit(shopId: Hex): LedgerEvent[] {
    if (this.#admitted.has(shopId)) return [];
    this.#admitted.add(shopId);
    return [
      { name: "ShopRegistered", args: { shopId, owner: NOBODY } },
      { name: "ShopAdmitted", args: { schemeId: SCHEME, shopId, ibanCommitment: hash(1) } },
    ];
  }

  /** A payout, opened and booked at these moments. */
  async payOut(given: { shopId: Hex; cents: bigint; openedAt: number; bookedAt: number }) {
    const payoutId = id(3_000_000 + this.#next++);
    const of = { payoutId, schemeId: SCHEME, shopId: given.shopId, amountCents: given.cents };
    const { openedAt, bookedAt } = given;
    const opened = { ibanCommitment: hash(1), openedBy: NOBODY, state: "settled" as const };
    await this.database.insert(payouts).values({ ...of, ...opened, openedAt });
    const times = { createdAt: openedAt * 1000, changedAt: 0, bookedAt: bookedAt * 1000 };
    await this.database.insert(payoutOrders).values({ ...of, ...times, state: "BOOKED" });
  }
}

export async function openFamilies(kind: DatabaseKind): Promise<Families> {
  const { database, close } = await openDatabase(await makeDatabase(kind, temporaryFolder()));
  return new Families(database, close);
}
