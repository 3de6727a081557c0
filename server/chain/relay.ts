// The one way to the chain: a command is written down, relayed, mined and projected before anyone hears of it.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import type { P256Signature } from "../../wallet-web/shared/protocol/signer.ts";
import type { Authorisation, Charge } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { ErrorCode } from "../errors/table.ts";
import type { Transaction } from "../store/database.ts";

/** The server's ECDSA signature over a card's payment, in the short form of EIP-2098. */
export type CoSignature = { r: Hex; vs: Hex };

/**
 * What can be relayed. The first three carry people's signatures, a card's payment the server's beside the card's; the last is
 * the operator's own, within the mandate.
 */
export type RelayCommand =
  | { kind: "request"; signed: SignedRequest }
  | { kind: "shop-bound"; authorisation: Authorisation; signature: P256Signature }
  | {
      kind: "open";
      authorisation: Authorisation;
      signature: P256Signature;
      charge: Charge;
      tillSignature: P256Signature;
    }
  | {
      kind: "card";
      authorisation: Authorisation;
      signature: P256Signature;
      coSignature: CoSignature;
    }
  | { kind: "operator"; id: Hex; call: OperatorCall };

/** What the operator's account may do; amounts in cents. */
export type OperatorCall =
  | { name: "openPayout"; schemeId: Hex; shopId: Hex; payoutId: Hex; amountCents: bigint }
  | { name: "settlePayout"; payoutId: Hex; bankReference: Hex }
  | { name: "returnPayout"; payoutId: Hex; bankReason: Hex };

/** How a command ended. Final: asked again, the answer is the same. */
export type Outcome =
  | { state: "executed"; blockNumber: number; timestamp: number; transactionHash: Hex }
  | { state: "refused"; code: ErrorCode; params: Record<string, string> };

export type Relay = {
  /**
   * Relays a command once, however often it is given, and resolves when it is mined and projected into the index.
   * Its id is the request's digest, the authorisation's digest (shop-bound, by card), the charge's digest (open: the same cheque may be
   * charged again with another amount after a refusal), or the operator call's own id.
   * A command that a simulation refuses is refused at once and not written down: it may be good later.
   * @param alongside Off-chain rows that belong to it, written in the same database transaction as the command itself.
   * @throws {AppError} `chain-unavailable` when the chain can't be reached within the time limit; the command, once written
   * down, is relayed all the same when the chain is back.
   */
  submit(command: RelayCommand, alongside?: (tx: Transaction) => Promise<void>): Promise<Outcome>;
  /** How a command ended, or null when it is unknown or under way. */
  outcomeOf(id: Hex): Promise<Outcome | null>;
};
