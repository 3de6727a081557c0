// Keeps the embedded chain alive: starts its process, replays the journal into it, and does both again when it dies.
// It never makes up a transaction: what it replays was written down and projected before.
import type { Logger } from "pino";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Clock } from "../../bank/clock.ts";
import { ChainUnreachableError, type Rpc, type RpcCall, RpcError } from "../rpc.ts";
import { type Connection, openConnection } from "./connection.ts";

/** A transaction that was mined, and the time of its block. */
export type Replayed = { raw: Hex; timestamp: number };

export type EmbeddedChain = {
  rpc: Rpc;
  /** The call that gives the next block the server's time, never earlier than the block before. */
  setTime: () => RpcCall;
  /** The process, for tests that end it. */
  processId: () => number | undefined;
  stop: () => Promise<void>;
};

export type EmbeddedChainOptions = {
  /** Pages of what was mined, oldest first; `from` counts transactions from zero. */
  journal: (from: number) => Promise<Replayed[]>;
  clock: Clock;
  log: Logger;
  /** The chain is back after its process died. */
  onRecovered: () => void;
};

const RESTART_DELAY_MS = 200;

/** Starts the chain and brings it to where the journal is. */
export async function startEmbeddedChain(options: EmbeddedChainOptions): Promise<EmbeddedChain> {
  let isStopped = false;
  let lastTime = 0;
  let connection: Connection | undefined;

  const bringUp = async () => {
    const starting = await openConnection(() => {
      if (isStopped || connection !== starting) return;
      connection = undefined;
      options.log.warn("the embedded chain's process ended; it is started again");
      void recover();
    });
    try {
      lastTime = Math.max(lastTime, await replay(starting, options.journal));
    } catch (error) {
      await starting.end();
      throw error;
    }
    if (isStopped) await starting.end();
    else if (starting.isOpen()) connection = starting;
    else throw new ChainUnreachableError("The embedded chain ended while it was replayed.");
  };
  const recover = async () => {
    while (!isStopped && connection === undefined) {
      try {
        await bringUp();
        options.onRecovered();
      } catch (err) {
        options.log.error({ err }, "the embedded chain could not be started; trying again");
        await options.clock.wait(RESTART_DELAY_MS);
      }
    }
  };
  await bringUp();

  return {
    rpc: {
      async batch(calls) {
        if (!connection) throw new ChainUnreachableError("The embedded chain is starting.");
        return connection.batch(calls);
      },
    },
    setTime() {
      lastTime = Math.max(lastTime, Math.floor(options.clock.now() / 1000));
      return setTimeCall(lastTime);
    },
    processId: () => connection?.processId(),
    async stop() {
      isStopped = true;
      await connection?.end();
    },
  };
}

function setTimeCall(timestamp: number): RpcCall {
  return { method: "evm_setNextBlockTimestamp", params: [`0x${timestamp.toString(16)}`] };
}

/** Sends what was mined, with its times. @returns The time of the last block. */
async function replay(
  connection: Connection,
  journal: (from: number) => Promise<Replayed[]>,
): Promise<number> {
  let lastTime = 0;
  let count = 0;
  for (let page = await journal(0); page.length > 0; page = await journal(count)) {
    const calls = page.flatMap(({ raw, timestamp }) => [
      setTimeCall(timestamp),
      { method: "eth_sendRawTransaction", params: [raw] },
    ]);
    const refused = (await connection.batch(calls)).find((answer) => answer instanceof RpcError);
    if (refused) throw new Error("The embedded chain refused its own journal.", { cause: refused });
    count += page.length;
    lastTime = page.at(-1)?.timestamp ?? lastTime;
  }
  return lastTime;
}
