// The till's keypad: every digit shifts the amount to the left, as on a payment terminal, so that no comma is needed.

export const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "back"] as const;
export type Key = (typeof KEYS)[number];

/** More than any budget; one digit too many must not make it. */
export const HIGHEST_CENTS = 999_999n;

/** The amount after a key; a key that would make it too high does nothing. */
export function pressKey(amountCents: bigint, key: Key): bigint {
  if (key === "back") return amountCents / 10n;
  const next = amountCents * (key === "00" ? 100n : 10n) + BigInt(key);
  return next > HIGHEST_CENTS ? amountCents : next;
}

/** The key of a keyboard that stands for a key of the keypad, or null. */
export function keyOfKeyboard(name: string): Key | null {
  if (name === "Backspace") return "back";
  return /^[0-9]$/.test(name) ? (name as Key) : null;
}

/** Keys for a PIN, as on a payment terminal; null is an empty place. */
export const PIN_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", null, "0", "back"] as const;

/** The PIN after a key; a digit too many does nothing. */
export function pressPinKey(pin: string, key: string, length: number): string {
  if (key === "back") return pin.slice(0, -1);
  return pin.length < length ? pin + key : pin;
}
