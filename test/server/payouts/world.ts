// A payout worker on a real database, with a bank that keeps books, and a chain, whose answers the test writes.
import { isAppError } from "../../../server/errors/app-error.ts";
import { createLogger } from "../../../server/logging.ts";
import type { PayoutContext } from "../../../server/payouts/context.ts";
import type { FileBank } from "../../../server/payouts/payment-files.ts";
import { createPayoutActs } from "../../../server/payouts/payout-acts.ts";
import type { PayoutOrder } from "../../../server/payouts/payout-orders.ts";
import {
  createPayoutWorker,
  type Payable,
  type PayoutWorker,
} from "../../../server/payouts/worker.ts";
import { createNameChecks, type NameChecks } from "../../../server/shops/name-checks.ts";
import { type Database, openDatabase } from "../../../server/store/database.ts";
import {
  bankEntries,
  bankFiles,
  bankSubmissions,
  nameChecks,
  payeeBlocks,
  payoutAttempts,
  payoutOrders,
  payouts,
  shopAccounts,
} from "../../../server/store/schema/index.ts";
import { createVault } from "../../../server/validator/vault.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { makeDatabase, temporaryFolder } from "../../helpers/database.ts";
import { IBAN, ScriptedBank } from "./scripted-bank.ts";
import { ScriptedRelay } from "./scripted-relay.ts";

export const SCHEME: Hex = `0x${"5c".repeat(16)}`;
export const SHOP: Hex = `0x${"50".repeat(16)}`;
/** Shops of the world: the first is `SHOP`. */
export const shopNumber = (number: number): Hex =>
  `0x${(0x50 + number).toString(16).padStart(2, "0").repeat(16)}`;

export class World {
  readonly bank = new ScriptedBank();
  relay: ScriptedRelay;
  readonly database: Database;
  readonly nameChecks: NameChecks;
  payable: Payable[] = [];
  openedElsewhere: (Payable & { payoutId: Hex })[] = [];
  creditor: { name: string; iban: string } | null = { name: "Bakker", iban: IBAN };
  fileBank: FileBank | null = null;
  nowMs = 1_700_000_000_000;
  /** Every line that was logged. */
  readonly log: string[] = [];
  readonly vault = createVault({
    dataKey: new Uint8Array(32).fill(7),
    random: (length) => new Uint8Array(length).fill(9),
  });
  #ids = 0;
  readonly #close: () => Promise<void>;

  constructor(database: Database, close: () => Promise<void>) {
    this.database = database;
    this.relay = new ScriptedRelay(database);
    this.nameChecks = createNameChecks({ database, vault: this.vault });
    this.#close = close;
  }

  context(): PayoutContext {
    return {
      database: this.database,
      relay: this.relay,
      creditorOf: async () => this.creditor,
      sealDetails: (_entryId, details) => new TextEncoder().encode(JSON.stringify(details)),
      nameChecks: this.nameChecks,
      description: "Kindpakket",
      now: () => this.nowMs,
      log: createLogger("info", { write: (line) => this.log.push(line) }),
      random: (length) => {
        this.#ids += 1;
        return new Uint8Array(length).fill(this.#ids);
      },
    };
  }

  /** A worker as a process that just started has it. */
  worker(options: { files?: boolean } = {}): PayoutWorker {
    return createPayoutWorker({
      ...this.context(),
      bank: options.files ? null : this.bank,
      index: {
        payable: async () => this.payable.splice(0),
        openedElsewhere: async () => this.openedElsewhere.splice(0),
      },
      intervalMs: 1_000,
      ifLeader: (work) => work(),
    });
  }

  acts() {
    const { fileBank } = this;
    const bank = fileBank === null ? this.bank : null;
    return createPayoutActs({ context: this.context(), bank, quietPeriodMs: 60_000, fileBank });
  }

  /** As it was at the start, with an empty database and one shop that is owed 12.50. */
  async reset(): Promise<void> {
    for (const table of [
      payoutAttempts,
      bankSubmissions,
      payoutOrders,
      bankEntries,
      bankFiles,
      nameChecks,
      payeeBlocks,
      payouts,
      shopAccounts,
    ]) {
      await this.database.delete(table);
    }
    this.bank.reset();
    this.relay = new ScriptedRelay(this.database);
    this.payable = [owed(1_250n)];
    this.openedElsewhere = [];
    this.creditor = { name: "Bakker", iban: IBAN };
    this.fileBank = null;
    this.#ids = 0;
    this.log.length = 0;
  }

  /** Owed amounts of as many shops, the first first. */
  owe(...amounts: bigint[]): void {
    this.payable = amounts.map((amountCents, index) => ({
      schemeId: SCHEME,
      shopId: shopNumber(index),
      amountCents,
    }));
  }

  /** Oldest first; those of one moment in the order of their shops. */
  async orders(): Promise<PayoutOrder[]> {
    return this.database
      .select()
      .from(payoutOrders)
      .orderBy(payoutOrders.createdAt, payoutOrders.shopId);
  }

  async states(): Promise<string[]> {
    return (await this.orders()).map(({ state, reason }) =>
      reason ? `${state} ${reason}` : state,
    );
  }

  async onlyOrder(): Promise<PayoutOrder> {
    const [order, ...others] = await this.orders();
    if (!order || others.length > 0) throw new Error("one order is meant");
    return order;
  }

  /** Kinds of the statement's lines, in their order. */
  async kinds(): Promise<string[]> {
    const lines = await this.database.select().from(bankEntries).orderBy(bankEntries.entryId);
    return lines.map(({ kind }) => kind);
  }

  names(): string[] {
    return this.relay.calls.map((call) => call.name);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

export const owed = (amountCents: bigint): Payable => ({
  schemeId: SCHEME,
  shopId: SHOP,
  amountCents,
});

export async function openWorld(): Promise<World> {
  const { database, close } = await openDatabase(await makeDatabase("pglite", temporaryFolder()));
  return new World(database, close);
}

/** The code with which an act was refused, or "done". */
export const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
