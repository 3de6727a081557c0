// What a family asks about a payment, and what the municipality answers.
import { z } from "zod";
import { LONGEST_QUESTION, QUESTION_KINDS } from "../../../wallet-web/shared/protocol/questions.ts";
import { centsText, hash, timestamp } from "./primitives.ts";

const kind = z.enum(QUESTION_KINDS);

/** `other` says nothing without words. */
export const questionBody = z
  .strictObject({ kind, note: z.string().trim().max(LONGEST_QUESTION).default("") })
  .refine((body) => body.kind !== "other" || body.note !== "", { path: ["note"] });

export const questionAnswer = z.object({
  paymentId: hash,
  kind,
  note: z.string(),
  askedAt: timestamp,
  /** Null as long as nobody answered. */
  answer: z.string().nullable(),
  answeredAt: timestamp.nullable(),
});
export const questionListAnswer = z.object({ questions: z.array(questionAnswer) });

/** As the desk sees it, with the payment it is about; `child` counts from 1. */
export const askedQuestion = questionAnswer.extend({
  child: z.int(),
  paidAt: timestamp,
  shopName: z.string(),
  amountCents: centsText,
});

export const replyBody = z.strictObject({
  answer: z.string().trim().min(1).max(LONGEST_QUESTION),
});
