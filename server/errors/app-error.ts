// The one error that the server throws on purpose: a stable code from the table, and the facts that explain it.
import { type ErrorCode, errorTable } from "./table.ts";

/** Facts that fill the placeholders of an error's sentence; amounts in cents and times in Unix seconds, as text. */
export type ErrorParams = Record<string, string>;

export class AppError extends Error {
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly params: ErrorParams;

  /** @param options.cause What lay under it; for the log, never for the answer. */
  constructor(code: ErrorCode, params: ErrorParams = {}, options: { cause?: unknown } = {}) {
    super(errorTable[code].cause, options);
    this.name = "AppError";
    this.code = code;
    this.status = errorTable[code].status;
    this.params = params;
  }
}

/** Whether an error, whoever threw it, is ours with this code. */
export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}
