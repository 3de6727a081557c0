// Writes a CSV file the way Dutch Excel does; reading files from outside is the server's work, not this file's.

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * UTF-8 with byte order mark, semicolons, CRLF at every line's end, and quotes only around fields that need them:
 * what Excel with Dutch regional settings saves as "CSV UTF-8".
 */
export function excelCsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map(quoteWhenNeeded).join(";"));
  return `${BYTE_ORDER_MARK}${lines.map((line) => `${line}\r\n`).join("")}`;
}

function quoteWhenNeeded(field: string): string {
  return /[;"\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
