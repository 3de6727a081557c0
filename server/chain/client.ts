// The calls that the relay and the projector make to a node, typed and checked; it knows no contract.
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { type Rpc, type RpcCall, RpcError } from "./rpc.ts";

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text.toLowerCase() as Hex);
const quantity = hex.transform(Number);

const block = z.object({
  number: quantity,
  hash: hex,
  parentHash: hex,
  timestamp: quantity,
  transactions: z.array(hex),
});
const log = z.object({
  address: hex,
  topics: z.array(hex),
  data: hex,
  blockNumber: quantity,
  blockHash: hex,
  transactionHash: hex,
  logIndex: quantity,
});

export type Block = z.output<typeof block>;
export type Log = z.output<typeof log>;

/** A call that is tried, not sent. */
export type Trial = { from: Hex; to: Hex; data: Hex; gas: number };

export type ChainClient = {
  chainId(): Promise<number>;
  /** Transactions of an account in blocks up to this one. */
  transactionCount(account: Hex, blockNumber: number | "latest"): Promise<number>;
  code(address: Hex): Promise<Hex>;
  /** Null when the chain has no such block. */
  block(number: number | "latest"): Promise<Block | null>;
  blocks(numbers: readonly number[]): Promise<(Block | null)[]>;
  logs(range: { from: number; to: number; addresses: readonly Hex[] }): Promise<Log[]>;
  /** What the call would give back now. @throws {RpcError} with the revert's bytes when it would fail. */
  simulate(trial: Trial): Promise<Hex>;
  /** Hands raw transactions to the node, in order. Each result is the node's refusal, or null. */
  send(raw: readonly Hex[]): Promise<(RpcError | null)[]>;
};

/**
 * @param setTime On a chain whose time the server sets: the call that sets the next block's time, made in front of each trial and
 * transaction. Other chains try calls on their newest block.
 */
export function createChainClient(rpc: Rpc, setTime?: () => RpcCall): ChainClient {
  const call = async (method: string, ...params: unknown[]): Promise<unknown> => {
    const [answer] = await rpc.batch([{ method, params }]);
    return resultOf(answer);
  };
  const blocks = async (numbers: readonly (number | "latest")[]) => {
    if (numbers.length === 0) return [];
    const calls = numbers.map((number) => ({
      method: "eth_getBlockByNumber",
      params: [tag(number), false],
    }));
    return (await rpc.batch(calls)).map((answer) => block.nullable().parse(resultOf(answer)));
  };
  return {
    chainId: async () => quantity.parse(await call("eth_chainId")),
    transactionCount: async (account, number) =>
      quantity.parse(await call("eth_getTransactionCount", account, tag(number))),
    code: async (address) => hex.parse(await call("eth_getCode", address, "latest")),
    block: async (number) => (await blocks([number]))[0] ?? null,
    blocks,
    logs: async ({ from, to, addresses }) =>
      z
        .array(log)
        .parse(
          await call("eth_getLogs", { fromBlock: tag(from), toBlock: tag(to), address: addresses }),
        ),
    async simulate(trial) {
      const at = setTime ? "pending" : "latest";
      const attempt = {
        method: "eth_call",
        params: [{ ...trial, gas: toQuantity(trial.gas) }, at],
      };
      const answers = await rpc.batch(setTime ? [setTime(), attempt] : [attempt]);
      return hex.parse(resultOf(answers.at(-1)));
    },
    async send(raw) {
      const calls = raw.map((one) => ({ method: "eth_sendRawTransaction", params: [one] }));
      const answers = await rpc.batch(setTime ? calls.flatMap((one) => [setTime(), one]) : calls);
      const sent = setTime ? answers.filter((_, index) => index % 2 === 1) : answers;
      return sent.map((answer) => (answer instanceof RpcError ? answer : null));
    },
  };
}

function resultOf(answer: RpcError | { result: unknown } | undefined): unknown {
  if (answer instanceof RpcError) throw answer;
  return answer?.result;
}

function tag(number: number | "latest"): string {
  return number === "latest" ? number : toQuantity(number);
}

function toQuantity(value: number): string {
  return `0x${value.toString(16)}`;
}
