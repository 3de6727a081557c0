// A relay whose answers the test writes, in the place of the chain; it keeps the index of payouts as the projector would.
import { eq } from "drizzle-orm";
import type { OperatorCall, Outcome, Relay } from "../../../server/chain/relay.ts";
import { AppError } from "../../../server/errors/app-error.ts";
import type { Payable } from "../../../server/payouts/worker.ts";
import type { Database } from "../../../server/store/database.ts";
import { payouts } from "../../../server/store/schema/index.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

export const EXECUTED: Outcome = {
  state: "executed",
  blockNumber: 1,
  timestamp: 1,
  transactionHash: `0x${"00".repeat(32)}`,
};

/** A relay that carries out what it is asked, unless told otherwise, and writes payouts into the index. */
export class ScriptedRelay implements Relay {
  calls: OperatorCall[] = [];
  answers = new Map<OperatorCall["name"], Outcome>();
  /** Calls that get no answer: the chain is away. */
  unreachable = new Set<OperatorCall["name"]>();
  /** Carried out, and then the process dies: the answer never comes. */
  dies = new Set<OperatorCall["name"]>();
  /** Whether refusals came from the chain itself and were written down, so that they are final. */
  writesDownRefusals = false;
  readonly #database: Database;
  #done = new Set<Hex>();

  constructor(database: Database) {
    this.#database = database;
  }

  async submit(command: Parameters<Relay["submit"]>[0]): Promise<Outcome> {
    if (command.kind !== "operator") throw new Error("the payout worker relays its own calls only");
    const { call, id } = command;
    if (this.unreachable.has(call.name)) throw new AppError("chain-unavailable");
    if (this.#done.has(id)) return EXECUTED;
    this.calls.push(call);
    const outcome = this.answers.get(call.name) ?? EXECUTED;
    if (outcome.state === "executed") {
      this.#done.add(id);
      await this.#project(call);
    }
    if (this.dies.delete(call.name)) throw new AppError("chain-unavailable");
    return outcome;
  }

  async outcomeOf(): Promise<Outcome | null> {
    return this.writesDownRefusals ? (this.answers.get("openPayout") ?? null) : null;
  }

  async #project(call: OperatorCall): Promise<void> {
    if (call.name === "openPayout") return writeOnChain(this.#database, call);
    const state = call.name === "settlePayout" ? "settled" : "returned";
    await this.#database.update(payouts).set({ state }).where(eq(payouts.payoutId, call.payoutId));
  }
}

/** A payout that stands open in the index. */
export async function writeOnChain(
  database: Database,
  payout: Payable & { payoutId: Hex },
): Promise<void> {
  await database
    .insert(payouts)
    .values({
      payoutId: payout.payoutId,
      schemeId: payout.schemeId,
      shopId: payout.shopId,
      amountCents: payout.amountCents,
      ibanCommitment: `0x${"1b".repeat(32)}`,
      openedBy: `0x${"0b".repeat(20)}`,
      state: "opened",
      openedAt: 1,
    })
    .onConflictDoNothing();
}
