// A scheme with families that buy, written into a database as a test needs them; bulk rows by the database itself.
import { eq, sql } from "drizzle-orm";
import { createInsight, type Insight } from "../../../server/insight/insight.ts";
import { createProfiles } from "../../../server/shops/profiles.ts";
import { type Database, openDatabase } from "../../../server/store/database.ts";
import {
  beneficiaries,
  householdBeneficiaries,
  households,
  payments,
  payoutOrders,
  payouts,
  schemes,
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
    await this.database.execute(
      sql`truncate schemes, beneficiaries, households, household_beneficiaries, payments, payouts, payout_orders, payout_attempts, shop_profiles`,
    );
    this.now = MONDAY;
    await this.database.insert(schemes).values({
      ...{ schemeId: SCHEME, sponsor: NOBODY, startsAt: MONDAY, endsAt: MONDAY + 50 * WEEK },
      ...{ graceSeconds: 0, ibanDelaySeconds: 0, amountPerBeneficiaryCents: 30_000n },
      ...{ shopDebtLimitCents: 0n, paused: false, closed: false, openedAt: MONDAY },
      ...{ fundedCents: 1_000n, unallocatedCents: 400n, outstandingCents: 300n, owedCents: 200n },
      ...{ inPayoutCents: 60n, paidOutCents: 30n, withdrawnCents: 10n },
    });
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
      await this.database.insert(beneficiaries).values(
        own.map((beneficiaryId) => ({
          ...{ beneficiaryId, schemeId: SCHEME, state: "active" as const, grantedCents: 30_000n },
          ...{ balanceCents: 30_000n, deviceCount: 1, registeredAt: MONDAY },
        })),
      );
      await this.database.insert(householdBeneficiaries).values(
        own.map((beneficiaryId, position) => ({
          ...{ beneficiaryId, householdId, position, requestId: hash(1) },
        })),
      );
      made.push(own);
    }
    return made;
  }

  async pay(given: {
    child: Hex;
    shopId: Hex;
    cents: bigint;
    at?: number;
    corrected?: bigint;
  }): Promise<Hex> {
    const number = this.#next++;
    await this.database.insert(payments).values({
      ...{ paymentId: hash(number), position: number, kind: "open", schemeId: SCHEME },
      ...{ beneficiaryId: given.child, shopId: given.shopId, device: NOBODY, nonce: number },
      ...{ amountCents: given.cents, correctedCents: given.corrected ?? 0n, balanceAfterCents: 0n },
      ...{ paidAt: given.at ?? MONDAY, blockNumber: number, transactionHash: hash(number) },
    });
    const spent = given.cents - (given.corrected ?? 0n);
    await this.database
      .update(beneficiaries)
      .set({ balanceCents: sql`${beneficiaries.balanceCents} - ${spent}` })
      .where(eq(beneficiaries.beneficiaryId, given.child));
    return hash(number);
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
