// The session of this device: proves that it holds its keys, once, and again when the server forgot.

import { createApi, type TokenSource } from "./api.ts";
import type { ChallengeAnswer, SessionAnswer } from "./api-types.ts";
import { sessionDigest } from "./protocol/session.ts";
import type { Signer } from "./protocol/signer.ts";
import type { Deployment } from "./protocol/typed-data.ts";

export type Session = {
  token: TokenSource;
  /** Who the server says this device is; opens a session where needed. */
  who: () => Promise<SessionAnswer>;
  /** Forgets it: the keys of this device changed. */
  forget: () => void;
};

const RENEW_BEFORE_SECONDS = 60;

/** A session over all keys of the device; kept in memory only. */
export function createSession(given: {
  deployment: () => Promise<Deployment>;
  signers: () => Promise<readonly Signer[]>;
  now: () => number;
}): Session {
  let opened: Promise<SessionAnswer> | null = null;
  const open = () => {
    const opening = openSession(given);
    opened = opening;
    opening.catch(() => {
      if (opened === opening) opened = null;
    });
    return opening;
  };
  const current = async (renew: boolean) => {
    const known = renew || !opened ? await open() : await opened;
    return known.expiresAt - given.now() < RENEW_BEFORE_SECONDS ? open() : known;
  };
  return {
    token: async ({ renew }) => (await current(renew)).token,
    who: () => current(false),
    forget: () => {
      opened = null;
    },
  };
}

async function openSession(given: {
  deployment: () => Promise<Deployment>;
  signers: () => Promise<readonly Signer[]>;
}): Promise<SessionAnswer> {
  const api = createApi();
  const [deployment, signers, { challenge }] = await Promise.all([
    given.deployment(),
    given.signers(),
    api.post<ChallengeAnswer>("/session-challenges", {}),
  ]);
  const digest = sessionDigest(deployment, challenge);
  const proofs = await Promise.all(
    signers.map(async (signer) => ({
      publicKey: signer.publicKey,
      signature: signatureOf(await signer.sign(digest)),
    })),
  );
  return api.post<SessionAnswer>("/sessions", { challenge, proofs }, { retry: "once" });
}

const signatureOf = ({ x, y, r, s }: Awaited<ReturnType<Signer["sign"]>>) => ({ x, y, r, s });
