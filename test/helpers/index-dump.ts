// All that the index says, as text that can be compared.
import { projectionTables } from "../../server/chain/projection/books.ts";
import type { Database } from "../../server/store/database.ts";
import { blocks, chainEvents } from "../../server/store/schema/chain.ts";

/** Every row of every table that the chain's events make, in an order of its own. */
export async function dumpIndex(database: Database): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const [name, table] of Object.entries({ ...projectionTables, chainEvents })) {
    const rows: object[] = await database.select().from(table);
    dump[name] = rows.map(toText).sort();
  }
  return dump;
}

/** The newest blocks that the index knows. */
export async function dumpBlocks(database: Database): Promise<string[]> {
  return (await database.select().from(blocks)).map(toText).sort();
}

/** Keys in order: PostgreSQL keeps JSON's own, and a row may come back with other neighbours. */
function toText(row: object): string {
  return JSON.stringify(row, (_, value: unknown) => {
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).sort(([one], [other]) => one.localeCompare(other)),
    );
  });
}
