// Imports of households: a file is read and judged row by row; nobody is registered by it.
import { and, eq, notInArray } from "drizzle-orm";
import type { z } from "zod";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { importAnswer } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { commands } from "../store/schema/chain.ts";
import { households } from "../store/schema/office.ts";
import { readHouseholdCsv } from "./household-csv/read.ts";
import { normaliseClientNumber } from "./household-csv/rows.ts";
import { breathe, type ImportStore, type KeptRow } from "./import-store.ts";
import type { Vault } from "./vault.ts";

export type ImportAnswer = z.input<typeof importAnswer>;

export type Imports = {
  /** Reads and keeps a file; the same file again gives the same import. @throws {AppError} `csv-…` */
  upload(given: {
    schemeId: Hex;
    file: Uint8Array;
    uploadedBy: Hex;
  }): Promise<{ answer: ImportAnswer; repeated: boolean }>;
  /** An import with each row's verdict as it is now. @throws {AppError} `not-found` */
  show(given: { schemeId: Hex; importId: Hex }): Promise<ImportAnswer>;
  /** Some rows of an import. @throws {AppError} `not-found` */
  rows(given: { schemeId: Hex; importId: Hex; rows: readonly number[] }): Promise<KeptRow[]>;
};

const ROWS_BETWEEN_BREATHS = 1_000;

export function createImports(given: {
  database: Database;
  store: ImportStore;
  vault: Vault;
  random: RandomBytes;
  now: () => number;
}): Imports {
  const { database, store, vault } = given;

  const requireImport = async (schemeId: Hex, importId: Hex) => {
    if (!(await store.byId(schemeId, importId))) throw new AppError("not-found");
  };

  const readFile = async (file: Uint8Array): Promise<KeptRow[]> => {
    const rows: KeptRow[] = [];
    for (const row of await readHouseholdCsv(file)) {
      const number = normaliseClientNumber(row.clientNumber);
      rows.push({ ...row, clientNumberMac: vault.mac("client-number", number) });
      if (rows.length % ROWS_BETWEEN_BREATHS === 0) await breathe();
    }
    return rows;
  };

  const show: Imports["show"] = async ({ schemeId, importId }) => {
    await requireImport(schemeId, importId);
    // A household whose command was refused, and that a crash left behind, doesn't count.
    const refused = database
      .select({ id: commands.id })
      .from(commands)
      .where(eq(commands.state, "refused"));
    const registered = await database
      .select({ mac: households.clientNumberMac })
      .from(households)
      .where(and(eq(households.schemeId, schemeId), notInArray(households.requestId, refused)));
    const macs = new Set(registered.map((one) => one.mac));
    return judge({ importId, schemeId, rows: await store.read(importId), registered: macs });
  };

  return {
    show,

    async upload({ schemeId, file, uploadedBy }) {
      const fileMac = vault.mac("import-file", file);
      const importId = randomId(given.random);
      if (!(await store.byFile(schemeId, fileMac))) {
        const record = { importId, schemeId, fileMac, uploadedBy, createdAt: given.now() };
        await store.keep(record, await readFile(file));
      }
      const kept = await store.byFile(schemeId, fileMac);
      if (!kept) throw new AppError("not-found");
      const answer = await show({ schemeId, importId: kept.importId });
      return { answer, repeated: kept.importId !== importId };
    },

    async rows({ schemeId, importId, rows }) {
      await requireImport(schemeId, importId);
      const wanted = new Set(rows);
      const range = { first: Math.min(...rows), last: Math.max(...rows) };
      return (await store.read(importId, range)).filter((row) => wanted.has(row.row));
    },
  };
}

function judge(given: {
  importId: Hex;
  schemeId: Hex;
  rows: readonly KeptRow[];
  registered: ReadonlySet<string>;
}): ImportAnswer {
  const counts = { new: 0, registered: 0, refused: 0, children: 0 };
  const rows = given.rows.map(({ clientNumberMac, ...row }) => {
    const verdict = verdictOf(row.problems.length > 0, given.registered.has(clientNumberMac));
    counts[verdict] += 1;
    if (verdict === "new") counts.children += row.children;
    return { ...row, verdict };
  });
  return { importId: given.importId, schemeId: given.schemeId, rows, counts };
}

function verdictOf(hasProblems: boolean, isRegistered: boolean): "new" | "registered" | "refused" {
  if (hasProblems) return "refused";
  return isRegistered ? "registered" : "new";
}
