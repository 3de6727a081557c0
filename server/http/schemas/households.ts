// What the desk asks and gets about families: finding one, looking at it, who looked, and erasing it.
import { z } from "zod";
import {
  ERASURE_REASONS,
  LONGEST_NOTE,
  LOOK_REASONS,
} from "../../../wallet-web/shared/protocol/privacy.ts";
import { cardAnswer } from "./cards.ts";
import {
  address,
  beneficiaryState,
  centsText,
  hash,
  id,
  language,
  reasonName,
  signature,
  timestamp,
} from "./primitives.ts";
import { askedQuestion } from "./questions.ts";
import { sortOf } from "./sort.ts";

/** All that finding a family needs: no balance, and no account that leads to its purchases. */
const householdSummary = z.object({
  householdId: id,
  clientNumber: z.string(),
  letterNumber: z.int(),
  registeredAt: timestamp,
  /** One for each child. */
  states: z.array(beneficiaryState),
});

export const householdListQuery = z.strictObject({
  /** `not-started`: some or all of its children didn't begin. `unused`: begun, but nothing paid for two months. `questions`: asked something. */
  show: z.enum(["all", "not-started", "unused", "questions"]).default("all"),
  /** By number of the letter, or day of registration; without it by number of the letter. */
  sort: sortOf(["letter", "since"]),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const householdListAnswer = z.object({
  households: z.array(householdSummary),
  total: z.int(),
});

const number = z.string().trim().min(1).max(40);

/** A client number or a letter number; in a body, because addresses end up in logs and histories. */
export const householdSearchBody = z.strictObject({ number });
export const householdSearchAnswer = z.object({ households: z.array(householdSummary) });

export const letterNumbersBody = z.strictObject({ beneficiaryIds: z.array(id).min(1).max(1_000) });
export const letterNumbersAnswer = z.object({
  letters: z.array(z.object({ beneficiaryId: id, letterNumber: z.int() })),
});

/** Why somebody looks at a family: one that the desk found, or that of an account. */
export const lookBody = z
  .strictObject({
    householdId: id.optional(),
    beneficiaryId: id.optional(),
    reason: z.enum(LOOK_REASONS),
    note: z.string().trim().max(LONGEST_NOTE).default(""),
  })
  .refine((body) => (body.householdId === undefined) !== (body.beneficiaryId === undefined), {
    path: ["householdId"],
  });
export const lookAnswer = z.object({ householdId: id, endsAt: timestamp });

export const householdAnswer = z.object({
  householdId: id,
  clientNumber: z.string(),
  letterNumber: z.int(),
  language,
  registeredAt: timestamp,
  /** First second in which nothing can be spent any more. */
  spendableUntil: timestamp,
  /** Until when the reason for looking holds. */
  lookEndsAt: timestamp,
  beneficiaries: z.array(
    z.object({
      beneficiaryId: id,
      state: beneficiaryState,
      /** Why it was frozen or closed, the last time. */
      reason: reasonName.nullable(),
      balanceCents: centsText,
      devices: z.array(z.object({ addedAt: timestamp, removedAt: timestamp.nullable() })),
      /** The printed card; null when there is none. */
      card: cardAnswer.nullable(),
    }),
  ),
  /** The last ones of the whole family, newest first; `child` counts from 1. */
  payments: z.array(
    z.object({
      paymentId: hash,
      child: z.int(),
      at: timestamp,
      shopName: z.string(),
      amountCents: centsText,
      refundedCents: centsText,
    }),
  ),
  /** What the family asked about payments; those that wait for an answer first. */
  questions: z.array(askedQuestion),
  /** Payments that the ledger refused, newest first: the code, and the numbers that explain it. */
  refusals: z.array(
    z.object({
      id: hash,
      child: z.int(),
      at: timestamp,
      shopName: z.string(),
      amountCents: centsText,
      code: z.string(),
      params: z.record(z.string(), z.string()),
    }),
  ),
});

/** In a body, for the number's sake. */
export const accessLogQuery = z.strictObject({
  from: timestamp.optional(),
  until: timestamp.optional(),
  viewer: address.optional(),
  /** Client number or letter number of a family. */
  number: number.optional(),
  /** Without it the newest first. */
  sort: sortOf(["at", "role", "viewer", "reason"]),
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(200).default(50),
});
export const accessLogAnswer = z.object({
  looks: z.array(
    z.object({
      lookId: id,
      at: timestamp,
      viewer: address,
      role: z.enum(["validator", "guardian"]),
      /** Null once the family is erased. */
      letterNumber: z.int().nullable(),
      reason: z.enum(LOOK_REASONS),
      note: z.string(),
    }),
  ),
  total: z.int(),
});

/** Signed by the validator's device: `HouseholdErasure`. */
export const erasureBody = z.strictObject({
  householdId: id,
  reason: z.enum(ERASURE_REASONS),
  at: timestamp,
  signature,
});
export const erasureAnswer = z.object({ erasureId: hash });
