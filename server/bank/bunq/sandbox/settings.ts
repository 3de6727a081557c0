// What can be set on a sandbox, each with the reason for its default.

import type { Clock } from "../../clock.ts";
import type { Fetch } from "../transport.ts";

export interface SandboxSettings {
  readonly clock: Clock;
  /** Cryptographically secure bytes, for tokens and account numbers. */
  readonly random: (size: number) => Uint8Array;
  /** For callbacks. */
  readonly fetch: Fetch;
  /** The key of the company that exists from the start. */
  readonly apiKey: string;
  readonly initialBalanceCents: bigint;
  /** Outgoing per UTC day. bunq's is at most 10,000 euro unless raised; here it follows the opening balance. */
  readonly dailyLimitCents: bigint;
  readonly sessionTimeoutSeconds: number;
  /** bunq's own limits, or none. */
  readonly rateLimits: boolean;
}
