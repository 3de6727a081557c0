// Reads the short code of a payment as people type it from a receipt.

/** Six hexadecimal digits without their dash, or null when it is no code. */
export function readShortCode(typed: string): string | null {
  const code = typed.replace(/[\s–-]/g, "").toUpperCase();
  return /^[0-9A-F]{6}$/.test(code) ? code : null;
}
