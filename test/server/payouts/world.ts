// A payout worker on a real database, with a bank and a chain whose answers the test writes.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type {
  Bank,
  BankMovement,
  FindResult,
  PaymentOrder,
  PaymentState,
  PreparedPayment,
  SubmitResult,
} from "../../../server/bank/bank.ts";
import type { OperatorCall, Outcome, Relay } from "../../../server/chain/relay.ts";
import { AppError } from "../../../server/errors/app-error.ts";
import type { PayoutOrder } from "../../../server/payouts/payout-orders.ts";
import {
  createPayoutWorker,
  type Payable,
  type PayoutWorker,
} from "../../../server/payouts/worker.ts";
import { type Database, openDatabase } from "../../../server/store/database.ts";
import { payoutAttempts, payoutOrders } from "../../../server/store/schema/index.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

export const SCHEME: Hex = `0x${"5c".repeat(16)}`;
export const SHOP: Hex = `0x${"50".repeat(16)}`;
export const EXECUTED: Outcome = {
  state: "executed",
  blockNumber: 1,
  timestamp: 1,
  transactionHash: `0x${"00".repeat(32)}`,
};

/** A bank that gives the answers it was told to, and remembers what it was asked. */
export class ScriptedBank implements Bank {
  readonly name = "scripted";
  readonly quietPeriodMs = 60_000;
  guardScope = "device 1";
  submitted: PreparedPayment[] = [];
  submitAnswers: SubmitResult[] = [];
  findAnswer: FindResult = { hits: [], conflicts: [] };
  statusAnswer: PaymentState | null = null;
  movements: BankMovement[] = [];
  /** Runs before `submit` answers: the moment at which a crash hurts. */
  onSubmit: () => Promise<void> = async () => {};
  #prepared = 0;

  async position(): Promise<string> {
    return "position 7";
  }

  async prepare(order: PaymentOrder): Promise<PreparedPayment> {
    this.#prepared += 1;
    return {
      payoutId: order.payoutId,
      requestId: `request ${this.#prepared}`,
      guardScope: this.guardScope,
      target: "/payment",
      bytes: new TextEncoder().encode(`${order.payoutId} ${order.amountCents}`),
    };
  }

  async submit(prepared: PreparedPayment): Promise<SubmitResult> {
    this.submitted.push(prepared);
    await this.onSubmit();
    return this.submitAnswers.shift() ?? { kind: "accepted", bankPaymentId: "9001" };
  }

  async find(): Promise<FindResult> {
    return this.findAnswer;
  }

  async status(): Promise<PaymentState | null> {
    return this.statusAnswer;
  }

  async balance() {
    return { availableCents: 100_000_000n, dailyLimitCents: null, iban: "NL91ABNA0417164300" };
  }

  async statement(): Promise<readonly BankMovement[]> {
    return this.movements;
  }
}

/** A relay that carries out what it is asked, unless told otherwise. */
export class ScriptedRelay implements Relay {
  calls: OperatorCall[] = [];
  answers = new Map<OperatorCall["name"], Outcome>();
  /** Calls that get no answer: the chain is away. */
  unreachable = new Set<OperatorCall["name"]>();
  /** Whether refusals came from the chain itself and were written down, so that they are final. */
  writesDownRefusals = false;

  async submit(command: Parameters<Relay["submit"]>[0]): Promise<Outcome> {
    if (command.kind !== "operator") throw new Error("the payout worker relays its own calls only");
    if (this.unreachable.has(command.call.name)) throw new AppError("chain-unavailable");
    this.calls.push(command.call);
    return this.answers.get(command.call.name) ?? EXECUTED;
  }

  async outcomeOf(): Promise<Outcome | null> {
    return this.writesDownRefusals ? (this.answers.get("openPayout") ?? null) : null;
  }
}

export class World {
  readonly bank = new ScriptedBank();
  readonly relay = new ScriptedRelay();
  readonly database: Database;
  payable: Payable[] = [{ schemeId: SCHEME, shopId: SHOP, amountCents: 1_250n }];
  openedElsewhere: (Payable & { payoutId: Hex })[] = [];
  creditor: { name: string; iban: string } | null = { name: "Bakker", iban: "NL91ABNA0417164300" };
  nowMs = 1_700_000_000_000;
  #ids = 0;
  readonly #close: () => Promise<void>;

  constructor(database: Database, close: () => Promise<void>) {
    this.database = database;
    this.#close = close;
  }

  /** A worker as a process that just started has it. */
  worker(): PayoutWorker {
    return createPayoutWorker({
      database: this.database,
      relay: this.relay,
      bank: this.bank,
      creditorOf: async () => this.creditor,
      description: "Kindpakket",
      now: () => this.nowMs,
      log: pino({ level: "silent" }),
      index: {
        payable: async () => this.payable.splice(0),
        openedElsewhere: async () => this.openedElsewhere.splice(0),
      },
      random: (length) => {
        this.#ids += 1;
        return new Uint8Array(length).fill(this.#ids);
      },
      intervalMs: 1_000,
      ifLeader: (work) => work(),
    });
  }

  /** As it was at the start, with an empty database. */
  async reset(): Promise<void> {
    await this.database.delete(payoutAttempts);
    await this.database.delete(payoutOrders);
    this.bank.submitted = [];
    this.bank.submitAnswers = [];
    this.bank.findAnswer = { hits: [], conflicts: [] };
    this.bank.statusAnswer = null;
    this.bank.movements = [];
    this.bank.guardScope = "device 1";
    this.bank.onSubmit = async () => {};
    this.relay.calls = [];
    this.relay.answers.clear();
    this.relay.unreachable.clear();
    this.relay.writesDownRefusals = false;
    this.payable = [{ schemeId: SCHEME, shopId: SHOP, amountCents: 1_250n }];
    this.openedElsewhere = [];
    this.creditor = { name: "Bakker", iban: "NL91ABNA0417164300" };
  }

  async orders(): Promise<PayoutOrder[]> {
    return this.database.select().from(payoutOrders).orderBy(payoutOrders.createdAt);
  }

  async onlyOrder(): Promise<PayoutOrder> {
    const [order, ...others] = await this.orders();
    if (!order || others.length > 0) throw new Error("one order is meant");
    return order;
  }

  names(): string[] {
    return this.relay.calls.map((call) => call.name);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** Booked at the bank, with the amount of the world's shop unless told otherwise. */
export function booked(fields: Partial<PaymentState> = {}): PaymentState {
  return {
    bankPaymentId: "9001",
    status: "booked",
    amountCents: 1_250n,
    creditorIban: "NL91ABNA0417164300",
    bookedAt: "2026-01-01T00:00:00.000Z",
    returned: null,
    ...fields,
  };
}

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "kindpakket-payouts-"));
  const { database, close } = await openDatabase({ folder });
  return new World(database, async () => {
    await close();
    await rm(folder, { recursive: true });
  });
}

/** A movement on the account, as its statement shows it. */
export function movement(amountCents: bigint, reference: string): BankMovement {
  return {
    bankPaymentId: "9001",
    amountCents,
    counterpartyIban: "NL91ABNA0417164300",
    counterpartyName: "Bakker",
    reference,
    description: "",
    bookedAt: "2026-01-01T00:00:00.000Z",
    status: "booked",
  };
}
