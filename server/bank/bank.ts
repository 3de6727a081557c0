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
 * A payment ready to be sent. Every field is to be stored, and the transaction committed, before `submit` is called;
 * after a crash the stored fields make the very same request again.
 */
export interface PreparedPayment {
  readonly payoutId: string;
  /** Unique at the bank; the bank refuses a second use of it (a guard against doubles, no replay of the answer). */
  readonly requestId: string;
  /**
   * The registration within which the bank guards `requestId` (bunq: the device; SEPA: the debtor's account).
   * When it differs from a later `prepare`'s, the same request id no longer protects against a second payment.
   */
  readonly guardScope: string;
  /** Where the bytes go: a path of the bank's API, or a file's name. It fixes the account that pays. */
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
 * before and that outcome is unknown, `refused` and `later` say nothing of the earlier one; only `find` does.
 */
export type SubmitResult =
  /** The bank took the order and gave it an id. Accepted isn't booked: ask `status`. */
  | { readonly kind: "accepted"; readonly bankPaymentId: string }
  /** The bank certainly did not execute this sending, and will not if it is sent again unchanged. */
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  /** It may or may not be executed. Settle it with `find`, never by preparing the payout anew. */
  | { readonly kind: "unknown"; readonly cause: UnknownCause; readonly message: string }
  /** Certainly not processed, for a reason outside the payment (too busy, no session, unreachable): send the same bytes later. */
  | { readonly kind: "later"; readonly retryAfterMs: number; readonly message: string };

/**
 * - `pending`: the bank has it but holds it (bunq: first payment to a new counterparty, about a day).
 * - `booked`: the money left the account.
 * - `returned`: it left and came back; the debt stands again.
 */
export type PaymentStatus = "pending" | "booked" | "returned";

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
  /** `pending` movements aren't on the balance for good; a movement is never `returned` by itself, see `PaymentState`. */
  readonly status: "pending" | "booked";
}

/** One payment of ours and what became of it. */
export interface PaymentState {
  readonly bankPaymentId: string;
  readonly status: PaymentStatus;
  /** Euro cents, above zero: what was paid. */
  readonly amountCents: bigint;
  readonly creditorIban: string | null;
  /** UTC, ISO 8601: when the bank entered it. */
  readonly bookedAt: string;
  /** Set when returned: the movement that brought the money back and the bank's reason (AC01, AC04, …) if it gives one. */
  readonly returned: {
    readonly bankPaymentId: string;
    readonly reasonCode: string | null;
    readonly returnedAt: string;
  } | null;
}

/** What a search for a payout found. */
export interface FindResult {
  /** Payments with the payout's token, amount and IBAN. One: adopt it. More than one: alarm. None: see `find`. */
  readonly hits: readonly PaymentState[];
  /** Outgoing movements with the payout's token but another amount or IBAN: always an alarm, never adopted. */
  readonly conflicts: readonly BankMovement[];
}

/** What the account can pay, in euro cents. `null` where the bank doesn't say. */
export interface BankBalance {
  /** What may be spent now, an overdraft not counted. */
  readonly availableCents: bigint;
  readonly dailyLimitCents: bigint | null;
  readonly iban: string;
}

/**
 * A bank account that pays shops. Made so that a caller can pay exactly once:
 *
 * 1. `position()` and `prepare(order)`; store both; commit.
 * 2. `submit(prepared)`, once.
 * 3. On `unknown`, and after a crash between 1 and the stored outcome: `find({ order, since: position })`.
 *
 * Every method but `submit` throws `BankError` when the bank gives no usable answer; those change nothing at the bank
 * and may be repeated. No method logs or throws an IBAN, a name, a token or a key.
 */
export interface Bank {
  /** `bunq`, `sepa`: for logs and the payout's record. */
  readonly name: string;

  /**
   * How long after a sending a payment may still be missing from `find`, in ms. Only a search that finds nothing
   * after this time counts as a quiet one.
   */
  readonly quietPeriodMs: number;

  /**
   * Marks the newest movement on the account. Opaque; orders nothing by itself. A payment sent after it was taken is
   * always newer than it.
   */
  position(): Promise<string>;

  /**
   * Makes the request for one order, without sending anything that pays. Each call gives a new request id, so call it
   * once per attempt and store the result. May open a session first.
   *
   * @throws BankError `invalid-order` when a field breaks a limit; nothing can have been paid.
   */
  prepare(order: PaymentOrder): Promise<PreparedPayment>;

  /**
   * Sends exactly the prepared bytes, once. It sends them a second time, with the same request id, in one case: the
   * bank answered 401, which is given before anything is processed, and a new session could be opened.
   * Never throws: whatever can't be explained is `unknown`.
   */
  submit(prepared: PreparedPayment): Promise<SubmitResult>;

  /**
   * Searches all movements newer than `since` for the order's payoutId in the reference **or** the description, with its
   * amount and IBAN. Finding nothing is no proof: a payment may show up late. Repeat beyond `quietPeriodMs`.
   */
  find(query: { readonly order: PaymentOrder; readonly since: string }): Promise<FindResult>;

  /**
   * What became of a payment; `null` when the bank does not know the id. Looking for a return reads the movements that
   * came after the payment.
   */
  status(bankPaymentId: string): Promise<PaymentState | null>;

  /** What can be paid from the account now. */
  balance(): Promise<BankBalance>;

  /** All movements newer than `since` (`null`: from the first), oldest first, for the audit. */
  statement(query: { readonly since: string | null }): Promise<readonly BankMovement[]>;
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
