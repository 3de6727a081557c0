// Turns commands into calls of the contracts, with the gas they can need. Unused gas costs nothing; too little fails all.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { P256Signature } from "../../wallet-web/shared/protocol/signer.ts";
import type { Authorisation, Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Contracts } from "./contracts.ts";
import type { OperatorCall, RelayCommand } from "./relay.ts";

/** A call and the gas its transaction is given. */
export type EncodedCall = { to: Hex; data: Hex; gas: number };

/** What a transaction may use at most (EIP-7825). */
export const HIGHEST_TRANSACTION_GAS = 16_777_216;

const TRANSACTION_GAS = 21_000;
/** The floor price of calldata that isn't zero (EIP-7623). */
const GAS_PER_BYTE = 40;
const OPERATOR_CALL_GAS = 500_000;
const PAYMENT_GAS = 150_000;
/** The cards contract, its count of the day, and the second signature. */
const CARD_GAS = 100_000;
/** Of one P-256 verification in Solidity, where the chain has no precompile; about 350,000 as a rule. */
const SOLIDITY_SIGNATURE_GAS = 600_000;
/** What the forwarder asks beside a request's own gas limit; source: `P256Forwarder._gasOf`. */
const REQUEST_GAS = 60_000;
const REQUEST_GAS_PER_BYTE = 5;
/** Digest and event of a refusal, and the loop around it. */
const REFUSAL_GAS = 40_000;
const WORD_BYTES = 32;

export type Encoder = {
  /** The call that tries one command by itself, and says why it fails. */
  single: (command: RelayCommand) => EncodedCall;
  /** One transaction for commands of one kind; an operator's command goes alone. */
  batch: (commands: readonly RelayCommand[]) => EncodedCall;
  /** How much of a transaction's gas a command takes, to know how many fit. */
  gasOf: (command: RelayCommand) => number;
};

/** @param precompile Whether the contracts verify P-256 by the chain's precompile. */
export function createEncoder(given: {
  contracts: Contracts;
  deployment: Deployment;
  precompile: boolean;
}): Encoder {
  const { contracts, deployment } = given;
  const ledger = (name: string, args: unknown[]) =>
    contracts.ledger.abi.encodeFunctionData(name, args) as Hex;
  const cards = (name: string, args: unknown[]) =>
    contracts.cards.abi.encodeFunctionData(name, args) as Hex;
  const forwarder = (name: string, args: unknown[]) =>
    contracts.forwarder.abi.encodeFunctionData(name, args) as Hex;
  const targets = { deployment, ledger, cards, forwarder };
  const signatureGas = given.precompile ? 0 : SOLIDITY_SIGNATURE_GAS;

  const gasOf = (command: RelayCommand): number => {
    if (command.kind === "operator") return OPERATOR_CALL_GAS;
    if (command.kind === "shop-bound")
      return PAYMENT_GAS + signatureGas + 13 * WORD_BYTES * GAS_PER_BYTE;
    if (command.kind === "open")
      return PAYMENT_GAS + 2 * signatureGas + 19 * WORD_BYTES * GAS_PER_BYTE;
    if (command.kind === "card")
      return PAYMENT_GAS + CARD_GAS + signatureGas + 15 * WORD_BYTES * GAS_PER_BYTE;
    const { gasLimit, data } = command.signed.request;
    const bytes = (data.length - 2) / 2;
    const inside =
      gasLimit + gasLimit / 63 + REQUEST_GAS + signatureGas + REQUEST_GAS_PER_BYTE * bytes;
    return Math.ceil((inside * 64) / 63) + REFUSAL_GAS + (bytes + 16 * WORD_BYTES) * GAS_PER_BYTE;
  };
  const gasOfAll = (commands: readonly RelayCommand[]) =>
    Math.min(
      HIGHEST_TRANSACTION_GAS,
      commands.reduce((sum, command) => sum + gasOf(command), TRANSACTION_GAS),
    );

  return {
    gasOf,
    single: (command) => ({
      ...encodeSingle(command, targets),
      gas: gasOfAll([command]),
    }),
    batch: (commands) => ({
      ...encodeBatch(commands, targets),
      gas: gasOfAll(commands),
    }),
  };
}

