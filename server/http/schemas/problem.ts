// What every refusal looks like: RFC 9457 problem details with a stable code.
import { z } from "zod";

/** One wrong field of a body, query or path. */
export const fieldProblem = z.object({
  /** JSON Pointer (RFC 6901) to the field: `/iban`, `/households/0/row`. */
  pointer: z.string(),
  /** What is wrong with it: a code of the table of errors, or zod's (`invalid_type`, `unrecognized_keys`, …). */
  code: z.string(),
});

export const problem = z.object({
  /** Address of the error's explanation. */
  type: z.string(),
  /** Short, the same for every occurrence; for developers. */
  title: z.string(),
  status: z.int(),
  /** Stable; the screens have a sentence for each. */
  code: z.string(),
  /** What happened this time; for developers. */
  detail: z.string(),
  /** Name of this request in the server's log. */
  requestId: z.string(),
  /** Numbers that explain the refusal: `available`, `requested`, … */
  params: z.record(z.string(), z.string()),
  /** Only when fields are to blame. */
  errors: z.array(fieldProblem).optional(),
});
