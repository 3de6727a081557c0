// Reads the bytes of a contract's custom error into a stable code with its numbers; decides nothing.
import { type ErrorFragment, getBytes, type Interface, type Result } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { ACTS } from "../../wallet-web/shared/protocol/commands.ts";
import { contractErrors } from "../errors/contract-errors.ts";
import type { ErrorCode } from "../errors/table.ts";
import type { Contracts } from "./contracts.ts";

export type Refusal = { code: ErrorCode; params: Record<string, string> };

/** States of `LedgerTypes`, by the error that tells them. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  BeneficiaryNotUsable: ["unknown", "registered", "active", "frozen", "closed"],
  ShopNotAdmitted: ["waiting", "admitted", "suspended"],
  PayoutNotInState: ["unknown", "opened", "settled", "returned"],
};

/** The argument that says from when on a command would be good. */
const OPENING: Readonly<Record<string, string>> = {
  AuthorisationNotInTime: "validAfter",
  SchemeNotInPeriod: "startsAt",
  RoleOfferNotOpen: "readyAt",
  IbanNotReady: "readyAt",
  SchemeNotOver: "overAt",
};

export type Refusals = {
  /** The refusal that a revert's bytes stand for; `transaction-failed` when they say nothing we know. */
  decode: (data: string | undefined) => Refusal;
  /** Whether a trial was refused only because the chain's newest block is older than `now` (Unix seconds). */
  isTooEarlyOnly: (data: string | undefined, now: number) => boolean;
};

export function createRefusals(contracts: Contracts): Refusals {
  const abis = [
    contracts.ledger.abi,
    contracts.roles.abi,
    contracts.cards.abi,
    contracts.forwarder.abi,
  ];
  return {
    decode(data) {
      const error = parse(abis, data);
      const mapping = error && contractErrors[error.name];
      if (!error || !mapping) return { code: "transaction-failed", params: {} };
      const params = Object.entries(mapping.params).flatMap(([argument, name]) => {
        const value = error.args.get(argument);
        return value === undefined ? [] : [[name, textOf(error.name, argument, value)]];
      });
      return { code: mapping.code, params: Object.fromEntries(params) };
    },
    isTooEarlyOnly(data, now) {
      const error = parse(abis, data);
      const opening = error && OPENING[error.name];
      if (!error || !opening) return false;
      const opensAt = Number(error.args.get(opening));
      return opensAt > Number(error.args.get("timestamp")) && opensAt <= now;
    },
  };
}

function parse(
  abis: readonly Interface[],
  data: string | undefined,
): { name: string; args: Map<string, unknown> } | null {
  if (data === undefined || getBytes(data).length < 4) return null;
  for (const abi of abis) {
    const fragment = abi.getError(data.slice(0, 10));
    if (!fragment) continue;
    const values = decodeValues(abi, fragment, data);
    if (!values) return null;
    const names = fragment.inputs.map(({ name }) => name);
    return { name: fragment.name, args: new Map(names.map((name, at) => [name, values[at]])) };
  }
  return null;
}

/** Anyone on the chain can have a contract revert with anything; what can't be read must not stop the projector. */
function decodeValues(abi: Interface, fragment: ErrorFragment, data: string): Result | null {
  try {
    const values = abi.decodeErrorResult(fragment, data);
    values.toArray(); // ethers throws what it can't read only when it is looked at
    return values;
  } catch {
    return null;
  }
}

function textOf(error: string, argument: string, value: unknown): string {
  if (argument === "act") return ACTS[Number(value)] ?? String(value);
  const states = argument === "state" ? STATES[error] : undefined;
  if (states) return states[Number(value)] ?? String(value);
  return typeof value === "string" ? (value.toLowerCase() as Hex) : String(value);
}
