// Relays what people signed. Commands that carry facts kept off the chain have addresses of their own and are refused here.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Outcome, Relay } from "../chain/relay.ts";
import { AppError } from "../errors/app-error.ts";
import type { Correct } from "../payments/corrections.ts";
import type { ShopTills } from "../shops/tills.ts";
import type { Transaction } from "../store/database.ts";
import { type CommandReader, hexArgument } from "./commands.ts";

/** What was carried out, and when. */
export type Executed = { requestId: Hex; executedAt: number; blockNumber: number };

/** Relays one command with the rows that belong to it. @throws {AppError} with the refusal. */
export type RelayRequest = (
  signed: SignedRequest,
  alongside?: (tx: Transaction) => Promise<void>,
) => Promise<Executed>;

/**
 * Functions with an address of their own, and those that need no request: payments carry their own signatures. How a payout ended the
 * bank's statement says, or a treasurer's decision that is checked against it: the ledger would take anybody's word within the mandate,
 * and owe again what was paid.
 */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "registerBeneficiaries",
  "registerShop",
  "admitShop",
  "proposeIban",
  "confirmIban",
  "openScheme",
  "pauseScheme",
  "resumeScheme",
  "proposeAct",
  "confirmAct",
  "withdrawAct",
  "refund",
  "openPayout",
  "settlePayout",
  "returnPayout",
  "payOpen",
  "payOpenBatch",
  "payShopBound",
  "payShopBoundBatch",
  "payByCard",
  "payByCardBatch",
  "linkCard",
  "unblockCard",
]);

export function createRelayRequest(given: { relay: Relay; deployment: Deployment }): RelayRequest {
  return async (signed, alongside) => {
    const requestId = requestDigest(given.deployment, signed.request);
    return executed(requestId, await given.relay.submit({ kind: "request", signed }, alongside));
  };
}

/** The address for every other command. A reversal stays within its payment, as a refund does. */
export function createGenericRequest(given: {
  deployment: Deployment;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
  correct: Correct;
  /** What the shop calls a till goes with it from the link to the device. */
  shopTills: Pick<ShopTills, "moveProfile" | "replaceOwner">;
}): (signed: SignedRequest) => Promise<Executed> {
  return async (signed) => {
    const command = given.readCommand(signed);
    if (ELSEWHERE.has(command.name)) {
      throw new AppError("command-mismatch", { signed: command.name });
    }
    if (command.name === "moveTill") {
      const to = hexArgument(command.args[0]);
      return given.relayRequest(signed, (tx) =>
        given.shopTills.moveProfile(tx, signed.request.from, to),
      );
    }
    if (command.name === "replaceShopOwner") return given.shopTills.replaceOwner(signed);
    if (command.name !== "reversePayment") return given.relayRequest(signed);
    const { outcome } = await given.correct(signed, command);
    return executed(requestDigest(given.deployment, signed.request), outcome);
  };
}

function executed(requestId: Hex, outcome: Outcome): Executed {
  if (outcome.state === "refused") throw new AppError(outcome.code, outcome.params);
  return { requestId, executedAt: outcome.timestamp, blockNumber: outcome.blockNumber };
}
