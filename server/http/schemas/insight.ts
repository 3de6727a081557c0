// What is told of a scheme as a whole: sums, never of fewer than five families.
import { z } from "zod";
import { conservationAnswer } from "./desk.ts";
import { centsText, id, timestamp } from "./primitives.ts";
import { category } from "./shop.ts";

/** Families that paid at least once. */
export const familyShare = z.object({
  /** Null when they are fewer than five. */
  families: z.int().nullable(),
  /** Whole per cents, rounded down; null when fewer than five families paid. */
  percent: z.int().nullable(),
  /** Fewer than five families did not pay: it is this share or more. */
  isAtLeast: z.boolean(),
});

export const insightAnswer = z.object({
  schemeId: id,
  name: z.string(),
  /** It is made at most once in ten seconds. */
  madeAt: timestamp,
  startsAt: timestamp,
  endsAt: timestamp,
  conservation: conservationAnswer,
  /** Payments, less what was corrected. */
  spentCents: centsText,
  adoption: familyShare,
  /** From sale to the bank's booking, of the newest hundred booked payouts. */
  medianSaleToBankSeconds: z.int().nullable(),
  /** Null when no week has five families. Weeks with fewer are joined with their neighbours. */
  weeks: z
    .array(
      z.object({
        /** A Monday: `2026-04-06`. */
        startsOn: z.string(),
        /** How many weeks are joined in it. */
        weeks: z.int(),
        /** Which week of the scheme it begins with; the first is 1. */
        age: z.int(),
        spentCents: centsText,
      }),
    )
    .nullable(),
  /** By kind of shop; null when none has five families. `rest` holds kinds with fewer, joined with one that has enough. */
  categories: z
    .array(z.object({ category: z.union([category, z.literal("rest")]), spentCents: centsText }))
    .nullable(),
});
