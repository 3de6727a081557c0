// Opens the database: PostgreSQL, or PGlite in a folder. The same schema and SQL for both; no query lives here.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle as drizzleNode } from "drizzle-orm/node-postgres";
import { migrate as migrateNode } from "drizzle-orm/node-postgres/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import pg from "pg";
import { z } from "zod";
import { lockFolder } from "./folder-lock.ts";
import * as schema from "./schema/index.ts";

export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Where the database is: a PostgreSQL server's URL, or a folder that PGlite keeps. */
export type DatabasePlace = { url: string } | { folder: string };

export type OpenDatabase = {
  database: Database;
  close: () => Promise<void>;
};

/** The database was made by another version of this software. */
export class OtherVersionError extends Error {}

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const CONNECT_TIMEOUT_MS = 5_000;
const HIGHEST_CONNECTIONS = 10;
/** Any number that nothing else in this database uses as an advisory lock. */
const MIGRATION_LOCK = 7_205_701;

/**
 * Opens the database and brings its tables up to date.
 * @param onIdleError Told when a connection breaks that nobody is using; the next query opens another.
 * @throws {FolderInUseError} when another process has the folder; {OtherVersionError} when its tables are not ours.
 */
export async function openDatabase(
  place: DatabasePlace,
  onIdleError: (error: Error) => void = () => {},
): Promise<OpenDatabase> {
  return "url" in place
    ? await openPostgres(place.url, onIdleError)
    : await openFolder(place.folder);
}

async function openPostgres(
  url: string,
  onIdleError: (error: Error) => void,
): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: HIGHEST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Compiling a query takes longer than any of ours.
    options: "-c jit=off",
  });
  pool.on("error", onIdleError);
  try {
    const client = await pool.connect();
    try {
      // Servers that start together must not both make the tables.
      await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
      const own = drizzleNode(client, { schema, casing: "snake_case" });
      await migrateNode(own, { migrationsFolder: MIGRATIONS });
      await checkVersion(own);
      await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    database: drizzleNode(pool, { schema, casing: "snake_case" }),
    close: () => pool.end(),
  };
}

async function openFolder(folder: string): Promise<OpenDatabase> {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  let client: PGlite | undefined;
  try {
    client = await PGlite.create(folder);
    const database = drizzlePglite(client, { schema, casing: "snake_case" });
    await migratePglite(database, { migrationsFolder: MIGRATIONS });
    await checkVersion(database);
  } catch (error) {
    await client?.close();
    unlock();
    throw error;
  }
  const open = client;
  return {
    database: drizzlePglite(open, { schema, casing: "snake_case" }),
    close: async () => {
      await open.close();
      unlock();
    },
  };
}

const AppliedMigrations = z.object({ rows: z.array(z.object({ hash: z.string() })) });

/** Until the first release there is one migration, made anew when the schema changes: an older folder can't be taken over. */
async function checkVersion(database: Database): Promise<void> {
  const { rows } = AppliedMigrations.parse(
    await database.execute(sql`SELECT hash FROM drizzle.__drizzle_migrations`),
  );
  const expected = readFileSync(`${MIGRATIONS}/0000_initial.sql`, "utf8");
  const hash = createHash("sha256").update(expected).digest("hex");
  if (!rows.some((row) => row.hash === hash)) {
    throw new OtherVersionError(
      "The database was made by another version: start with an empty database or another DATA_DIR.",
    );
  }
}
