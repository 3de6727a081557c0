// Turns a checked import into work to do: which households go in which request. Makes ids, not yet codes.
import type { z } from "zod";
import type { importAnswer } from "../../../server/http/schemas/desk.ts";
import { type Hex, type RandomBytes, randomId } from "../../shared/protocol/bytes.ts";
import { REGISTRATIONS_PER_REQUEST } from "../../shared/protocol/commands.ts";
import { type LetterWorkPart, partId } from "../codes/letter-work.ts";
import { newChildren, type Outcome } from "./decisions.ts";
import { planChunks } from "./plan.ts";

export type ImportPreview = z.infer<typeof importAnswer>;

/** A refusal stops a part: few enough that little is left to do again. */
const CLOSINGS_PER_PART = 10;

type Given = {
  preview: ImportPreview;
  outcome: Pick<Outcome, "rows" | "leavers">;
  /** Unix seconds. */
  now: number;
  random: RandomBytes;
};

/** The parts of an import, none of them sent: first who is registered, then who is closed. */
export function planImport(given: Given): LetterWorkPart[] {
  return [...planRegistrations(given), ...planClosings(given)];
}

function planRegistrations({ preview, outcome, now, random }: Given): LetterWorkPart[] {
  const rows = outcome.rows.map((row) => ({ ...row, children: newChildren(row) }));
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
      ...(row.verdict === "more" ? { joins: true } : {}),
    })),
    state: "planned",
    posts: [],
  }));
}

function planClosings({ preview, outcome, now, random }: Given): LetterWorkPart[] {
  const { leavers } = outcome;
  const workId: Hex = randomId(random);
  const parts = Math.ceil(leavers.length / CLOSINGS_PER_PART);
  return Array.from({ length: parts }, (_, index) => ({
    id: partId(workId, index),
    workId,
    kind: "closing",
    schemeId: preview.schemeId,
    createdAt: now,
    index,
    parts,
    households: leavers
      .slice(index * CLOSINGS_PER_PART, (index + 1) * CLOSINGS_PER_PART)
      .map(({ householdId, clientNumber, beneficiaryIds, reason }) => ({
        clientNumber,
        language: "nl",
        beneficiaryIds: [...beneficiaryIds],
        code: "",
        closing: { householdId, reason },
      })),
    state: "planned",
    posts: [],
  }));
}
