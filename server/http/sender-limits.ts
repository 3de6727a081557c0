// Slows down who asks too often. Counted per sender and key, so that two tills behind one Wi-Fi never block each other.
import { AppError } from "../errors/app-error.ts";

export type SenderLimits = {
  /** @throws {AppError} `too-many-requests` */
  challenge(sender: string): void;
  session(sender: string, key: string): void;
  lookUp(sender: string, keys: readonly string[]): void;
  /** Of shops, which anyone may, with any key: each stays on the chain. */
  signUp(sender: string): void;
  /** Of short codes that could be guessed: counted per till or child alone, wherever it is. */
  guess(key: string): void;
};

const WINDOW_SECONDS = 60;
/** Of one key at one address: a device that does this more often is broken. */
const HIGHEST_PER_KEY = 30;
/** Nobody types as many codes in a minute; of 2^40 it leaves nothing to guess. */
const HIGHEST_GUESSES = 15;
/** A whole shopping street that signs up on one evening, behind one Wi-Fi, stays below it. */
const HIGHEST_SIGN_UPS = 60;
/** Of one address whatever the keys: a shopping street behind one Wi-Fi stays far below it. */
const HIGHEST_PER_SENDER = 1_200;
const HIGHEST_COUNTERS = 50_000;

/** @param now Unix time in seconds. */
export function createSenderLimits(now: () => number): SenderLimits {
  let windowStart = 0;
  let counters = new Map<string, number>();

  const count = (name: string, highest: number) => {
    const passed = now() - windowStart;
    if (passed >= WINDOW_SECONDS || passed < 0 || counters.size >= HIGHEST_COUNTERS) {
      windowStart = now();
      counters = new Map();
    }
    const reached = (counters.get(name) ?? 0) + 1;
    counters.set(name, reached);
    if (reached > highest) {
      const retryAfterSeconds = Math.max(1, WINDOW_SECONDS - (now() - windowStart));
      throw new AppError("too-many-requests", { retryAfterSeconds: String(retryAfterSeconds) });
    }
  };
  const countKeys = (kind: string, sender: string, keys: readonly string[]) => {
    count(`${kind}/${sender}`, HIGHEST_PER_SENDER);
    for (const key of keys) count(`${kind}/${sender}/${key}`, HIGHEST_PER_KEY);
  };
  return {
    challenge: (sender) => countKeys("challenge", sender, []),
    session: (sender, key) => countKeys("session", sender, [key]),
    lookUp: (sender, keys) => countKeys("look-up", sender, keys),
    signUp: (sender) => count(`sign-up/${sender}`, HIGHEST_SIGN_UPS),
    guess: (key) => count(`guess/${key}`, HIGHEST_GUESSES),
  };
}
