// Puts the four contracts on a chain, and makes sure that those we are told of are really there.

import { eq } from "drizzle-orm";
import { getCreateAddress, type Wallet } from "ethers";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Database } from "../store/database.ts";
import { deployments } from "../store/schema/chain.ts";
import type { ChainClient } from "./client.ts";
import type { Contracts } from "./contracts.ts";
import { RpcError } from "./rpc.ts";
import { signTransaction } from "./sender.ts";

/** A deployment and the first block that can hold its events. */
export type Placed = Deployment & { firstBlock: number };

/** The server can't start on this chain; the message is one sentence for whoever starts it. */
export class DeploymentError extends Error {}

const DEPLOYMENT_GAS = 12_000_000;

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`))
    .transform((text) => text as Hex);

/** The file that `npm run deploy` writes. */
export const deploymentFile = z.object({
  chainId: z.int().positive(),
  ledger: hex(20),
  forwarder: hex(20),
  roles: hex(20),
  cards: hex(20),
  firstBlock: z.int().min(0),
});

export type DeploymentTransaction = { nonce: number; hash: Hex; raw: Hex };

/** Signs the transactions that create forwarder, roles, ledger and cards, in this order; nothing is sent. */
export async function signDeployment(given: {
  contracts: Contracts;
  wallet: Wallet;
  chainId: number;
  gasPriceWei: bigint;
  firstNonce: number;
  /** The first framework-setter. */
  admin: Hex;
  roleDelaySeconds: number;
}): Promise<{ deployment: Deployment; transactions: DeploymentTransaction[] }> {
  const { contracts, firstNonce } = given;
  const addressAt = (nonce: number) =>
    getCreateAddress({ from: given.wallet.address, nonce }).toLowerCase() as Hex;
  // Ledger and cards contract each know the other's address.
  const [forwarder, roles, ledger, cards] = [0, 1, 2, 3].map((step) =>
    addressAt(firstNonce + step),
  ) as [Hex, Hex, Hex, Hex];
  const creations = [
    { contract: contracts.forwarder, args: [] },
    { contract: contracts.roles, args: [forwarder, given.admin, given.roleDelaySeconds] },
    { contract: contracts.ledger, args: [forwarder, roles, cards] },
    // The server's own account co-signs what cards pay.
    { contract: contracts.cards, args: [forwarder, roles, ledger, given.wallet.address] },
  ];
  const transactions = await Promise.all(
    creations.map(({ contract, args }, index) =>
      signTransaction(given, {
        nonce: firstNonce + index,
        to: null,
        data: (contract.bytecode + contract.abi.encodeDeploy(args).slice(2)) as Hex,
        gas: DEPLOYMENT_GAS,
      }),
    ),
  );
  return { deployment: { chainId: given.chainId, ledger, forwarder, roles, cards }, transactions };
}

type CheckedDeployment = { client: ChainClient; contracts: Contracts; deployment: Deployment };

/**
 * Checks that chain and contracts are what the deployment says.
 * @returns Whether the contracts verify P-256 by the chain's precompile.
 * @throws {DeploymentError} with the reason.
 */
export async function checkDeployment(given: CheckedDeployment): Promise<{ precompile: boolean }> {
  const { client, contracts, deployment } = given;
  const chainId = await client.chainId();
  if (chainId !== deployment.chainId) {
    throw new DeploymentError(
      `The contracts were deployed on chain ${deployment.chainId}, but the node is of chain ${chainId}: check CHAIN_RPC_URL.`,
    );
  }
  for (const name of ["forwarder", "roles", "ledger", "cards"] as const) {
    if ((await client.code(deployment[name])) === "0x") {
      throw new DeploymentError(
        `There is no contract at the address ${deployment[name]} of the ${name}: run \`npm run deploy\`, or check DEPLOYMENT_FILE.`,
      );
    }
  }
  await demandPair(given);
  const verifiers = await Promise.all(
    [
      { to: deployment.forwarder, abi: contracts.forwarder.abi },
      { to: deployment.ledger, abi: contracts.ledger.abi },
      { to: deployment.cards, abi: contracts.cards.abi },
    ].map(({ to, abi }) =>
      client.simulate({
        from: to,
        to,
        data: abi.encodeFunctionData("solidityVerifier") as Hex,
        gas: 100_000,
      }),
    ),
  );
  const precompile = verifiers.every((address) => BigInt(address) === 0n);
  if (precompile && !(await hasPrecompile(client))) {
    throw new DeploymentError(
      "The chain has lost the P-256 precompile at 0x100 (EIP-7951) that the contracts need: check the node's hard fork.",
    );
  }
  return { precompile };
}

