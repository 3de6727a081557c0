// Checks files against the ISO 20022 schemas where they are at hand; they may not be copied into this project.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { validateXML } from "xmllint-wasm";

const beside = fileURLToPath(new URL("../../../../../shared/xsd", import.meta.url));
const folder = process.env.KINDPAKKET_XSD_DIR ?? beside;

/** Whether the schemas are there: set KINDPAKKET_XSD_DIR to a folder with ISO 20022's own files. */
export const hasSchemas = existsSync(folder);

/** What a schema says against a file; nothing when it agrees. */
export async function schemaProblems(message: string, bytes: Uint8Array): Promise<string[]> {
  const schema = readFileSync(join(folder, `${message}.xsd`), "utf8");
  const result = await validateXML({
    xml: [{ fileName: "file.xml", contents: new TextDecoder().decode(bytes) }],
    schema: [schema],
  });
  return result.errors.map((error) => error.message);
}
