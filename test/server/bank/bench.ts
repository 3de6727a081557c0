// A bunq adapter wired to a sandbox bank in the same process, with time in the test's hands.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bank, BankCallbacks, BankMovement, PaymentOrder } from "../../../server/bank/bank.ts";
import { type BunqOptions, createBunqBank } from "../../../server/bank/bunq/adapter.ts";
import {
  type RunningSandbox,
  type SandboxOptions,
  startSandbox,
} from "../../../server/bank/bunq/sandbox/start.ts";
import type { StatementAccount } from "../../../server/bank/bunq/sandbox/statement.ts";
import { type KeyPair, makeKeyPair } from "../../../server/bank/bunq/signing.ts";
import type { BunqState, BunqStateStore } from "../../../server/bank/bunq/state.ts";
import { FakeClock } from "./fake-clock.ts";

export const apiKey = "sandbox_test";
export const bakery = "NL91ABNA0417164300";
export const unlimited = {
  GET: { calls: 1_000, windowMs: 1 },
  POST: { calls: 1_000, windowMs: 1 },
  PUT: { calls: 1_000, windowMs: 1 },
};

/** RSA keys take long to make, so all tests share two pairs. */
const clientKeys = makeKeyPair();
export const serverKeys = makeKeyPair();

export class MemoryStore implements BunqStateStore {
  saved: BunqState | null = null;
  saves = 0;

  async load(): Promise<unknown> {
    return this.saved;
  }

  async save(state: BunqState): Promise<void> {
    this.saved = state;
    this.saves += 1;
  }
}

export function order(fields: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    payoutId: "00112233445566778899aabbccddeeff",
    amountCents: 1_250n,
    creditorName: "Bakkerij Zoë",
    creditorIban: bakery,
    description: "Kindpakket 2 maart",
    ...fields,
  };
}

export const payoutId = (number: number): string => number.toString(16).padStart(32, "0");

/** What left the account for a payout, as the bank's list has it now. */
export async function outgoing(
  bank: Bank,
  given: { readonly order: PaymentOrder; readonly since: string },
): Promise<BankMovement[]> {
  const movements = await bank.movements({ since: given.since });
  return movements.filter(
    ({ amountCents, reference }) => amountCents < 0n && reference === given.order.payoutId,
  );
}

export interface Bench {
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly bank: Bank & BankCallbacks;
  readonly url: () => string;
  /** Another adapter on the same sandbox. */
  readonly newBank: (options?: Partial<BunqOptions>) => Bank & BankCallbacks;
  /** Tells the sandbox what to spoil. */
  readonly play: (...faults: readonly object[]) => Promise<void>;
  /** The account of the company under test, as the bank itself has it. */
  readonly account: () => Promise<StatementAccount>;
  /** Ends the sandbox and starts it again on the same books and port. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openBench(
  options: {
    readonly sandbox?: Partial<SandboxOptions>;
    readonly bank?: Partial<BunqOptions>;
  } = {},
): Promise<Bench> {
  const clock = new FakeClock();
  const folder = await mkdtemp(join(tmpdir(), "bank-"));
  const store = new MemoryStore();
  const settings: SandboxOptions = {
    port: 0,
    booksFile: join(folder, "books.jsonl"),
    apiKey,
    clock,
    rateLimits: false,
    makeKeyPair: (): Promise<KeyPair> => serverKeys,
    ...options.sandbox,
  };
  let sandbox: RunningSandbox = await startSandbox(settings);
  const newBank = (more: Partial<BunqOptions> = {}) =>
    createBunqBank({
      baseUrl: `${sandbox.url}/v1`,
      apiKey,
      store,
      clock,
      fetch: globalThis.fetch,
      makeKeyPair: () => clientKeys,
      limits: unlimited,
      ...options.bank,
      ...more,
    });
  return {
    clock,
    store,
    bank: newBank(),
    url: () => sandbox.url,
    newBank,
    async play(...faults) {
      const body = JSON.stringify({ seed: "1", faults });
      const response = await fetch(`${sandbox.url}/_sandbox/faults`, { method: "POST", body });
      if (!response.ok) throw new Error(await response.text());
    },
    async account() {
      const response = await fetch(`${sandbox.url}/_sandbox/statement`);
      const { accounts } = (await response.json()) as { accounts: StatementAccount[] };
      return accounts[0]!;
    },
    async restart() {
      await sandbox.close();
      sandbox = await startSandbox({ ...settings, port: sandbox.port });
    },
    async close() {
      await sandbox.close();
      await rm(folder, { recursive: true });
    },
  };
}
