// The four contracts as Hardhat built them: their ABI and their code. Nothing is sent from here.
import { readFileSync } from "node:fs";
import { Interface, type InterfaceAbi } from "ethers";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";

export type Contract = { abi: Interface; bytecode: Hex };
export type Contracts = {
  ledger: Contract;
  roles: Contract;
  cards: Contract;
  forwarder: Contract;
};

const ARTIFACTS = new URL("../../artifacts/contracts/", import.meta.url);
const artifact = z.object({
  abi: z.array(z.looseObject({ type: z.string() })),
  bytecode: z
    .string()
    .regex(/^0x[0-9a-f]+$/)
    .transform((text) => text as Hex),
});

/** @throws {Error} when the contracts have not been built. */
export function loadContracts(): Contracts {
  return {
    ledger: load("KindpakketLedger"),
    roles: load("KindpakketRoles"),
    cards: load("KindpakketCards"),
    forwarder: load("P256Forwarder"),
  };
}

function load(name: string): Contract {
  let text: string;
  try {
    text = readFileSync(new URL(`${name}.sol/${name}.json`, ARTIFACTS), "utf8");
  } catch (cause) {
    throw new Error("The contracts are not built yet: run `npm run build:contracts`.", { cause });
  }
  const { abi, bytecode } = artifact.parse(JSON.parse(text));
  return { abi: new Interface(abi as InterfaceAbi), bytecode };
}
