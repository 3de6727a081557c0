// The one error a bank adapter throws; its message must never hold an IBAN, a name, a token or a key.

/**
 * - `invalid-order`: the order breaks a limit of the bank; nothing was sent.
 * - `unreachable`: no connection, or no answer in time.
 * - `busy`: the bank's rate limit; try again after a pause.
 * - `refused`: the bank answered that it will not do this (4xx).
 * - `server-error`: the bank answered 5xx or with something that isn't its API.
 * - `bad-answer`: not the expected fields, wrong currency, or too large.
 * - `bad-signature`: the bank's signature is missing or wrong.
 */
export type BankErrorCode =
  | "invalid-order"
  | "unreachable"
  | "busy"
  | "refused"
  | "server-error"
  | "bad-answer"
  | "bad-signature";

/** A question the bank did not answer. Asking again is harmless; see `Bank`. */
export class BankError extends Error {
  readonly code: BankErrorCode;
  /** What the bank answered, when it answered over HTTP. */
  readonly httpStatus: number | null;

  constructor(
    code: BankErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly httpStatus?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "BankError";
    this.code = code;
    this.httpStatus = options.httpStatus ?? null;
  }
}
