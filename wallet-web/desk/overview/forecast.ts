// When the families' money will be spent, if they go on as they did since the scheme began.

export type Forecast =
  /** Too soon to say, or over: only its last day is known. */
  | { kind: "none" }
  /** All is spent by then. @property at Unix seconds. */
  | { kind: "spent"; at: number }
  | { kind: "left"; cents: bigint };

const DAY_SECONDS = 86_400;
/** Before that a few families make the pace. */
const SOONEST_DAYS = 14;

/** @param scheme Unix seconds; `spentCents` of what families got, `outstandingCents` what they have left. */
export function forecastOf(scheme: {
  startsAt: number;
  endsAt: number;
  now: number;
  spentCents: bigint;
  outstandingCents: bigint;
}): Forecast {
  const { startsAt, endsAt, now, spentCents, outstandingCents } = scheme;
  const elapsed = now - startsAt;
  if (elapsed < SOONEST_DAYS * DAY_SECONDS || now >= endsAt) return { kind: "none" };
  if (spentCents <= 0n || outstandingCents <= 0n) return { kind: "none" };
  const seconds = Number((outstandingCents * BigInt(elapsed)) / spentCents);
  if (now + seconds < endsAt) return { kind: "spent", at: now + seconds };
  const willSpend = (spentCents * BigInt(endsAt - now)) / BigInt(elapsed);
  const cents = outstandingCents - willSpend;
  return { kind: "left", cents: cents > 0n ? cents : 0n };
}
