// Decides on a world as a server process that just started would, and lets that process die at the worst moments.
import { createPayoutActs } from "../../../server/payouts/payout-acts.ts";
import type { Database } from "../../../server/store/database.ts";
import { payoutDecisions } from "../../../server/store/schema/bank.ts";
import { createDecisions, type Signed } from "../../../server/treasury/decisions.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { decisionDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { ShiftedClock } from "../http/bench.ts";
import { SCHEME, type World } from "../payouts/world.ts";

const DEPLOYMENT = {
  chainId: 31_337,
  ledger: `0x${"1e".repeat(20)}`,
  forwarder: `0x${"f0".repeat(20)}`,
  roles: `0x${"40".repeat(20)}`,
  cards: `0x${"41".repeat(20)}`,
} as const;

export const FILE_BANK = {
  iban: "NL20INGB0001234567",
  name: "Gemeente Zuidhorn",
  bic: null,
  version: "pain.001.001.09",
  cutOff: "14:30",
} as const;

/** @param given.database The world's, or one of which the process dies. */
export async function decideOn(
  world: World,
  given: { signed: Signed; database: Database; by: Hex },
): Promise<{ decisionId: Hex }> {
  const { database } = given;
  const clock = new ShiftedClock();
  clock.now = () => world.nowMs;
  const context = { ...world.context(), database };
  const { fileBank } = world;
  const bank = fileBank === null ? world.bank : null;
  const { quietPeriodMs } = world.bank;
  const decide = createDecisions({
    ...{ database, clock, deployment: DEPLOYMENT, log: context.log, payoutWorker: null },
    vault: world.vault,
    payoutActs: createPayoutActs({ context, bank, quietPeriodMs, fileBank }),
  });
  const session = { tokenHash: "", addresses: [given.by], expiresAt: 0 };
  return decide(session, given.signed);
}

export async function signOn(
  world: World,
  given: {
    decision: Signed["decision"];
    subjectId: Hex;
    contentHash: Hex | undefined;
    signer: Signer;
  },
): Promise<Signed> {
  const decided = {
    schemeId: SCHEME,
    subjectId: given.subjectId,
    decision: given.decision,
    contentHash: given.contentHash ?? (`0x${"00".repeat(32)}` as const),
    reason: "called the bank",
    at: Math.floor(world.nowMs / 1000),
  };
  const signature = await given.signer.sign(decisionDigest(DEPLOYMENT, decided));
  return { ...decided, signature };
}

/** A database of which the process dies when the decision is to be written down. */
export function dyingAtRecord(database: Database): Database {
  return changed(database, (target) => ({
    insert: (table: unknown) => {
      if (table === payoutDecisions) throw new Error("killed");
      return target.insert(table as typeof payoutDecisions);
    },
  }));
}

/** A database of which the process dies when all is written and nothing is committed. */
export function dyingAtCommit(database: Database): Database {
  return new Proxy(database, {
    get: (target, name) =>
      name === "transaction"
        ? (work: Parameters<Database["transaction"]>[0]) =>
            target.transaction(async (tx) => {
              await work(tx);
              throw new Error("killed");
            })
        : Reflect.get(target, name),
  });
}

function changed<T extends Database>(
  database: T,
  changes: (target: Pick<Database, "insert">) => object,
): T {
  return new Proxy(database, {
    get: (target, name) => {
      if (name === "transaction") {
        return (work: Parameters<Database["transaction"]>[0]) =>
          target.transaction((tx) => work(changed(tx as never, changes)));
      }
      const own = changes(target);
      return name in own ? Reflect.get(own, name) : Reflect.get(target, name);
    },
  });
}
