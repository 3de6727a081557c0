// Databases for tests: a PGlite folder copied from one that was made once, or a database on a PostgreSQL of the tests' own.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DatabasePlace, openDatabase } from "../../server/store/database.ts";
import { hasPostgres, type Postgres, startPostgres } from "./postgres.ts";

export type DatabaseKind = "pglite" | "postgres";

/** The kinds that this machine can run. */
export const databaseKinds: DatabaseKind[] = hasPostgres() ? ["pglite", "postgres"] : ["pglite"];

/** Making a PGlite folder takes seconds, copying one hardly any time: one per process is made. */
let template: Promise<string> | undefined;
let postgres: Promise<Postgres> | undefined;

const folders: string[] = [];

/** A temporary folder that goes when the process ends. */
export function temporaryFolder(): string {
  if (folders.length === 0) process.once("exit", removeFolders);
  const folder = mkdtempSync(join(tmpdir(), "kindpakket-server-"));
  folders.push(folder);
  return folder;
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** An empty database with our tables; a PGlite folder lies at `db` in the data folder. */
export async function makeDatabase(kind: DatabaseKind, dataDir: string): Promise<DatabasePlace> {
  if (kind === "postgres") {
    postgres ??= startPostgres();
    return { url: await (await postgres).createDatabase() };
  }
  return { folder: await makeFolder(dataDir) };
}

/** The same for PGlite alone. @returns The folder. */
export async function makeFolder(dataDir: string): Promise<string> {
  template ??= makeTemplate();
  const folder = join(dataDir, "db");
  cpSync(await template, folder, { recursive: true });
  return folder;
}

async function makeTemplate(): Promise<string> {
  const folder = join(temporaryFolder(), "db");
  const { close } = await openDatabase({ folder });
  await close();
  return folder;
}

/** Ends the PostgreSQL, if one was started; for `after` of the last suite in a file. */
export async function stopDatabases(): Promise<void> {
  const running = await postgres;
  postgres = undefined;
  await running?.stop();
}
