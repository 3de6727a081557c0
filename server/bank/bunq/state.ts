// What the bunq adapter must remember between runs; it holds secrets, so the store has to keep it from other eyes.

import { randomUUID } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { z } from "zod";

const bunqState = z.object({
  version: z.literal(1),
  /** Another URL or API key means another bank or another owner: the state is then made anew. */
  baseUrl: z.string(),
  apiKeyHash: z.string(),
  privateKeyPem: z.string(),
  publicKeyPem: z.string(),
  installationToken: z.string(),
  serverPublicKeyPem: z.string(),
  /** `null` while the device isn't registered yet. */
  deviceId: z.int().positive().nullable(),
  session: z
    .object({ token: z.string(), userId: z.int().positive(), renewAt: z.number() })
    .nullable(),
  /** Milliseconds since 1970; kept so that a restart does not ask twice within bunq's 30 s. */
  sessionAskedAt: z.number().nullable(),
});

export type BunqState = z.infer<typeof bunqState>;

/** Where the state lives: a file, or an encrypted column. `save` must be durable when it resolves. */
export interface BunqStateStore {
  /** What was saved last, `null` at first. Anything that isn't a state is treated as `null`. */
  load(): Promise<unknown>;
  save(state: BunqState): Promise<void>;
}

/** The state, or `null` when there is none that can be used. */
export function readState(stored: unknown): BunqState | null {
  return bunqState.safeParse(stored).data ?? null;
}

/** Keeps the state in one file that only its owner can read; replaced as a whole, so a crash leaves the old or the new. */
export function fileStateStore(path: string): BunqStateStore {
  return {
    async load() {
      try {
        return JSON.parse(await readFile(path, "utf8"));
      } catch (error) {
        if (error instanceof SyntaxError) return null;
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    async save(state) {
      const draft = `${path}.${randomUUID()}`;
      const file = await open(draft, "wx", 0o600);
      try {
        await file.writeFile(JSON.stringify(state));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    },
  };
}
