// Reads from the bank's own books what the run asked of it: a run that hardly paid proves little. It changes nothing.
import { readFileSync } from "node:fs";
import { z } from "zod";

const rule = z.looseObject({ kind: z.string(), method: z.string() });
const booksLine = z.object({
  events: z.array(
    z.looseObject({
      type: z.string(),
      rules: z.array(rule).optional(),
      index: z.number().optional(),
      played: z.boolean().optional(),
    }),
  ),
});

/** What the run asked of the bank: how many requests paid, and which faults never had their turn. */
export function readCoverage(file: string): { paying: number; played: number; never: string[] } {
  const names: string[] = [];
  const played = new Map<number, number>();
  let paying = 0;
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    for (const event of booksLine.parse(JSON.parse(line)).events) {
      if (event.type === "faults-set") {
        for (const [index, one] of (event.rules ?? []).entries()) {
          names[index] = `${one.method} ${one.kind}`;
        }
      }
      if (event.type !== "fault-counted" || event.index === undefined) continue;
      if (event.index === 0) paying += 1;
      if (event.played) played.set(event.index, (played.get(event.index) ?? 0) + 1);
    }
  }
  const total = [...played.values()].reduce((one, other) => one + other, 0);
  return { paying, played: total, never: names.filter((_, index) => !played.has(index)) };
}
