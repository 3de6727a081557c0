// Seals personal data for the database, and makes the keyed MACs by which it is found again; keys never leave it.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import type { RandomBytes } from "../../wallet-web/shared/protocol/bytes.ts";

/** Where a sealed value stands. Moved to another row or column it can't be opened. */
export type Place = { table: string; column: string; id: string };

/** What a MAC is for; the same text gives another MAC for each. */
export type MacPurpose =
  | "client-number"
  | "import-file"
  | "mark-giver"
  | "session-challenge"
  | "payment-code";

export type Vault = {
  /** AES-256-GCM with a random nonce: nonce (12) ‖ tag (16) ‖ ciphertext. */
  seal(place: Place, data: string | Uint8Array): Uint8Array;
  /** @throws {Error} when the value was changed, moved, or sealed under another key. */
  open(place: Place, sealed: Uint8Array): string;
  /** As `open`, of what wasn't text. */
  openBytes(place: Place, sealed: Uint8Array): Uint8Array;
  /** HMAC-SHA256, as 64 hexadecimal characters. */
  mac(purpose: MacPurpose, data: string | Uint8Array): string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param dataKey 32 bytes; each use gets a key of its own from it (HKDF, RFC 5869). */
export function createVault(given: { dataKey: Uint8Array; random: RandomBytes }): Vault {
  const derive = (use: string) =>
    new Uint8Array(hkdfSync("sha256", given.dataKey, "kindpakket data v1", use, 32));
  const sealingKey = derive("seal");
  const macKeys = new Map<MacPurpose, Uint8Array>();

  const openBytes = (place: Place, sealed: Uint8Array) => {
    const decipher = createDecipheriv("aes-256-gcm", sealingKey, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(additionalData(place));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]);
  };

  return {
    seal(place, data) {
      const nonce = given.random(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, nonce).setAAD(additionalData(place));
      const encrypted = Buffer.concat([cipher.update(data), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
    },
    openBytes,
    open: (place, sealed) => openBytes(place, sealed).toString("utf8"),
    mac(purpose, data) {
      const key = macKeys.get(purpose) ?? derive(`mac ${purpose}`);
      macKeys.set(purpose, key);
      return createHmac("sha256", key).update(data).digest("hex");
    },
  };
}

function additionalData(place: Place): Buffer {
  return Buffer.from(`${place.table}/${place.column}/${place.id}`, "utf8");
}
