// Sends what the outbox holds: groups commands into transactions, signs them with the operator's key in the order of their
// nonces, journals them, and only then hands them to the node. It never signs anything that is not in the outbox.
import { Transaction, type Wallet } from "ethers";
import type { Logger } from "pino";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Clock } from "../bank/clock.ts";
import type { Database } from "../store/database.ts";
import type { ChainClient } from "./client.ts";
import { type EncodedCall, type Encoder, HIGHEST_TRANSACTION_GAS } from "./encode.ts";
import {
  dropTransactions,
  journal,
  nextJournalNonce,
  type Prepared,
  queuedCommands,
  unminedTransactions,
  type Waiting,
} from "./outbox.ts";

export type Sender = {
  /** Sends what waits, as far as there is room. @returns How many transactions were sent. */
  sendQueued: () => Promise<number>;
  /**
   * Hands unmined transactions to the node again, and gives up those whose nonce another transaction used.
   * @param projectedBlock All blocks up to it are in the index.
   */
  rebroadcast: (projectedBlock: number) => Promise<void>;
};

export type SenderOptions = {
  database: Database;
  client: ChainClient;
  encoder: Encoder;
  wallet: Wallet;
  chainId: number;
  gasPriceWei: bigint;
  clock: Clock;
  log: Logger;
};

const BATCH_LIMIT = 50;
const COMMANDS_PER_STEP = 500;
/** Transactions sent but not mined: so many that a full block can be filled, so few that a node's pool takes them. */
const UNDER_WAY_LIMIT = 16;
const TRANSACTION_GAS = 21_000;

export function createSender(options: SenderOptions): Sender {
  const { database, client, log } = options;
  const sender = options.wallet.address.toLowerCase() as Hex;
  return {
    async sendQueued() {
      const underWay = (await unminedTransactions(database, sender)).length;
      const room = UNDER_WAY_LIMIT - underWay;
      if (room <= 0) return 0;
      const waiting = await queuedCommands(database, COMMANDS_PER_STEP);
      if (waiting.length === 0) return 0;
      const groups = groupCommands(waiting, options.encoder).slice(0, room);
      const prepared = await prepare(options, sender, groups);
      const createdAt = Math.floor(options.clock.now() / 1000);
      await journal(database, { sender, prepared, createdAt });
      await hand(options, prepared);
      return prepared.length;
    },
    async rebroadcast(projectedBlock) {
      const unmined = await unminedTransactions(database, sender);
      if (unmined.length === 0) return;
      const used = await client.transactionCount(sender, projectedBlock);
      const lost = unmined.filter(({ nonce }) => nonce < used);
      if (lost.length > 0) {
        log.warn({ count: lost.length }, "another transaction used the nonce; sending anew");
        await dropTransactions(
          database,
          lost.map(({ hash }) => hash),
        );
      }
      await hand(options, unmined.slice(lost.length));
    },
  };
}

/**
 * Commands in the groups that share a transaction: one kind each, at most 50, within a transaction's gas, and never two
 * of one payment, whose refusals could not be told apart. Two commands of one subject keep their order.
 */
export function groupCommands(waiting: readonly Waiting[], encoder: Encoder): Waiting[][] {
  const groups: { members: Waiting[]; gas: number; isOpen: boolean }[] = [];
  for (const one of waiting) {
    const gas = encoder.gasOf(one.command);
    const isSingle = one.alone || one.command.kind === "operator";
    const after = groups.findLastIndex(({ members }) =>
      members.some(({ subject }) => subject === one.subject),
    );
    const group = isSingle
      ? undefined
      : groups.find(
          ({ members, gas: taken, isOpen }, index) =>
            isOpen &&
            index > after &&
            members[0]?.command.kind === one.command.kind &&
            members.length < BATCH_LIMIT &&
            taken + gas <= HIGHEST_TRANSACTION_GAS,
        );
    if (group) {
      group.members.push(one);
      group.gas += gas;
    } else {
      groups.push({ members: [one], gas: TRANSACTION_GAS + gas, isOpen: !isSingle });
    }
  }
  return groups.map(({ members }) => members);
}

async function prepare(
  options: SenderOptions,
  sender: Hex,
  groups: readonly Waiting[][],
): Promise<Prepared[]> {
  const [journalled, onChain] = await Promise.all([
    nextJournalNonce(options.database, sender),
    options.client.transactionCount(sender, "latest"),
  ]);
  const first = Math.max(journalled, onChain);
  return await Promise.all(
    groups.map(async (group, index) => ({
      ...(await signTransaction(options, {
        ...options.encoder.batch(group.map(({ command }) => command)),
        nonce: first + index,
      })),
      commandIds: group.map(({ id }) => id),
    })),
  );
}

/** A signed transaction of the oldest form (EIP-155), which every chain takes. */
export async function signTransaction(
  options: Pick<SenderOptions, "wallet" | "chainId" | "gasPriceWei">,
  call: Omit<EncodedCall, "to"> & { to: Hex | null; nonce: number },
): Promise<{ nonce: number; hash: Hex; raw: Hex }> {
  const raw = await options.wallet.signTransaction({
    type: 0,
    chainId: options.chainId,
    nonce: call.nonce,
    to: call.to,
    data: call.data,
    gasLimit: call.gas,
    gasPrice: options.gasPriceWei,
    value: 0n,
  });
  const { hash } = Transaction.from(raw);
  if (hash === null) throw new Error("a signed transaction has a hash");
  return { nonce: call.nonce, hash: hash as Hex, raw: raw as Hex };
}

/** A node that knows the transaction, or mined it, refuses it again; what else it refuses is logged and tried again later. */
async function hand(options: SenderOptions, transactions: readonly { raw: Hex; hash: Hex }[]) {
  if (transactions.length === 0) return;
  const answers = await options.client.send(transactions.map(({ raw }) => raw));
  for (const [index, refusal] of answers.entries()) {
    const isKnown = /known|already|nonce|exists/i.test(refusal?.message ?? "");
    if (refusal && !isKnown) {
      const { code, message } = refusal;
      options.log.warn({ hash: transactions[index]?.hash, code, reason: message }, "not taken");
    }
  }
}
