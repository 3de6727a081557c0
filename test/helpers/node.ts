// An external chain for tests: the embedded chain's process behind JSON-RPC over HTTP, as any node would be. It can be cut off,
// stop mining, and go back to an earlier block to take another way from there.
import { createServer } from "node:http";
import { type Connection, openConnection } from "../../server/chain/embedded/connection.ts";
import type { RpcCall } from "../../server/chain/rpc.ts";
import { RpcError } from "../../server/chain/rpc.ts";

export type TestNode = {
  url: string;
  /** Makes one call, past the cut. */
  call: (method: string, ...params: unknown[]) => Promise<unknown>;
  /** Mines blocks with what waits, or nothing, in them; now. */
  mine: (count?: number) => Promise<void>;
  /** While cut off, every request fails. */
  cutOff: (isCutOff: boolean) => void;
  /** Loses the answers to these methods; what they did is done. */
  loseAnswersTo: (methods: readonly string[]) => void;
  stop: () => Promise<void>;
};

type Wire = RpcCall & { id: number };

export async function startNode(now: () => number = Date.now): Promise<TestNode> {
  const chain = await openConnection(() => {});
  let isCutOff = false;
  let lost: readonly string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (isCutOff) return void response.destroy();
      const calls: Wire[] = JSON.parse(body);
      void answer(chain, calls, now).then((answers) => {
        if (calls.some(({ method }) => lost.includes(method))) return void response.destroy();
        response.setHeader("content-type", "application/json").end(JSON.stringify(answers));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async call(method, ...params) {
      const [result] = await chain.batch([{ method, params }]);
      if (result instanceof RpcError) throw result;
      return result?.result;
    },
    async mine(count = 1) {
      const calls = Array.from({ length: count }, (_, id) => ({
        id,
        method: "evm_mine",
        params: [],
      }));
      await answer(chain, calls, now);
    },
    cutOff(cut) {
      isCutOff = cut;
    },
    loseAnswersTo(methods) {
      lost = methods;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await chain.end();
    },
  };
}

/** A node keeps its own time; the simulated one has to be told, before each block. */
async function answer(chain: Connection, calls: readonly Wire[], now: () => number) {
  const answers: object[] = [];
  for (const { id, method, params } of calls) {
    const time = `0x${Math.floor(now() / 1000).toString(16)}`;
    const isMining = method === "eth_sendRawTransaction" || method === "evm_mine";
    const results = await chain.batch([
      ...(isMining ? [{ method: "evm_setNextBlockTimestamp", params: [time] }] : []),
      { method, params },
    ]);
    const result = results.at(-1);
    answers.push(
      result instanceof RpcError
        ? { jsonrpc: "2.0", id, error: { code: 3, message: result.message, data: result.data } }
        : { jsonrpc: "2.0", id, result: result?.result ?? null },
    );
  }
  return answers;
}
