// Speaks JSON-RPC with a node. It tells an answer that says no from no answer at all, and repeats nothing by itself.
import { z } from "zod";

export type RpcCall = { method: string; params: readonly unknown[] };

/** One connection to a chain's node. */
export type Rpc = {
  /**
   * Makes the calls in their order and gives their results; one that the node refuses is an `RpcError` in its place.
   * @throws {ChainUnreachableError} when there is no answer.
   */
  batch: (calls: readonly RpcCall[]) => Promise<(RpcError | { result: unknown })[]>;
};

/** The node answered that it won't or can't. */
export class RpcError extends Error {
  readonly code: number;
  /** What a reverted call gave back, as hexadecimal; undefined when the node gave none. */
  readonly data: string | undefined;

  constructor(answer: { code: number; message: string; data?: unknown }) {
    super(answer.message);
    this.name = "RpcError";
    this.code = answer.code;
    this.data = findHex(answer.data);
  }
}

/** The node gave no answer that can be used; whether it did what was asked is unknown. */
export class ChainUnreachableError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "ChainUnreachableError";
  }
}

const rpcAnswer = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z
    .object({ code: z.number(), message: z.string(), data: z.unknown().optional() })
    .optional(),
});
export type RpcAnswer = z.output<typeof rpcAnswer>;

/** JSON-RPC 2.0 over HTTP. */
export function createHttpRpc(given: { url: string; fetch: typeof fetch; timeoutMs: number }): Rpc {
  return {
    async batch(calls) {
      const body = calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }));
      try {
        const response = await given.fetch(given.url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(given.timeoutMs),
        });
        if (!response.ok) throw new Error(`HTTP status ${response.status}`);
        return inOrder(z.array(rpcAnswer).parse(await response.json()), calls.length);
      } catch (cause) {
        throw new ChainUnreachableError("The chain's node gives no usable answer.", { cause });
      }
    },
  };
}

/** Answers by the order of their calls. @throws {Error} when one is missing. */
export function inOrder(
  answers: readonly RpcAnswer[],
  count: number,
): (RpcError | { result: unknown })[] {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  return Array.from({ length: count }, (_, id) => {
    const answer = byId.get(id);
    if (answer === undefined) throw new Error("an answer is missing");
    return answer.error ? new RpcError(answer.error) : { result: answer.result };
  });
}

/** Nodes put a revert's bytes in `data`, in `data.data`, or in front of them a word. */
function findHex(data: unknown): string | undefined {
  if (typeof data === "string") return /0x[0-9a-fA-F]*$/.exec(data)?.[0]?.toLowerCase();
  if (typeof data === "object" && data !== null && "data" in data) return findHex(data.data);
  return undefined;
}
