// Everything that gives a login code away: the code however it is written, and the secrets that are derived from it.
import { base32crockford } from "@scure/base";
import { formatLoginCode } from "../../../wallet-web/shared/protocol/login-code.ts";

const ITERATIONS = 20_000;
const SALT = new TextEncoder().encode("kindpakket login code v1");

/** Byte strings of which none may be found anywhere but in the browser and on paper. */
export async function spellingsOf(code: string, children: number): Promise<Map<string, Buffer>> {
  const spellings = new Map<string, Buffer>();
  const dashed = formatLoginCode(code);
  for (const [name, text] of [
    ["plain", code],
    ["with dashes", dashed],
    ["with spaces", dashed.replaceAll("-", " ")],
    ["with plusses", dashed.replaceAll("-", "+")],
    ["percent-encoded", dashed.replaceAll("-", "%20")],
  ] as const) {
    spellings.set(name, Buffer.from(text));
    spellings.set(`${name}, small`, Buffer.from(text.toLowerCase()));
    // Base64 of the code in the middle of something else has one of three forms; of each, what doesn't depend on the rest.
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.from("\0".repeat(shift) + text).toString("base64");
      spellings.set(`${name}, base64 +${shift}`, Buffer.from(encoded.slice(4, -4)));
    }
    spellings.set(`${name}, UTF-16`, Buffer.from(text, "utf16le"));
  }
  const secrets = new Map<string, Uint8Array>([["bytes", base32crockford.decode(code)]]);
  const root = await rootOf(code);
  secrets.set("root", root);
  for (let index = 0; index < children; index++) {
    secrets.set(`key ${index}`, await keyBits(root, index));
  }
  for (const [name, secret] of secrets) addBytes(spellings, name, Buffer.from(secret));
  return spellings;
}

function addBytes(spellings: Map<string, Buffer>, name: string, bytes: Buffer): void {
  spellings.set(name, bytes);
  spellings.set(`${name}, hex`, Buffer.from(bytes.toString("hex")));
  spellings.set(`${name}, HEX`, Buffer.from(bytes.toString("hex").toUpperCase()));
  spellings.set(`${name}, base64`, Buffer.from(bytes.toString("base64").replace(/=+$/, "")));
  spellings.set(`${name}, base64url`, Buffer.from(bytes.toString("base64url")));
  spellings.set(`${name}, as JSON array`, Buffer.from([...bytes].join(",")));
}

/** PBKDF2, as docs/decisions/0007-one-time-codes.md describes it; not by the code under test. */
async function rootOf(code: string): Promise<Uint8Array> {
  const password = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(code),
    "PBKDF2",
    false,
    ["deriveBits"],
  );
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt: SALT, iterations: ITERATIONS };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, password, 256));
}

async function keyBits(root: Uint8Array, index: number): Promise<Uint8Array> {
  const base = await crypto.subtle.importKey("raw", new Uint8Array(root), "HKDF", false, [
    "deriveBits",
  ]);
  const info = new TextEncoder().encode(`beneficiary/${index}`);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: SALT, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 384));
}
