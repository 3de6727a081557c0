// RSA signatures between bunq and its clients; private keys pass through here and must never be logged.

import { createSign, createVerify, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

/** PEM texts: PKCS#8 for the private key, SubjectPublicKeyInfo for the public one. */
export interface KeyPair {
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

/** Makes an RSA-2048 key pair, as bunq asks of both sides. */
export async function makeKeyPair(): Promise<KeyPair> {
  const pair = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { privateKeyPem: pair.privateKey, publicKeyPem: pair.publicKey };
}

/** Signs a body (empty for GET): SHA-256, PKCS#1 v1.5, base64. Headers aren't part of it since 2020. */
export function signBody(body: Uint8Array, privateKeyPem: string): string {
  return createSign("sha256").update(body).sign(privateKeyPem, "base64");
}

/** Whether `signature` is the key owner's over exactly these bytes. False, never an error, for malformed input. */
export function isBodySigned(input: {
  readonly body: Uint8Array;
  readonly signature: string;
  readonly publicKeyPem: string;
}): boolean {
  try {
    return createVerify("sha256")
      .update(input.body)
      .verify(input.publicKeyPem, input.signature, "base64");
  } catch {
    return false;
  }
}
