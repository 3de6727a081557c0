// Sessions: a device proves its keys once and gets a token. What its keys may do is asked anew at each request, never kept here.
import { createHash, timingSafeEqual } from "node:crypto";
import { and, eq, gt, lte } from "drizzle-orm";
import {
  concatBytes,
  fromHex,
  type Hex,
  integerToBytes,
  type RandomBytes,
  toHex,
} from "../../wallet-web/shared/protocol/bytes.ts";
import { sessionDigest } from "../../wallet-web/shared/protocol/session.ts";
import type { P256Signature } from "../../wallet-web/shared/protocol/signer.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { sessions, usedChallenges } from "../store/schema/office.ts";
import { signerOf } from "./signatures.ts";
import type { Vault } from "./vault.ts";

/** An open session: the keys that were proved. */
export type Session = { tokenHash: string; addresses: readonly Hex[]; expiresAt: number };

/** A device's proof that it holds a key. */
export type KeyProof = { publicKey: { x: Hex; y: Hex }; signature: P256Signature };

export type Sessions = {
  /** A challenge to sign; nothing is written down for it. */
  challenge(): { challenge: Hex; expiresAt: number };
  /** @throws {AppError} `challenge-invalid`, `signature-invalid`, `signer-mismatch` */
  open(given: { challenge: Hex; proofs: readonly KeyProof[] }): Promise<{
    token: string;
    session: Session;
  }>;
  /** The session of a token, or null when it is unknown or has expired. */
  find(token: string): Promise<Session | null>;
  /** Whether it was neither ended nor has expired. */
  isOpen(session: Session): Promise<boolean>;
  end(session: Session): Promise<void>;
};

const CHALLENGE_SECONDS = 5 * 60;
const SESSION_SECONDS = 12 * 60 * 60;

export function createSessions(given: {
  database: Database;
  vault: Vault;
  deployment: Deployment;
  random: RandomBytes;
  /** Unix time in seconds. */
  now: () => number;
}): Sessions {
  const { database, now } = given;

  /** expiry (4) ‖ random (12) ‖ MAC (16): made here, provable, and only remembered once it is used. */
  const sealChallenge = (head: Uint8Array) =>
    concatBytes(head, fromHex(`0x${given.vault.mac("session-challenge", head)}`).slice(0, 16));

  const expiryOf = (challenge: Hex): number | null => {
    const bytes = fromHex(challenge);
    if (!timingSafeEqual(sealChallenge(bytes.slice(0, 16)), bytes)) return null;
    return Number(`0x${challenge.slice(2, 10)}`);
  };

  const burn = async (challenge: Hex, expiresAt: number) => {
    const burnt = await database
      .insert(usedChallenges)
      .values({ challenge, expiresAt })
      .onConflictDoNothing()
      .returning();
    if (burnt.length === 0) throw new AppError("challenge-invalid");
  };

  const findByHash = async (tokenHash: string): Promise<Session | null> => {
    const [session] = await database
      .select()
      .from(sessions)
      .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, now())));
    return session ?? null;
  };

  const forgetOld = async () => {
    await database.delete(usedChallenges).where(lte(usedChallenges.expiresAt, now()));
    await database.delete(sessions).where(lte(sessions.expiresAt, now()));
  };

  return {
    challenge() {
      const expiresAt = now() + CHALLENGE_SECONDS;
      const head = concatBytes(integerToBytes(expiresAt, 4), given.random(12));
      return { challenge: toHex(sealChallenge(head)), expiresAt };
    },

    async open({ challenge, proofs }) {
      const challengeExpiry = expiryOf(challenge);
      if (challengeExpiry === null || challengeExpiry <= now()) {
        throw new AppError("challenge-invalid");
      }
      const digest = sessionDigest(given.deployment, challenge);
      const addresses = [...new Set(proofs.map((proof) => provenAddress(digest, proof)))];
      await forgetOld();
      await burn(challenge, challengeExpiry);
      const token = Buffer.from(given.random(32)).toString("base64url");
      const session = { tokenHash: hashOf(token), addresses, expiresAt: now() + SESSION_SECONDS };
      await database.insert(sessions).values({ ...session, addresses, createdAt: now() });
      return { token, session };
    },

    find: (token) => findByHash(hashOf(token)),
    isOpen: async (session) => (await findByHash(session.tokenHash)) !== null,

    async end(session) {
      await database.delete(sessions).where(eq(sessions.tokenHash, session.tokenHash));
    },
  };
}

function provenAddress(digest: Hex, proof: KeyProof): Hex {
  const { publicKey, signature } = proof;
  if (publicKey.x !== signature.x || publicKey.y !== signature.y) {
    throw new AppError("signer-mismatch");
  }
  const address = signerOf(digest, signature);
  if (address === null) throw new AppError("signature-invalid");
  return address;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
