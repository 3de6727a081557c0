// Turns a checked import into work to do: which households go in which request. Makes ids, not yet codes.
import type { z } from "zod";
import type { importAnswer } from "../../../server/http/schemas/desk.ts";
import { type Hex, type RandomBytes, randomId } from "../../shared/protocol/bytes.ts";
import { REGISTRATIONS_PER_REQUEST } from "../../shared/protocol/commands.ts";
import { type LetterWorkPart, partId } from "../codes/letter-work.ts";
import { planChunks } from "./plan.ts";

export type ImportPreview = z.infer<typeof importAnswer>;

/** The parts of an import, none of them sent; only rows that the server called new. */
export function planImport(given: {
  preview: ImportPreview;
  /** Unix seconds. */
  now: number;
  random: RandomBytes;
}): LetterWorkPart[] {
  const { preview, now, random } = given;
  const rows = preview.rows.filter((row) => row.verdict === "new");
  const chunks = planChunks(rows, REGISTRATIONS_PER_REQUEST);
  const workId: Hex = randomId(random);
  return chunks.map((chunk, index) => ({
    id: partId(workId, index),
    workId,
    kind: "import",
    schemeId: preview.schemeId,
    createdAt: now,
    index,
    parts: chunks.length,
    importId: preview.importId,
    rows: chunk.map((row) => row.row),
    households: chunk.map((row) => ({
      clientNumber: row.clientNumber,
      language: row.language,
      beneficiaryIds: Array.from({ length: row.children }, () => randomId(random)),
      code: "",
    })),
    state: "planned",
    posts: [],
  }));
}
