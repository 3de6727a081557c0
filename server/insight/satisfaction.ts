// How families and shops like a scheme: the marks that are shown, which come five or more at once.
import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { satisfaction } from "../http/schemas/insight.ts";
import { meanTenths, numberOf, plus } from "../marks/marks.ts";
import type { Database } from "../store/database.ts";
import { type MarkKind, markCounts } from "../store/schema/marks.ts";

export type Satisfaction = z.input<typeof satisfaction>;
type Row = typeof markCounts.$inferSelect;

export async function satisfactionOf(database: Database, schemeId: Hex): Promise<Satisfaction> {
  const rows = await database
    .select()
    .from(markCounts)
    .where(eq(markCounts.schemeId, schemeId))
    .orderBy(asc(markCounts.month));
  return { families: marksOf(rows, "family"), shops: marksOf(rows, "shop") };
}

function marksOf(rows: readonly Row[], kind: MarkKind): Satisfaction["families"] {
  const own = rows.filter((row) => row.kind === kind);
  const mean = meanTenths(own.reduce<number[]>((sum, { counts }) => plus(sum, counts), []));
  if (mean === null) return null;
  return {
    meanTenths: mean,
    marks: own.reduce((sum, { counts }) => sum + numberOf(counts), 0),
    months: own.map(({ month, counts }) => ({
      month,
      meanTenths: meanTenths(counts) ?? 0,
      marks: numberOf(counts),
    })),
  };
}
