// Who is registered with the sandbox: a CSV file with a row for each name under a number.
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { z } from "zod";

const row = z.object({
  "KvK-nummer": z.string().regex(/^[0-9]{8}$/),
  Naam: z.string().min(1),
  Straat: z.string(),
  Plaats: z.string(),
  Type: z.enum(["hoofdvestiging", "nevenvestiging", "rechtspersoon"]),
  Actief: z.enum(["Ja", "Nee"]),
});
export type Entry = z.infer<typeof row>;

/** @throws {Error} when the file can't be read or a row isn't one. */
export function readEntries(file: string): Entry[] {
  const rows = parse(readFileSync(file), { bom: true, delimiter: ";", columns: true });
  const read = z.array(row).safeParse(rows);
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
  return read.data;
}
