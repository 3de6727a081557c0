// Deploys forwarder, roles, ledger and cards on an external chain and writes their addresses: `npm run deploy`. It never deploys a
// second time over a file that is there.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Wallet } from "ethers";
import { systemClock } from "../server/bank/clock.ts";
import { type ChainClient, createChainClient } from "../server/chain/client.ts";
import { loadContracts } from "../server/chain/contracts.ts";
import { checkDeployment, DeploymentError, signDeployment } from "../server/chain/deployment.ts";
import { createHttpRpc } from "../server/chain/rpc.ts";
import { type Config, ConfigError, readConfig } from "../server/config.ts";
import { explainFailure } from "../server/startup-failure.ts";
import type { Hex } from "../wallet-web/shared/protocol/bytes.ts";

const RPC_TIMEOUT_MS = 10_000;
const MINING_LIMIT_MS = 120_000;
const POLL_MS = 200;

let config: Config | null = null;
try {
  config = readConfig(process.env);
  await deploy(config);
} catch (error) {
  const sentences = explainFailure(error, config) ?? [
    `The contracts can't be deployed: ${error instanceof Error ? error.message : String(error)}`,
  ];
  process.stderr.write(`${sentences.join("\n")}\n`);
  process.exitCode = 1;
}

async function deploy(settings: Config): Promise<void> {
  const { chain, deploymentFile, operatorKey, ledgerAdmin: admin } = settings;
  if (chain.kind === "embedded") {
    throw new ConfigError([
      "CHAIN_RPC_URL must be set: the embedded chain gets its contracts at its first start.",
    ]);
  }
  if (operatorKey === null || admin === null) {
    throw new ConfigError([
      "OPERATOR_KEY and LEDGER_ADMIN must be set: who sends, and who gives roles.",
    ]);
  }
  if (existsSync(deploymentFile)) {
    throw new DeploymentError(
      `${deploymentFile} is there already: set DEPLOYMENT_FILE to another file for another deployment.`,
    );
  }
  const client = createChainClient(
    createHttpRpc({ url: chain.url, fetch, timeoutMs: RPC_TIMEOUT_MS }),
  );
  const wallet = new Wallet(operatorKey);
  const operator = wallet.address.toLowerCase() as Hex;
  const head = await client.block("latest");
  const { deployment, transactions } = await signDeployment({
    contracts: loadContracts(),
    wallet,
    chainId: await client.chainId(),
    gasPriceWei: settings.gasPriceWei,
    firstNonce: await client.transactionCount(operator, "latest"),
    admin,
    roleDelaySeconds: settings.roleDelaySeconds,
  });
  const [refused] = (await client.send(transactions.map(({ raw }) => raw))).filter(Boolean);
  if (refused) throw new DeploymentError(`The node refuses the transaction: ${refused.message}`);
  await waitUntilMined(client, operator, (transactions.at(-1)?.nonce ?? 0) + 1);
  const { precompile } = await checkDeployment({
    client,
    contracts: loadContracts(),
    deployment,
  });
  mkdirSync(dirname(deploymentFile), { recursive: true });
  const written = { ...deployment, firstBlock: (head?.number ?? 0) + 1 };
  writeFileSync(deploymentFile, `${JSON.stringify(written, null, 2)}\n`, { flag: "wx" });
  process.stdout.write(
    [
      `Deployed on chain ${deployment.chainId}:`,
      `  ledger     ${deployment.ledger}`,
      `  roles      ${deployment.roles}`,
      `  cards      ${deployment.cards}`,
      `  forwarder  ${deployment.forwarder}`,
      precompile
        ? "P-256 signatures are verified by the chain's precompile."
        : "This chain has no P-256 precompile: each signature costs about 350,000 gas more.",
      `Written to ${deploymentFile}.\n`,
    ].join("\n"),
  );
}

async function waitUntilMined(client: ChainClient, account: Hex, nonce: number): Promise<void> {
  const clock = systemClock();
  const deadline = clock.now() + MINING_LIMIT_MS;
  while ((await client.transactionCount(account, "latest")) < nonce) {
    if (clock.now() > deadline) {
      throw new DeploymentError("The chain did not mine the contracts in time: check its node.");
    }
    // Not the clock's own wait, which would let the process end.
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
