// A row's verdict in words: what is wrong with it and what to do, for every problem that the server can name.
import type { z } from "zod";
import type { rowProblem } from "../../../server/http/schemas/desk.ts";
import { text } from "../text.ts";
import type { ImportPreview } from "./start-import.ts";

export type RowProblem = z.infer<typeof rowProblem>;
export type ImportRow = ImportPreview["rows"][number];

/** What is wrong with a row, a sentence per problem. */
export function problemsOf(row: ImportRow): string[] {
  return row.problems.map((problem) => {
    const key = `import.problem.${problem}`;
    return text.has(key) ? text(key) : text("import.problem.other");
  });
}

export const VERDICT_KINDS = {
  new: "good",
  more: "good",
  fewer: "warn",
  registered: "info",
  refused: "bad",
} as const;
