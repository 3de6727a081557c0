// Turns the bytes of a CSV into text, whatever a back office's Excel made of it; never guesses where it can know.

const ZIP_SIGNATURE = "PK\u0003\u0004"; // .xlsx and .ods are ZIP files
const PDF_SIGNATURE = "%PDF-";

/** The file's text, or null when it is no text: a spreadsheet, a PDF, an image. */
export function decodeText(file: Uint8Array): string | null {
  if (startsWith(file, [0xff, 0xfe])) return new TextDecoder("utf-16le").decode(file);
  if (startsWith(file, [0xfe, 0xff])) return new TextDecoder("utf-16be").decode(file);
  const text = decodeUtf8(file) ?? new TextDecoder("windows-1252").decode(file);
  const binary = [ZIP_SIGNATURE, PDF_SIGNATURE].some((signature) => text.startsWith(signature));
  return binary || text.includes("\u0000") ? null : text;
}

/** UTF-8 with or without BOM; text in Latin-1 is practically never valid UTF-8 by chance. */
function decodeUtf8(file: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return null;
  }
}

function startsWith(file: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => file[index] === byte);
}
