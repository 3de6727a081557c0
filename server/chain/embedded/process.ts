// The embedded chain's own process: Hardhat's simulated network behind the channel to its parent. It opens no port, so
// nothing else on the machine can reach it, keeps nothing on disk, and ends when its parent does.
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { RpcAnswer, RpcCall } from "../rpc.ts";
import { EMBEDDED_CHAIN_ID, GENESIS_TIME } from "./settings.ts";

type Message = { id: number; calls: RpcCall[] };

// Ctrl-C reaches the whole group: the parent decides when this ends.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => process.exit(0));

const hre = await createHardhatRuntimeEnvironment({
  networks: {
    // All that goes into a block's hash is fixed, so that a replay gives the same blocks.
    ledger: {
      type: "edr-simulated",
      chainType: "l1",
      chainId: EMBEDDED_CHAIN_ID,
      hardfork: "osaka",
      initialDate: GENESIS_TIME,
      initialBaseFeePerGas: 0,
      gasPrice: 0,
      blockGasLimit: 60_000_000,
      allowBlocksWithSameTimestamp: true,
      loggingEnabled: false,
      // A transaction that fails is mined all the same, and the index sees that it did nothing.
      throwOnTransactionFailures: false,
      accounts: [],
      mining: { auto: true, interval: 0 },
    },
  },
});
const { provider } = await hre.network.connect({ network: "ledger" });

let line = Promise.resolve();
process.on("message", (message: Message) => {
  // One after the other: a call that sets the time belongs to the one behind it.
  line = line.then(() => answer(message));
});
process.send?.({ ready: true });

async function answer({ id, calls }: Message): Promise<void> {
  const answers: RpcAnswer[] = [];
  for (const [index, { method, params }] of calls.entries()) {
    try {
      answers.push({ id: index, result: await provider.request({ method, params: [...params] }) });
    } catch (error) {
      answers.push({ id: index, error: describe(error) });
    }
  }
  if (process.connected) process.send?.({ id, answers });
}

function describe(error: unknown): { code: number; message: string; data?: unknown } {
  if (!(error instanceof Error)) return { code: -32_603, message: String(error) };
  const code = "code" in error && typeof error.code === "number" ? error.code : -32_603;
  const data = "data" in error ? error.data : undefined;
  return { code, message: error.message, data };
}
