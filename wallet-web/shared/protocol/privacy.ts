// Why somebody looks at a family, and why a family is erased: lists that desk and server share.

export const LOOK_REASONS = [
  "called",
  "at-the-desk",
  "question",
  "check",
  "dispute",
  "other",
] as const;
export type LookReason = (typeof LOOK_REASONS)[number];

/** As long as a note beside the reason may be. */
export const LONGEST_NOTE = 100;

/** No free text: it would outlive the family that it is about. */
export const ERASURE_REASONS = [
  "at-own-request",
  "registered-by-mistake",
  "no-longer-needed",
] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];
