// Reads what a person signed: which function of which contract, with which arguments. Never changes it.
import type { Interface } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";

/** A signed command, decoded. Arguments as ethers gives them: hexadecimal text, bigints, arrays of arrays. */
export type DecodedCommand = {
  contract: "ledger" | "roles";
  name: string;
  args: readonly unknown[];
};

export type CommandReader = (signed: SignedRequest) => DecodedCommand;

/**
 * Refuses what is no state-changing function of the ledger or the roles contract, or has bytes beyond its arguments.
 * @throws {AppError} `command-mismatch`
 */
export function createCommandReader(given: {
  deployment: Deployment;
  ledger: Interface;
  roles: Interface;
}): CommandReader {
  const targets = new Map<Hex, { contract: "ledger" | "roles"; abi: Interface }>([
    [given.deployment.ledger, { contract: "ledger", abi: given.ledger }],
    [given.deployment.roles, { contract: "roles", abi: given.roles }],
  ]);
  return ({ request }) => {
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
    return { contract, name: fragment.name, args };
  };
}

/**
 * The arguments of one certain function.
 * @throws {AppError} `command-mismatch` when it is another.
 */
export function argumentsOf(command: DecodedCommand, name: string): readonly unknown[] {
  if (command.contract !== "ledger" || command.name !== name) {
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
