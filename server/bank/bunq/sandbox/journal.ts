// The sandbox's books on disk: lines are only ever added, and are on the disk before `append` returns.

import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { type JournalLine, journalLine } from "./events.ts";

export interface Journal {
  /** What was written so far, oldest first. */
  readonly lines: readonly JournalLine[];
  /** Durable when it returns: `kill -9` afterwards loses nothing of it. */
  append(line: JournalLine): void;
  close(): void;
}

/** Opens or makes the file. A last line cut off by a crash was never answered for and is removed. */
export function openJournal(path: string): Journal {
  const file = openSync(path, "a+", 0o600);
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.byteLength) ftruncateSync(file, end);
  const texts = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  const lines = texts.map((text, index) => parseLine(text, index));
  let size = end;
  return {
    lines,
    append(line) {
      const text = JSON.stringify(line, (_key, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      );
      const encoded = Buffer.from(`${text}\n`);
      try {
        let written = 0;
        while (written < encoded.byteLength) written += writeSync(file, encoded, written);
        fdatasyncSync(file);
        size += encoded.byteLength;
      } catch (error) {
        // A full disk: take the half line back, so that later lines stay readable.
        ftruncateSync(file, size);
        throw error;
      }
    },
    close: () => closeSync(file),
  };
}

function parseLine(text: string, index: number): JournalLine {
  try {
    return journalLine.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`The sandbox's books can't be read at line ${index + 1}.`, { cause: error });
  }
}
