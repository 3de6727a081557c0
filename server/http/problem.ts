// Turns whatever went wrong into RFC 9457 problem details; never tells a client more than the table of errors does.
import type { z } from "zod";
import { AppError } from "../errors/app-error.ts";
import { type FieldProblem, FieldsError } from "../errors/fields-error.ts";
import { type ErrorCode, errorTable } from "../errors/table.ts";
import type { problem } from "./schemas/problem.ts";

export type Problem = z.infer<typeof problem>;

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** Where every code is explained: the readable page of the API. */
export const problemType = (code: ErrorCode) => `/api#${code}`;

export function problemOf(error: AppError, requestId: string): Problem {
  const entry = errorTable[error.code];
  return {
    type: problemType(error.code),
    title: titleOf(error.code),
    status: entry.status,
    code: error.code,
    detail: `${entry.cause} ${entry.remedy}`,
    requestId,
    params: error.params,
    ...(error instanceof FieldsError ? { errors: [...error.fields] } : {}),
  };
}

/** "insufficient-budget" → "Insufficient budget" */
export function titleOf(code: ErrorCode): string {
  const words = code.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Which fields zod refused; the values themselves stay out of answer and log. */
export function fieldsOf(error: z.ZodError, prefix = ""): FieldsError {
  const fields = error.issues.flatMap((issue): FieldProblem[] => {
    const pointer = prefix + issue.path.map((part) => `/${escapePointer(String(part))}`).join("");
    if (issue.code !== "unrecognized_keys") return [{ pointer, code: issue.code }];
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${escapePointer(key)}`,
      code: issue.code,
    }));
  });
  return new FieldsError("invalid-request", fields.slice(0, MAXIMUM_FIELDS));
}

const MAXIMUM_FIELDS = 20;
const MAXIMUM_POINTER_PART = 60;

/** Source: RFC 6901, section 4. */
function escapePointer(part: string): string {
  return part.slice(0, MAXIMUM_POINTER_PART).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Errors of Express's body readers and router, by their `type`; anything else is unforeseen. */
const BODY_ERRORS: Readonly<Record<string, ErrorCode>> = {
  "entity.too.large": "request-too-large",
  "entity.parse.failed": "malformed-json",
  "entity.verify.failed": "malformed-json",
  "encoding.unsupported": "unsupported-media-type",
  "charset.unsupported": "unsupported-media-type",
  "request.size.invalid": "malformed-json",
  "request.aborted": "malformed-json",
};

/** What was thrown, as an error of the table. What nobody foresaw is `internal-error`, with its cause for the log. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const type = propertyOf(thrown, "type");
  const code = typeof type === "string" ? BODY_ERRORS[type] : undefined;
  if (code !== undefined) return new AppError(code, {}, { cause: thrown });
  if (thrown instanceof URIError) return new AppError("invalid-request", {}, { cause: thrown });
  return new AppError("internal-error", {}, { cause: thrown });
}

function propertyOf(thrown: unknown, name: string): unknown {
  return typeof thrown === "object" && thrown !== null
    ? (thrown as Record<string, unknown>)[name]
    : undefined;
}
