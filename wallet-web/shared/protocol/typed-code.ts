// Codes that people read to each other and type: Crockford base32, forgiving of case, spaces, dashes, look-alikes and the
// digits of other scripts.
import { latinDigits } from "../digits.ts";

/** What a person typed as the code of this length they mean, or null if it can't be one. */
export function parseTypedCode(typed: string, length: number): string | null {
  const plain = latinDigits(typed).toUpperCase().replace(/[\s-]/g, "");
  const code = plain.replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]*$/.test(code) && code.length === length ? code : null;
}

/** Groups of four: 7Q2M-9FKA. */
export function formatTypedCode(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? code;
}
