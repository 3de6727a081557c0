// Everything that can happen in the sandbox's books, as written to its journal; amounts are strings of cents there.

import { z } from "zod";

const cents = z
  .union([z.bigint(), z.string().regex(/^-?\d{1,18}$/)])
  .transform((value) => BigInt(value));
const id = z.int().positive();
/** Milliseconds since 1970. */
const time = z.number();

const storedPayment = z.object({
  id,
  accountId: id,
  createdAt: time,
  /** Negative leaves the account. */
  amountCents: cents,
  balanceAfterCents: cents,
  description: z.string(),
  merchantReference: z.string().nullable(),
  counterpartyIban: z.string().nullable(),
  counterpartyName: z.string().nullable(),
  subType: z.enum(["PAYMENT", "REVERSAL", "REQUEST"]),
  batchId: id.nullable(),
  draftId: id.nullable(),
  /** The payment this one gives back. */
  returnOf: id.nullable(),
  /** Held by the bank until then. */
  suspendedUntil: time.nullable(),
  /** Left out of lists until then. */
  hiddenUntil: time.nullable(),
  /** Comes back then, with this reason. */
  returnAt: time.nullable(),
  returnReason: z.string().nullable(),
});

export type StoredPayment = z.infer<typeof storedPayment>;

const paymentEntry = z.object({
  amountCents: cents,
  description: z.string(),
  merchantReference: z.string().nullable(),
  counterpartyIban: z.string(),
  counterpartyName: z.string(),
});

/** A payment asked for, not yet made. */
export type PaymentEntry = z.infer<typeof paymentEntry>;

export const faultKinds = [
  "refuse",
  "too-little-money",
  "too-many-requests",
  "session-expired",
  "drop-request",
  "drop-answer",
  "error-after",
  "answer-late",
  "wrong-signature",
  "missing-signature",
  "html-instead-of-json",
  "huge-body",
  "missing-fields",
  "wrong-currency",
  "hidden-from-list",
  "suspended",
  "returned-later",
  "callback-doubled",
  "callback-reordered",
  "callback-lost",
  "batch-partly-made",
  "draft-partly-rejected",
] as const;

/** Played on one payment at a time, whether it comes alone, in a batch or by a draft; all others on a request. */
export const paymentFaults = [
  "hidden-from-list",
  "suspended",
  "returned-later",
  "batch-partly-made",
  "draft-partly-rejected",
] as const satisfies readonly (typeof faultKinds)[number][];

/**
 * One fault and what it is played on: requests, or for `paymentFaults` the payments to be made, each by itself.
 * By default: the next payment, once.
 */
export const faultRule = z.strictObject({
  kind: z.enum(faultKinds),
  method: z.enum(["GET", "POST", "PUT"]).default("POST"),
  /** A draft that a person accepts comes as `…/draft-payment/{id}/payment`. */
  pathIncludes: z.string().default("/payment"),
  /** In the body; for `paymentFaults` in the payment's own part of it. */
  bodyIncludes: z.string().default(""),
  /** How many matching ones to let through first. */
  skip: z.int().min(0).default(0),
  /** How often at most; `null`: always. */
  times: z.int().positive().nullable().default(1),
  /** Drawn from the seed, for each matching one anew. */
  probability: z.number().min(0).max(1).default(1),
  /** For `refuse`. */
  status: z.int().min(400).max(499).default(400),
  message: z.string().default("The sandbox was told to refuse this."),
  /** For `answer-late`, `hidden-from-list`, `suspended`, `returned-later`. */
  delayMs: z.int().min(0).max(2_000_000_000).default(30_000),
  /** For `returned-later`. */
  reason: z
    .string()
    .regex(/^[A-Z]{2}\d{2}$/)
    .default("AC04"),
});

export type FaultRule = z.infer<typeof faultRule>;
export type FaultKind = FaultRule["kind"];
export type PaymentFault = (typeof paymentFaults)[number];

const storedDraft = z.object({
  id,
  accountId: id,
  updatedAt: time,
  status: z.enum(["PENDING", "ACCEPTED", "REJECTED", "CANCELLED"]),
  entries: z.array(paymentEntry),
  /** The fault that its request brought along, for the payments it becomes. */
  ownFault: faultRule.nullable().default(null),
});

export type StoredDraft = z.infer<typeof storedDraft>;

const filter = z.object({ category: z.string(), target: z.string() });

/** A fault as it was played: on a payment, or with `null` on the request or on what was left out of it. */
const playedFault = z.object({ kind: z.enum(faultKinds), paymentId: id.nullable() });

export type PlayedFault = z.infer<typeof playedFault>;

export const bankEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("bank-opened"), privateKeyPem: z.string(), publicKeyPem: z.string() }),
  z.object({
    type: z.literal("user-created"),
    userId: id,
    name: z.string(),
    apiKey: z.string(),
    accountId: id,
    iban: z.string(),
    openingCents: cents,
  }),
  z.object({
    type: z.literal("installed"),
    installationId: id,
    token: z.string(),
    clientKeyPem: z.string(),
  }),
  z.object({
    type: z.literal("device-registered"),
    deviceId: id,
    installationId: id,
    userId: id,
  }),
  z.object({
    type: z.literal("session-started"),
    sessionId: id,
    token: z.string(),
    deviceId: id,
    userId: id,
    expiresAt: time,
  }),
  z.object({ type: z.literal("session-ended"), token: z.string() }),
  z.object({ type: z.literal("filters-set"), userId: id, filters: z.array(filter) }),
  z.object({ type: z.literal("payment-made"), payment: storedPayment }),
  z.object({ type: z.literal("draft-set"), draft: storedDraft }),
  z.object({ type: z.literal("faults-set"), seed: z.string(), rules: z.array(faultRule) }),
  z.object({ type: z.literal("fault-counted"), index: z.int(), played: z.boolean() }),
  z.object({
    type: z.literal("faults-played"),
    method: z.string(),
    path: z.string(),
    requestId: z.string().nullable(),
    faults: z.array(playedFault),
  }),
]);

export type BankEvent = z.infer<typeof bankEvent>;

/** One line of the journal: all of it happened, or nothing. */
export const journalLine = z.object({
  at: time,
  /** The request that caused it, for the guard on request ids. */
  request: z.object({ deviceId: id, requestId: z.string() }).nullable(),
  events: z.array(bankEvent),
});

export type JournalLine = z.infer<typeof journalLine>;
