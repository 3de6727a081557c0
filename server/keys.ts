// Secrets that the server makes for itself at its first start, in files that only its owner can read.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Hex, type RandomBytes, toHex } from "../wallet-web/shared/protocol/bytes.ts";

const KEY_BYTES = 32;

/**
 * The 32-byte key in a file; made when there is none.
 * @throws {Error} when the file holds something else: a key is never made anew over an old one.
 */
export function readOrMakeKey(path: string, random: RandomBytes): Hex {
  return readKey(path) ?? makeKey(path, random);
}

function readKey(path: string): Hex | null {
  try {
    const text = readFileSync(path, "utf8").trim();
    if (!/^0x[0-9a-f]{64}$/.test(text)) throw new Error(`${path} does not hold a key.`);
    return text as Hex;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function makeKey(path: string, random: RandomBytes): Hex {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${toHex(random(KEY_BYTES))}\n`, { mode: 0o600, flush: true });
  try {
    // Linked into place as a whole; another server that was faster keeps its own.
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readKey(path);
  if (key === null) throw new Error(`${path} could not be written.`);
  return key;
}
