// Makes typed events of a block's logs. A log that the contracts can't have emitted is an error, never skipped.
import type { Interface, Result } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Log } from "./client.ts";
import type { Contracts } from "./contracts.ts";
import { type EventName, IGNORED_EVENTS, isEventName } from "./events.ts";

/** An event as it is stored: integers as decimal text, hexadecimal in lower case. */
export type StoredEvent = {
  blockNumber: number;
  logIndex: number;
  transactionHash: Hex;
  name: EventName;
  args: Record<string, unknown>;
  requestId: Hex | null;
};

export type DecodeLogs = (logs: readonly Log[]) => StoredEvent[];

export function createDecoder(contracts: Contracts, deployment: Deployment): DecodeLogs {
  const abis = new Map<Hex, Interface>([
    [deployment.ledger, contracts.ledger.abi],
    [deployment.roles, contracts.roles.abi],
    [deployment.cards, contracts.cards.abi],
    [deployment.forwarder, contracts.forwarder.abi],
  ]);
  return (logs) => nameRequests(logs.flatMap((log) => decode(abis, log)));
}

function decode(abis: ReadonlyMap<Hex, Interface>, log: Log): StoredEvent[] {
  const parsed = abis.get(log.address)?.parseLog(log);
  if (!parsed) throw new Error(`block ${log.blockNumber}: a log of an unknown event`);
  if (IGNORED_EVENTS.has(parsed.name)) return [];
  if (!isEventName(parsed.name)) throw new Error(`no schema for the event ${parsed.name}`);
  const { blockNumber, logIndex, transactionHash } = log;
  const args = toJson(parsed.args) as Record<string, unknown>;
  return [{ blockNumber, logIndex, transactionHash, name: parsed.name, args, requestId: null }];
}

/** The forwarder says `RequestExecuted` right after what the request did; so each event before it is that request's. */
function nameRequests(events: StoredEvent[]): StoredEvent[] {
  let requestId: Hex | null = null;
  let transactionHash: Hex | null = null;
  return events
    .toReversed()
    .map((event) => {
      if (event.transactionHash !== transactionHash) requestId = null;
      transactionHash = event.transactionHash;
      const isRequest = event.name === "RequestExecuted" || event.name === "RequestRefused";
      if (isRequest) requestId = event.args.requestId as Hex;
      return { ...event, requestId };
    })
    .toReversed();
}

function toJson(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return value.toLowerCase();
  if (isResult(value)) {
    return Object.fromEntries(
      Object.entries(value.toObject()).map(([name, inner]) => [name, toJson(inner)]),
    );
  }
  return value;
}

function isResult(value: unknown): value is Result {
  return Array.isArray(value) && "toObject" in value;
}
