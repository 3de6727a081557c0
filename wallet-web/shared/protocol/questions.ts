// What a family can ask about a payment: a list that app, desk and server share.

export const QUESTION_KINDS = [
  "wrong-amount",
  "not-mine",
  "paid-twice",
  "not-refunded",
  "other",
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** As long as a question's own words, and an answer, may be. */
export const LONGEST_QUESTION = 500;
