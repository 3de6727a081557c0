// A refusal that names the fields to blame, so that a screen can say it where it was typed.
import { AppError } from "./app-error.ts";
import type { ErrorCode } from "./table.ts";

/** `pointer`: JSON Pointer (RFC 6901) to the field. `code`: one of the table, or zod's name for what is wrong. */
export type FieldProblem = { pointer: string; code: string };

export class FieldsError extends AppError {
  readonly fields: readonly FieldProblem[];

  constructor(code: ErrorCode, fields: readonly FieldProblem[]) {
    super(code);
    this.name = "FieldsError";
    this.fields = fields;
  }
}
