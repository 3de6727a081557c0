// A server's chain parts on an external node, deployed as `npm run deploy` does it.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { cryptoRandomBytes, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import { newSigner, startTestChain, type TestChain, type TestChainOptions } from "./chain.ts";
import { temporaryFolder } from "./database.ts";
import { startNode, type TestNode } from "./node.ts";

export type External = {
  node: TestNode;
  /** The first framework-setter. */
  admin: Signer;
  /** Settings of a server on this chain. */
  env: Record<string, string>;
  /** Starts a server's chain parts on a database of its own, or on that of another. */
  connect: (options?: TestChainOptions) => Promise<TestChain>;
};

/** Starts a node and deploys the contracts on it. */
export async function startExternal(): Promise<External> {
  const node = await startNode();
  const admin = await newSigner();
  const env = {
    CHAIN_RPC_URL: node.url,
    CHAIN_POLL_MS: "20",
    OPERATOR_KEY: toHex(cryptoRandomBytes(32)),
    DATA_KEY: toHex(cryptoRandomBytes(32)),
    LEDGER_ADMIN: admin.address,
    DEPLOYMENT_FILE: join(temporaryFolder(), "deployment.json"),
    ROLE_DELAY_SECONDS: "0",
  };
  await promisify(execFile)(process.execPath, ["scripts/deploy.ts"], {
    env: { PATH: process.env.PATH, ...env },
  });
  return {
    node,
    admin,
    env,
    connect: (options) => startTestChain({ ...options, admin, env: { ...env, ...options?.env } }),
  };
}
