// Writes docs/errors.md from the one table of errors, so that the page and the code can't differ.
import { readFileSync, writeFileSync } from "node:fs";
import { contractErrors } from "../server/errors/contract-errors.ts";
import { errorTable } from "../server/errors/table.ts";

/** The page as Markdown. */
export function errorDocs(sentences: Readonly<Record<string, string>>): string {
  const rows = Object.entries(errorTable).map(([code, entry]) => {
    const contract = Object.entries(contractErrors)
      .filter(([, mapping]) => mapping.code === code)
      .map(([name]) => `\`${name}\``)
      .join(", ");
    const cells = [
      `\`${code}\``,
      entry.status,
      entry.cause,
      entry.remedy,
      sentences[code] ?? "",
      contract,
    ];
    return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return `# Errors

Every refusal is \`application/problem+json\` (RFC 9457) with a stable \`code\` from this table. The page is made from
\`server/errors/\` and the translations by \`npm run docs:errors\`; a test says so when it is out of date.

| code | status | why | what cures it | what people read | contract error |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
}

/** The sentences that people read, in Dutch. */
export function dutchSentences(): Record<string, string> {
  return JSON.parse(readFileSync("wallet-web/shared/translations/nl/errors.json", "utf8"));
}

if (import.meta.main) writeFileSync("docs/errors.md", errorDocs(dutchSentences()));
