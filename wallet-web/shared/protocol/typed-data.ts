// EIP-712 digests of what people sign. Checked against the contracts and ethers by golden vectors.
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { address, bytes, encodeWord, uint, type Word } from "./abi.ts";
import { concatBytes, fromHex, type Hex, toHex } from "./bytes.ts";

/** Where signatures count: one chain, one ledger and the contracts around it. */
export type Deployment = {
  chainId: number;
  ledger: Hex;
  forwarder: Hex;
  roles: Hex;
  cards: Hex;
};

/** A family's signed cheque. Amounts in euro cents, times in Unix seconds; source: `IPayments.Authorisation`. */
export type Authorisation = {
  beneficiaryId: Hex;
  /** The one shop it is for, or `OPEN_SHOP` for any admitted shop. */
  shopId: Hex;
  maximumAmountCents: bigint;
  validAfter: number;
  validBefore: number;
  nonce: number;
  device: Hex;
};

/** What a till adds to an open authorisation. */
export type Charge = { shopId: Hex; amountCents: bigint };

/** A command to the ledger, the roles or the cards contract; source: `IP256Forwarder.ForwardRequest`. */
export type ForwardRequest = {
  from: Hex;
  to: Hex;
  nonce: bigint;
  deadline: number;
  gasLimit: number;
  data: Hex;
};

/**
 * What a treasurer decides about a payout, a payee, a payment file or what the municipality paid outside of the ledger, or why a guardian
 * stops a scheme; it never reaches the chain, but is signed all the same. `contentHash` is a file's SHA-256, a command's digest or a refused
 * charge's where one is meant, else zero.
 */
export type TreasuryDecision = {
  schemeId: Hex;
  subjectId: Hex;
  decision: string;
  contentHash: Hex;
  reason: string;
  at: number;
};

/** A validator's word to erase a household. As a treasurer's decision it never reaches the chain. */
export type HouseholdErasure = { schemeId: Hex; householdId: Hex; reason: string; at: number };

/** The shop id that means "any admitted shop". */
export const OPEN_SHOP: Hex = `0x${"00".repeat(16)}`;

const DOMAIN_TYPE =
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const AUTHORISATION_TYPE =
  "PaymentAuthorisation(bytes16 beneficiaryId,bytes16 shopId,uint48 maximumAmount,uint40 validAfter,uint40 validBefore,uint32 nonce,address device)";
const CHARGE_TYPE = "Charge(bytes32 authorisation,bytes16 shopId,uint48 amount)";
const CARD_PAYMENT_TYPE = "CardPayment(bytes32 paymentId)";
const DECISION_TYPE =
  "TreasuryDecision(bytes16 schemeId,bytes16 subjectId,string decision,bytes32 contentHash,string reason,uint40 at)";
const ERASURE_TYPE =
  "HouseholdErasure(bytes16 schemeId,bytes16 householdId,string reason,uint40 at)";
const REQUEST_TYPE =
  "ForwardRequest(address from,address to,uint256 nonce,uint48 deadline,uint32 gasLimit,bytes data)";

/** EIP-712 digest of an authorisation; also the payment's id. */
export function authorisationDigest(deployment: Deployment, authorisation: Authorisation): Hex {
  return digest(ledgerDomain(deployment), AUTHORISATION_TYPE, [
    bytes(authorisation.beneficiaryId),
    bytes(authorisation.shopId),
    uint(authorisation.maximumAmountCents),
    uint(authorisation.validAfter),
    uint(authorisation.validBefore),
    uint(authorisation.nonce),
    address(authorisation.device),
  ]);
}

/** EIP-712 digest of a till's charge on an open authorisation. */
export function chargeDigest(deployment: Deployment, paymentId: Hex, charge: Charge): Hex {
  return digest(ledgerDomain(deployment), CHARGE_TYPE, [
    bytes(paymentId),
    bytes(charge.shopId),
    uint(charge.amountCents),
  ]);
}

/** EIP-712 digest of what the server signs beside a card's signature. */
export function coSignatureDigest(deployment: Deployment, paymentId: Hex): Hex {
  const domain = domainSeparator("Kindpakket Cards", deployment.chainId, deployment.cards);
  return digest(domain, CARD_PAYMENT_TYPE, [bytes(paymentId)]);
}

/** EIP-712 digest of a treasurer's decision; also the decision's id. */
export function decisionDigest(deployment: Deployment, decision: TreasuryDecision): Hex {
  return digest(ledgerDomain(deployment), DECISION_TYPE, [
    bytes(decision.schemeId),
    bytes(decision.subjectId),
    bytes(toHex(keccak_256(utf8ToBytes(decision.decision)))),
    bytes(decision.contentHash),
    bytes(toHex(keccak_256(utf8ToBytes(decision.reason)))),
    uint(decision.at),
  ]);
}

/** EIP-712 digest of a validator's word to erase a household; also the erasure's id. */
export function erasureDigest(deployment: Deployment, erasure: HouseholdErasure): Hex {
  return digest(ledgerDomain(deployment), ERASURE_TYPE, [
    bytes(erasure.schemeId),
    bytes(erasure.householdId),
    bytes(toHex(keccak_256(utf8ToBytes(erasure.reason)))),
    uint(erasure.at),
  ]);
}

/** EIP-712 digest of a command; also the request's id. */
export function requestDigest(deployment: Deployment, request: ForwardRequest): Hex {
  const domain = domainSeparator("Kindpakket Forwarder", deployment.chainId, deployment.forwarder);
  return digest(domain, REQUEST_TYPE, [
    address(request.from),
    address(request.to),
    uint(request.nonce),
    uint(request.deadline),
    uint(request.gasLimit),
    bytes(toHex(keccak_256(fromHex(request.data)))),
  ]);
}

/** First bytes of the ledger's domain: tells a QR code of another municipality apart. */
export function deploymentTag(deployment: Deployment): Uint8Array {
  return ledgerDomain(deployment).slice(0, 4);
}

function ledgerDomain(deployment: Deployment): Uint8Array {
  return domainSeparator("Kindpakket", deployment.chainId, deployment.ledger);
}

function domainSeparator(name: string, chainId: number, contract: Hex): Uint8Array {
  return hashStruct(DOMAIN_TYPE, [
    bytes(toHex(keccak_256(utf8ToBytes(name)))),
    bytes(toHex(keccak_256(utf8ToBytes("1")))),
    uint(chainId),
    address(contract),
  ]);
}

function digest(domain: Uint8Array, type: string, words: readonly Word[]): Hex {
  const prefix = new Uint8Array([0x19, 0x01]);
  return toHex(keccak_256(concatBytes(prefix, domain, hashStruct(type, words))));
}

function hashStruct(type: string, words: readonly Word[]): Uint8Array {
  return keccak_256(concatBytes(keccak_256(utf8ToBytes(type)), ...words.map(encodeWord)));
}
