// What a bank can be asked, whichever bank it is; it must never decide whether to pay, nor try a payment again by itself.

/**
 * One payout as the bank gets it. The bank knows nothing of schemes, shops or children.
 *
 * Source of the limits: SEPA credit transfer (EndToEndId ≤ 35, remittance ≤ 140, name ≤ 70) and bunq's payment.
 */
export interface PaymentOrder {
  /** 32 lower-case hex characters (a bytes16, no `0x`): the EndToEndId, used for one payout ever. */
  readonly payoutId: string;
  /** Euro cents, above zero. */
  readonly amountCents: bigint;
  /** Account holder, 1 to 70 characters. */
  readonly creditorName: string;
  /** Electronic format: capitals and digits, no spaces. */
  readonly creditorIban: string;
  /** What the shop reads on its statement; the adapter adds the payoutId to it when it isn't there, within 140 characters. */
  readonly description: string;
}

/**
 * One or more payments ready to be sent in one request. Every field is to be stored, and the transaction committed,
 * before `submit` is called; after a crash the stored fields make the very same request again.
 */
export interface PreparedSubmission {
  /** Unique at the bank; the bank refuses a second use of it (a guard against doubles, no replay of the answer). */
  readonly requestId: string;
  /**
   * The registration within which the bank guards `requestId` (bunq: the device). When it differs from a later
   * `prepare`'s, the same request id no longer protects against a second payment.
   */
  readonly guardScope: string;
  /** Where the bytes go: a path of the bank's API. It fixes the account that pays, and whether it is one payment, a batch or a draft. */
  readonly target: string;
  /** The exact bytes of the request's body. */
  readonly bytes: Uint8Array;
}

/** Why an outcome is unknown. Each of them leaves open whether the money moved. */
export type UnknownCause =
  /** No complete answer within the time allowed. */
  | "timeout"
  /** The connection broke after the request may have left. */
  | "connection-lost"
  /** A 5xx, a redirect, maintenance, or another status that says nothing about this payment. */
  | "server-error"
  /** Not JSON, not the expected fields, wrong currency, or too large. */
  | "bad-answer"
  /** The bank's signature is missing or wrong: someone else may have written the answer. */
  | "bad-signature"
  /** The bank has seen this request id before: an earlier sending arrived. */
  | "duplicate-request";

/**
 * The outcome of one sending of a prepared payment. It speaks of *that* sending alone: when the same bytes were sent
 * before and that outcome is unknown, `refused` and `later` say nothing of the earlier one; only `movements` do.
 */
export type SubmitResult =
  /** The bank took the request and gave it an id (of the payment, the batch or the draft). Accepted isn't booked: read `movements`. */
  | { readonly kind: "accepted"; readonly bankSubmissionId: string }
  /** The bank certainly did not execute this sending, and will not if it is sent again unchanged. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** It may or may not be executed. Settle it with `movements`, never by preparing the payouts anew. */
  | { readonly kind: "unknown"; readonly cause: UnknownCause; readonly message: string }
  /** Certainly not processed, for a reason outside the payment (too busy, no session, unreachable): send the same bytes later. */
  | { readonly kind: "later"; readonly retryAfterMs: number; readonly message: string };

/** One movement on the account, as the bank's own books have it. */
export interface BankMovement {
  readonly bankPaymentId: string;
  /** Euro cents; negative leaves the account, positive enters it. */
  readonly amountCents: bigint;
  readonly counterpartyIban: string | null;
  readonly counterpartyName: string | null;
  /** The EndToEndId or merchant reference, when the bank gives one. */
  readonly reference: string | null;
  readonly description: string;
  /** UTC, ISO 8601. */
  readonly bookedAt: string;
  /** `pending`: the bank shows it but holds it (bunq: first payment to a new counterparty, about a day). */
  readonly status: "pending" | "booked";
  /** Of money that comes back: the bank's reason (AC01, AC04, …) when it gives one. */
  readonly returnReason: string | null;
}

/** What the bank, or a person in the bank's app, made of an accepted submission. */
export type SubmissionState =
  /** A person has to accept it in the bank's app first. */
  | { readonly kind: "waiting" }
  /** Its payments were made; `payoutIds` names them, `null` when the bank doesn't tell them apart here: read `movements`. */
  | { readonly kind: "made"; readonly payoutIds: readonly string[] | null }
  /** Nothing of it was paid, nor will be. */
  | { readonly kind: "rejected"; readonly code: string }
  /** The bank doesn't know it. */
  | { readonly kind: "not-found" };

/** What the account can pay, in euro cents. `null` where the bank doesn't say. */
export interface BankBalance {
  /** What may be spent now, an overdraft not counted. */
  readonly availableCents: bigint;
  readonly dailyLimitCents: bigint | null;
  readonly iban: string;
}

/**
 * A bank account that pays shops over an API. Made so that a caller can pay exactly once:
 *
 * 1. `position()` and `prepare(orders)`; store both; commit.
 * 2. `submit(prepared)`, once.
 * 3. On `unknown`, and after a crash between 1 and the stored outcome: read `movements({ since: position })` and look for
 *    the payoutIds; only they tell what was paid.
 *
 * Every method but `submit` throws `BankError` when the bank gives no usable answer; those change nothing at the bank
 * and may be repeated. No method logs or throws an IBAN, a name, a token or a key.
 */
export interface Bank {
  /** `bunq`: for logs and the payout's record. */
  readonly name: string;

  /**
   * How long after a sending a payment may still be missing from `movements`, in ms. Only a look that finds nothing
   * after this time counts.
   */
  readonly quietPeriodMs: number;

  /** How many payments one submission may hold. */
  readonly highestOrders: number;

  /**
   * Marks the newest movement on the account. Opaque; orders nothing by itself. A payment sent after it was taken is
   * always newer than it.
   */
  position(): Promise<string>;

  /**
   * Makes the request for these orders (1 to `highestOrders`, of different payoutIds), without sending anything that pays.
   * Each call gives a new request id, so call it once per attempt and store the result. May open a session first.
   *
   * @throws BankError `invalid-order` when a field breaks a limit; nothing can have been paid.
   */
  prepare(orders: readonly PaymentOrder[]): Promise<PreparedSubmission>;

  /**
   * Sends exactly the prepared bytes, once. It sends them a second time, with the same request id, in one case: the
   * bank answered 401, which is given before anything is processed, and a new session could be opened.
   * Never throws: whatever can't be explained is `unknown`.
   */
  submit(prepared: PreparedSubmission): Promise<SubmitResult>;

  /**
   * What became of an accepted submission; `target` and `bytes` are those it was prepared with. The bank's word counts
   * only when it is about these very payments.
   *
   * @throws BankError `bad-answer` when the bank answers with another id, account, currency, amount or counterparty.
   */
  submissionState(query: {
    readonly target: string;
    readonly bytes: Uint8Array;
    readonly bankSubmissionId: string;
  }): Promise<SubmissionState>;

  /** All movements newer than `since` (`null`: from the first), oldest first. */
  movements(query: { readonly since: string | null }): Promise<readonly BankMovement[]>;

  /** What can be paid from the account now. */
  balance(): Promise<BankBalance>;
}

/**
 * Banks that call back. A callback is a hint that something changed, never evidence: fetch what it names.
 */
export interface BankCallbacks {
  /** Makes `url` the only address the bank calls. Registering the same address again is harmless. */
  registerCallback(url: string): Promise<void>;

  /** The payment to fetch, or `null` for anything else, malformed or forged bodies included. Never throws. */
  parseCallback(body: Uint8Array): { readonly bankPaymentId: string } | null;
}
