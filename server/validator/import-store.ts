// Keeps imports sealed in the database, in chunks: 100,000 rows are written and read within seconds, payments going on meanwhile.
import { and, eq, gte, lt, lte, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { rowProblem } from "../http/schemas/desk.ts";
import { language } from "../http/schemas/primitives.ts";
import type { Database } from "../store/database.ts";
import { householdImportChunks, householdImports } from "../store/schema/office.ts";
import type { Vault } from "./vault.ts";

/** A row as it is kept: with the MAC by which its household is found. */
const keptRow = z.object({
  row: z.int(),
  clientNumber: z.string(),
  clientNumberMac: z.string(),
  children: z.int(),
  language,
  problems: z.array(rowProblem),
});
export type KeptRow = z.infer<typeof keptRow>;

export type ImportRecord = typeof householdImports.$inferSelect;

export type ImportStore = {
  byFile(schemeId: Hex, fileMac: string): Promise<ImportRecord | null>;
  byId(schemeId: Hex, importId: Hex): Promise<ImportRecord | null>;
  /** Keeps an import unless its file was kept before; forgets those beyond their retention. */
  keep(record: ImportRecord, rows: readonly KeptRow[]): Promise<void>;
  /** All rows, or at least those of a range. */
  read(importId: Hex, range?: { first: number; last: number }): Promise<KeptRow[]>;
};

const ROWS_PER_CHUNK = 500;
const CHUNKS_PER_INSERT = 20;
/** Long enough to finish an import after the holidays; then its client numbers go. */
const RETENTION_SECONDS = 30 * 86_400;

const placeOf = (importId: Hex, firstRow: number) => ({
  table: "household_import_chunks",
  column: "rows",
  id: `${importId}/${firstRow}`,
});

/** Lets payments through between two pieces of long work. */
export const breathe = () => new Promise((resolve) => setImmediate(resolve));

export function createImportStore(given: {
  database: Database;
  vault: Vault;
  now: () => number;
}): ImportStore {
  const { database, vault } = given;

  const find = async (where: SQL | undefined) => {
    const [found] = await database.select().from(householdImports).where(where);
    return found ?? null;
  };

  const sealChunks = async (importId: Hex, rows: readonly KeptRow[]) => {
    const chunks: (typeof householdImportChunks.$inferInsert)[] = [];
    for (let start = 0; start < rows.length; start += ROWS_PER_CHUNK) {
      const some = rows.slice(start, start + ROWS_PER_CHUNK);
      const [firstRow, lastRow] = [some[0]?.row ?? 0, some.at(-1)?.row ?? 0];
      const sealed = vault.seal(placeOf(importId, firstRow), JSON.stringify(some));
      chunks.push({ importId, firstRow, lastRow, rows: sealed });
      await breathe();
    }
    return chunks;
  };

  return {
    byFile: (schemeId, fileMac) =>
      find(and(eq(householdImports.schemeId, schemeId), eq(householdImports.fileMac, fileMac))),
    byId: (schemeId, importId) =>
      find(and(eq(householdImports.schemeId, schemeId), eq(householdImports.importId, importId))),

    async keep(record, rows) {
      const chunks = await sealChunks(record.importId, rows);
      const oldest = given.now() - RETENTION_SECONDS;
      await database.transaction(async (tx) => {
        await tx.delete(householdImports).where(lt(householdImports.createdAt, oldest));
        const kept = await tx
          .insert(householdImports)
          .values(record)
          .onConflictDoNothing()
          .returning();
        if (kept.length === 0) return;
        for (let start = 0; start < chunks.length; start += CHUNKS_PER_INSERT) {
          const some = chunks.slice(start, start + CHUNKS_PER_INSERT);
          await tx.insert(householdImportChunks).values(some);
        }
      });
    },

    async read(importId, range) {
      const { firstRow, lastRow } = householdImportChunks;
      const within = range && and(lte(firstRow, range.last), gte(lastRow, range.first));
      const chunks = await database
        .select()
        .from(householdImportChunks)
        .where(and(eq(householdImportChunks.importId, importId), within))
        .orderBy(firstRow);
      const rows: KeptRow[] = [];
      for (const chunk of chunks) {
        const text = vault.open(placeOf(importId, chunk.firstRow), chunk.rows);
        rows.push(...z.array(keptRow).parse(JSON.parse(text)));
        await breathe();
      }
      return rows;
    },
  };
}