/** Ledger and cards contract take each other's word: each must name the other. */
async function demandPair({ client, contracts, deployment }: CheckedDeployment): Promise<void> {
  const { ledger, cards } = deployment;
  const pairs = [
    { to: ledger, data: contracts.ledger.abi.encodeFunctionData("cards") as Hex, named: cards },
    { to: cards, data: contracts.cards.abi.encodeFunctionData("ledger") as Hex, named: ledger },
  ];
  const agree = await Promise.all(pairs.map((pair) => isNamedBy(client, pair)));
  if (agree.every(Boolean)) return;
  throw new DeploymentError(
    "Ledger and cards contract do not belong together: check DEPLOYMENT_FILE.",
  );
}

async function isNamedBy(
  client: ChainClient,
  { to, data, named }: { to: Hex; data: Hex; named: Hex },
): Promise<boolean> {
  try {
    return BigInt(await client.simulate({ from: to, to, data, gas: 100_000 })) === BigInt(named);
  } catch (error) {
    // Another contract, which has no such function.
    if (error instanceof RpcError) return false;
    throw error;
  }
}

/** A signature over sha256 of 32 zero bytes; source: `P256Verification._hasPrecompile`. */
const PROBE: Hex = `0x${[
  "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925",
  "7699cc6b093899be9de016c05b6d224f9b7d4d73650ceaaf83a19e48966ffacc",
  "55356be6c3e010ec0e3686b958386df0ba68a4cb8f56696157f365ba6e2079e0",
  "c12d6a359e65cea1e7ad1ee12a8972dfb33a91cccdc796ea1b76ddcbce7139dd",
  "7eb802a0ec4883918b11acfc4084c9cb8594f785e1106ed0f14a4e3ef5a69730",
].join("")}`;
const PRECOMPILE: Hex = "0x0000000000000000000000000000000000000100";

async function hasPrecompile(client: ChainClient): Promise<boolean> {
  try {
    const answer = await client.simulate({
      from: PRECOMPILE,
      to: PRECOMPILE,
      data: PROBE,
      gas: 100_000,
    });
    return answer.length === 66 && BigInt(answer) === 1n;
  } catch (error) {
    if (error instanceof RpcError) return false;
    throw error;
  }
}

/** The deployment that this database belongs to; null when it is new. */
export async function storedDeployment(database: Database): Promise<Placed | null> {
  const [row] = await database.select().from(deployments).where(eq(deployments.id, 1));
  if (!row) return null;
  const { chainId, ledger, forwarder, roles, cards, firstBlock } = row;
  return { chainId, ledger, forwarder, roles, cards, firstBlock };
}

/**
 * Binds the database to a deployment, for good.
 * @throws {DeploymentError} when it belongs to another.
 */
export async function bindDatabase(database: Database, placed: Placed): Promise<void> {
  await database
    .insert(deployments)
    .values({ id: 1, ...placed })
    .onConflictDoNothing();
  const stored = await storedDeployment(database);
  if (stored?.ledger !== placed.ledger || stored.chainId !== placed.chainId) {
    throw new DeploymentError(
      "The database belongs to another deployment of the contracts: use an empty database, or the deployment file that belongs to it.",
    );
  }
}
