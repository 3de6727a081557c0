// Keeps imports sealed in the database, in chunks: 100,000 rows are written and read within seconds, payments going on meanwhile.
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { and, eq, gt, gte, lt, lte, notInArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { rowProblem } from "../http/schemas/desk.ts";
import { language } from "../http/schemas/primitives.ts";
import type { Database, Transaction } from "../store/database.ts";
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
type Chunk = typeof householdImportChunks.$inferSelect;

export type ImportStore = {
  byFile(schemeId: Hex, fileMac: string): Promise<ImportRecord | null>;
  byId(schemeId: Hex, importId: Hex): Promise<ImportRecord | null>;
  /** Keeps an import unless its file was kept before; forgets those beyond their retention. */
  keep(record: ImportRecord, rows: readonly KeptRow[]): Promise<void>;
  /** All rows, or at least those of a range. */
  read(importId: Hex, range?: { first: number; last: number }): Promise<KeptRow[]>;
  /** Forgets imports beyond their retention, and what an upload left that broke off. */
  forgetOld(): Promise<void>;
  /** Takes the rows of these households out of every import of a scheme. */
  forget(tx: Transaction, schemeId: Hex, clientNumberMacs: ReadonlySet<string>): Promise<void>;
};

const ROWS_PER_CHUNK = 500;
const CHUNKS_PER_QUERY = 10;
/** Long enough to finish an import after the holidays; then its client numbers go. */
const RETENTION_SECONDS = 30 * 86_400;
/** Chunks without their import after this time are of an upload that broke off. */
const UPLOAD_SECONDS = 3_600;

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

  const forgetOld = async () => {
    const { createdAt, importId } = householdImportChunks;
    const oldest = given.now() - RETENTION_SECONDS;
    await database.delete(householdImports).where(lt(householdImports.createdAt, oldest));
    const standing = database.select({ id: householdImports.importId }).from(householdImports);
    await database
      .delete(householdImportChunks)
      .where(and(lt(createdAt, given.now() - UPLOAD_SECONDS), notInArray(importId, standing)));
  };

  return {
    forgetOld,
    byFile: (schemeId, fileMac) =>
      find(and(eq(householdImports.schemeId, schemeId), eq(householdImports.fileMac, fileMac))),
    byId: (schemeId, importId) =>
      find(and(eq(householdImports.schemeId, schemeId), eq(householdImports.importId, importId))),

    async keep(record, rows) {
      await forgetOld();
      const chunks = await sealChunks(vault, record, rows);
      for (let start = 0; start < chunks.length; start += CHUNKS_PER_QUERY) {
        await database
          .insert(householdImportChunks)
          .values(chunks.slice(start, start + CHUNKS_PER_QUERY));
        await breathe();
      }
      await database.insert(householdImports).values(record).onConflictDoNothing();
    },

    async read(importId, range) {
      const { firstRow, lastRow } = householdImportChunks;
      const within = range && and(lte(firstRow, range.last), gte(lastRow, range.first));
      const rows: KeptRow[] = [];
      for (let after = 0; ; ) {
        const chunks = await database
          .select()
          .from(householdImportChunks)
          .where(and(eq(householdImportChunks.importId, importId), within, gt(firstRow, after)))
          .orderBy(firstRow)
          .limit(CHUNKS_PER_QUERY);
        for (const chunk of chunks) rows.push(...(await openChunk(vault, chunk)));
        after = chunks.at(-1)?.firstRow ?? 0;
        if (chunks.length < CHUNKS_PER_QUERY) return rows;
      }
    },

    async forget(tx, schemeId, clientNumberMacs) {
      const imports = await tx
        .select({ importId: householdImports.importId })
        .from(householdImports)
        .where(eq(householdImports.schemeId, schemeId));
      for (const { importId } of imports) {
        const chunks = await tx
          .select({ firstRow: householdImportChunks.firstRow })
          .from(householdImportChunks)
          .where(eq(householdImportChunks.importId, importId));
        for (const { firstRow } of chunks) {
          await forgetInChunk({ tx, vault, importId, firstRow, clientNumberMacs });
        }
      }
    },
  };
}

/** Seals a chunk anew without these rows; one that has none of them is left as it is. */
async function forgetInChunk(given: {
  tx: Transaction;
  vault: Vault;
  importId: Hex;
  firstRow: number;
  clientNumberMacs: ReadonlySet<string>;
}): Promise<void> {
  const { tx, vault, importId, firstRow } = given;
  const isThis = and(
    eq(householdImportChunks.importId, importId),
    eq(householdImportChunks.firstRow, firstRow),
  );
  const [chunk] = await tx.select().from(householdImportChunks).where(isThis).for("update");
  if (!chunk) return;
  const rows = await openChunk(vault, chunk);
  const left = rows.filter((row) => !given.clientNumberMacs.has(row.clientNumberMac));
  if (left.length === rows.length) return;
  if (left.length === 0) {
    await tx.delete(householdImportChunks).where(isThis);
    return;
  }
  const packed = deflateRawSync(JSON.stringify(left), { level: 1 });
  const sealed = vault.seal(placeOf(importId, firstRow), packed);
  await tx.update(householdImportChunks).set({ rows: sealed }).where(isThis);
}

async function sealChunks(
  vault: Vault,
  { importId, createdAt }: ImportRecord,
  rows: readonly KeptRow[],
): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_CHUNK) {
    const some = rows.slice(start, start + ROWS_PER_CHUNK);
    const [firstRow, lastRow] = [some[0]?.row ?? 0, some.at(-1)?.row ?? 0];
    const packed = deflateRawSync(JSON.stringify(some), { level: 1 });
    const sealed = vault.seal(placeOf(importId, firstRow), packed);
    chunks.push({ importId, firstRow, lastRow, rows: sealed, createdAt });
    await breathe();
  }
  return chunks;
}

async function openChunk(vault: Vault, chunk: Chunk): Promise<KeptRow[]> {
  await breathe();
  const packed = vault.openBytes(placeOf(chunk.importId, chunk.firstRow), chunk.rows);
  return z.array(keptRow).parse(JSON.parse(inflateRawSync(packed).toString("utf8")));
}