type Encode = (name: string, args: unknown[]) => Hex;
type Targets = { deployment: Deployment; ledger: Encode; cards: Encode; forwarder: Encode };

function encodeSingle(command: RelayCommand, targets: Targets): { to: Hex; data: Hex } {
  const { deployment, ledger, cards, forwarder } = targets;
  switch (command.kind) {
    case "request":
      return { to: deployment.forwarder, data: forwarder("execute", [toSigned(command)]) };
    case "shop-bound":
      return {
        to: deployment.ledger,
        data: ledger("payShopBound", toShopBound(command)),
      };
    case "open":
      return { to: deployment.ledger, data: ledger("payOpen", toOpen(command)) };
    case "card":
      return { to: deployment.cards, data: cards("payByCard", toCard(command)) };
    case "operator":
      return { to: deployment.ledger, data: ledger(command.call.name, toArguments(command.call)) };
  }
}

function encodeBatch(commands: readonly RelayCommand[], targets: Targets): { to: Hex; data: Hex } {
  const { deployment, ledger, cards, forwarder } = targets;
  const requests = commands.filter((one) => one.kind === "request");
  const shopBound = commands.filter((one) => one.kind === "shop-bound");
  const open = commands.filter((one) => one.kind === "open");
  const byCard = commands.filter((one) => one.kind === "card");
  const [first] = commands;
  if (first?.kind === "operator" && commands.length === 1) return encodeSingle(first, targets);
  switch (commands.length) {
    case requests.length:
      return {
        to: deployment.forwarder,
        data: forwarder("executeBatch", [requests.map(toSigned)]),
      };
    case shopBound.length:
      return {
        to: deployment.ledger,
        data: ledger("payShopBoundBatch", [shopBound.map(toShopBound)]),
      };
    case open.length:
      return { to: deployment.ledger, data: ledger("payOpenBatch", [open.map(toOpen)]) };
    case byCard.length:
      return { to: deployment.cards, data: cards("payByCardBatch", [byCard.map(toCard)]) };
    default:
      throw new Error("a transaction takes commands of one kind");
  }
}

function toSigned(command: Extract<RelayCommand, { kind: "request" }>): unknown[] {
  const { request, signature } = command.signed;
  return [
    [request.from, request.to, request.nonce, request.deadline, request.gasLimit, request.data],
    toSignature(signature),
  ];
}

function toShopBound(command: Extract<RelayCommand, { kind: "shop-bound" }>): unknown[] {
  return [toAuthorisation(command.authorisation), toSignature(command.signature)];
}

function toOpen(command: Extract<RelayCommand, { kind: "open" }>): unknown[] {
  return [
    toAuthorisation(command.authorisation),
    toSignature(command.signature),
    [command.charge.shopId, command.charge.amountCents],
    toSignature(command.tillSignature),
  ];
}

function toCard(command: Extract<RelayCommand, { kind: "card" }>): unknown[] {
  const { r, vs } = command.coSignature;
  return [toAuthorisation(command.authorisation), toSignature(command.signature), [r, vs]];
}

function toAuthorisation(given: Authorisation): unknown[] {
  return [
    given.beneficiaryId,
    given.shopId,
    given.maximumAmountCents,
    given.validAfter,
    given.validBefore,
    given.nonce,
    given.device,
  ];
}

function toSignature({ x, y, r, s }: P256Signature): Hex[] {
  return [x, y, r, s];
}

function toArguments(call: OperatorCall): unknown[] {
  switch (call.name) {
    case "openPayout":
      return [call.schemeId, call.shopId, call.payoutId, call.amountCents];
    case "settlePayout":
      return [call.payoutId, call.bankReference];
    case "returnPayout":
      return [call.payoutId, call.bankReason];
  }
}
