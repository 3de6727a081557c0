// What is told of a scheme as a whole: sums, never of fewer than five families.
import { z } from "zod";
import { conservationAnswer, familyShare } from "./desk.ts";
import { address, centsText, id, signedCents, timestamp } from "./primitives.ts";
import { category } from "./shop.ts";

/** In tenths: 83 is 8.3. */
const meanTenths = z.int().min(10).max(100);
const marks = z
  .object({
    meanTenths,
    marks: z.int(),
    /** By the month in which five were together: `2026-04`. */
    months: z.array(z.object({ month: z.string(), meanTenths, marks: z.int() })),
  })
  .nullable();

/** Marks from 1 to 10; null before five are together. Later ones come in when five are together too. */
export const satisfaction = z.object({ families: marks, shops: marks });

export const insightAnswer = z.object({
  schemeId: id,
  name: z.string(),
  madeAt: timestamp,
  startsAt: timestamp,
  endsAt: timestamp,
  conservation: conservationAnswer,
  /** Payments, less what was corrected. */
  spentCents: centsText,
  adoption: familyShare,
  /** From sale to the bank's booking, of the newest twenty booked payouts. */
  medianSaleToBankSeconds: z.int().nullable(),
  satisfaction,
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

/** Where a scheme's money is, as anyone may know it: parts that could be of fewer than five families are joined. */
export const publicPart = z.enum([
  "unallocated",
  "outstanding",
  /** Owed to shops, on its way to their bank, and paid: at any moment one of these may be one family's purchase. */
  "spent",
  /** Outstanding and spent, as long as fewer than five families paid. */
  "granted",
  /** All that isn't withdrawn, as long as there are fewer than five families. */
  "held",
  "withdrawn",
]);

export const publicSchemeAnswer = z.object({
  schemeId: id,
  name: z.string(),
  municipality: z.string(),
  startsAt: timestamp,
  endsAt: timestamp,
  madeAt: timestamp,
  fundedCents: centsText,
  /** They add up to what was funded. */
  parts: z.array(z.object({ name: publicPart, amountCents: signedCents })),
  adoption: familyShare,
  /** What to ask the chain oneself. */
  chain: z.object({
    chainId: z.int(),
    ledger: address,
    /** The block whose state these sums are, or a later one. */
    blockNumber: z.int(),
    /** `eth_call` data of `conservationOf(schemeId)`. */
    callData: z.string().regex(/^0x[0-9a-f]+$/),
  }),
});

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** Dutch days, both counted. */
export const bookkeepingQuery = z.strictObject({ from: day, until: day });
