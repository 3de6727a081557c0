// Reads what a person signed: which function of which contract, with which arguments. Never changes it.
import type { Interface } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import { requireSigner } from "./signatures.ts";

/** A signed command, decoded. Arguments as ethers gives them: hexadecimal text, bigints, arrays of arrays. */
export type DecodedCommand = {
  contract: "ledger" | "roles" | "cards";
  name: string;
  args: readonly unknown[];
};

export type CommandReader = (signed: SignedRequest) => DecodedCommand;

/**
 * Gas that a command may ask: some more than the protocol's commands do. A limit takes room in a transaction whether it is
 * used or not, and anyone may sign: a few hundred of the highest would keep every payment waiting for minutes.
 */
const HIGHEST_GAS = 500_000;
const HIGHEST_GAS_PER_BYTE = 4_000;

/**
 * Refuses what is no state-changing function of the ledger, the roles or the cards contract, has bytes beyond its arguments, changes
 * nothing, asks far too much gas, or was not signed by its sender: who doesn't hold the key hears nothing of a command, not even how it ended.
 * @throws {AppError} `command-mismatch`, `signature-invalid`, `signer-mismatch`
 */
export function createCommandReader(given: {
  deployment: Deployment;
  ledger: Interface;
  roles: Interface;
  cards: Interface;
}): CommandReader {
  const targets = new Map<Hex, { contract: DecodedCommand["contract"]; abi: Interface }>([
    [given.deployment.ledger, { contract: "ledger", abi: given.ledger }],
    [given.deployment.roles, { contract: "roles", abi: given.roles }],
    [given.deployment.cards, { contract: "cards", abi: given.cards }],
  ]);
  return ({ request, signature }) => {
    const target = targets.get(request.to);
    if (target === undefined) throw new AppError("command-mismatch");
    const { abi, contract } = target;
    const fragment = abi.getFunction(request.data.slice(0, 10));
    if (fragment === null || fragment.stateMutability !== "nonpayable") {
      throw new AppError("command-mismatch");
    }
    let args: unknown[];
    try {
      const decoded = abi.decodeFunctionData(fragment, request.data);
      if (abi.encodeFunctionData(fragment, decoded) !== request.data)
        throw new Error("extra bytes");
      args = decoded.toArray(true);
    } catch (cause) {
      throw new AppError("command-mismatch", {}, { cause });
    }
    if (isIdle(fragment.name, args))
      throw new AppError("command-mismatch", { signed: fragment.name });
    const bytes = (request.data.length - 2) / 2;
    if (request.gasLimit > HIGHEST_GAS + HIGHEST_GAS_PER_BYTE * bytes) {
      throw new AppError("command-mismatch", { gasLimit: String(request.gasLimit) });
    }
    requireSigner(requestDigest(given.deployment, request), signature, request.from);
    return { contract, name: fragment.name, args };
  };
}

/**
 * Whether a command would succeed for anyone and change nothing: without end, the chain would keep each. What an act uses up is for
 * ledgers to say, no person's command.
 */
const isIdle = (name: string, args: readonly unknown[]) =>
  name === "useAct" || (name === "expireBeneficiaries" && isEmpty(args[0]));

const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0;

/**
 * The arguments of one certain function.
 * @throws {AppError} `command-mismatch` when it is another.
 */
export function argumentsOf(
  command: DecodedCommand,
  name: string,
  contract: DecodedCommand["contract"] = "ledger",
): readonly unknown[] {
  if (command.contract !== contract || command.name !== name) {
    throw new AppError("command-mismatch", { expected: name, signed: command.name });
  }
  return command.args;
}

/** An argument that the ABI says is bytes or an address, in the lower case that ids have everywhere. */
export function hexArgument(argument: unknown): Hex {
  if (typeof argument !== "string") throw new AppError("command-mismatch");
  return argument.toLowerCase() as Hex;
}

/** An argument that the ABI says is a number. */
export function integerArgument(argument: unknown): bigint {
  if (typeof argument !== "bigint") throw new AppError("command-mismatch");
  return argument;
}
