// What the desk asks and gets about payouts: the list, what a person decides, payment files, bank files.
import { z } from "zod";
import {
  address,
  centsText,
  hash,
  id,
  payoutState,
  signature,
  signedCents,
  signedRequest,
  timestamp,
} from "./primitives.ts";
import { sortOf } from "./sort.ts";

export const treasuryPayout = z.object({
  payoutId: id,
  shopId: id,
  shopName: z.string(),
  /** Last four characters of the IBAN it goes to; empty when unknown. */
  ibanTail: z.string(),
  amountCents: centsText,
  state: payoutState,
  /** Why it waits, is held, refused or returned: a code of docs/errors.md or the bank's reason code. */
  reason: z.string().nullable(),
  /** Set when the bank shows the payment but holds it. */
  bankHolds: z.boolean(),
  createdAt: timestamp,
  changedAt: timestamp,
  bookedAt: timestamp.nullable(),
  /** The bank's own number of the payment. */
  bankPaymentId: z.string().nullable(),
  submissionId: id.nullable(),
  /** What a treasurer may decide now. */
  decisions: z.array(z.enum(["open", "look-again", "not-paid", "paid"])),
});

export const treasuryPayoutListAnswer = z.object({
  payouts: z.array(treasuryPayout),
  total: z.int(),
  counts: z.record(payoutState, z.int()),
  /** Sums by state. `EARNED` is what shops are owed and no payout holds yet; its count is of shops. */
  amountsCents: z.record(payoutState, centsText),
});

export const treasuryPayoutQuery = z.strictObject({
  /** `attention`: waits for a person, for evidence, or came back in the last 30 days. */
  show: z.enum(["all", "attention", "under-way"]).default("all"),
  /** Only payouts in this state, within what `show` gives. */
  state: payoutState.optional(),
  /** By state, by when that changed, or by amount; without it the newest payout first. */
  sort: sortOf(["state", "since", "amount"]),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What the bank said last of a payee's name against the IBAN: match, close match, no match, not possible. */
export const nameCheck = z.object({
  result: z.enum(["MTCH", "CMTC", "NMTC", "NOAP"]),
  /** Whose account it is by the bank; null when it doesn't say, or to who need not know. */
  name: z.string().nullable(),
  at: timestamp,
});

/** Decisions of a treasurer that are not commands to the ledger. Signed over `decisionDigest`. */
export const treasuryDecision = z.enum([
  "look-again",
  "not-paid",
  "paid",
  "block-payee",
  "unblock-payee",
  "freeze-file",
  "release-file",
  "withdraw-file",
  "offline-settled",
]);

/** What was decided about one payout or shop. */
export const subjectDecision = treasuryDecision.exclude([
  "freeze-file",
  "release-file",
  "withdraw-file",
  "offline-settled",
]);

/** Newest first. */
const decided = z.array(
  z.object({ decision: subjectDecision, reason: z.string(), at: timestamp, by: address }),
);

/** A payout, the payments in it, and the bank's line. */
export const payoutDetailAnswer = z.object({
  payout: treasuryPayout,
  nameCheck: nameCheck.nullable(),
  /** The shop's creditor number: its KvK number; empty when unknown. */
  creditorNumber: z.string(),
  /** The sales and corrections that this payout pays, oldest first: those of its shop since the payout before. */
  items: z.array(
    z.object({
      kind: z.enum(["payment", "refund", "reversal"]),
      paymentId: hash,
      amountCents: signedCents,
      at: timestamp,
    }),
  ),
  entries: z.array(
    z.object({
      entryId: z.string(),
      kind: z.enum(["payout", "return", "conflict", "other"]),
      amountCents: signedCents,
      status: z.enum(["pending", "booked"]),
      bookedAt: z.string(),
      returnReason: z.string().nullable(),
      /** Counterparty as the bank names it; of its IBAN the last four characters. */
      name: z.string(),
      ibanTail: z.string(),
      description: z.string(),
    }),
  ),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      submissionId: id,
      outcome: z.enum(["open", "accepted", "refused", "not-sent"]),
      madeAt: timestamp,
      sentAt: timestamp.nullable(),
      /** What the bank said of the request or file it went with; null when it said nothing. */
      reason: z.string().nullable(),
      /** The payment file it went with; null when it went by the bank's API. */
      fileName: z.string().nullable(),
    }),
  ),
  decided,
});

/** Shops that are owed something which no payout holds yet. */
export const unpaidShopListAnswer = z.object({
  shops: z.array(
    z.object({
      shopId: id,
      shopName: z.string(),
      owedCents: centsText,
      /** Of it within the hold time, in which a refund costs nobody anything. */
      withinHoldCents: centsText,
      state: z.enum(["admitted", "suspended"]),
      isBlocked: z.boolean(),
    }),
  ),
});

/** What waits for somebody, counted: for the list of things to do. */
export const treasuryTasksAnswer = z.object({
  /** Acts about money, and about shops, that somebody else than who asks proposed. */
  moneyProposals: z.int(),
  shopProposals: z.int(),
  /** Payment files that somebody else than who asks made ready. */
  filesToRelease: z.int(),
  /** Accounts that the validator can confirm now. */
  ibanChanges: z.int(),
  blockedShops: z.int(),
  /** What families asked about payments and nobody answered. */
  waitingQuestions: z.int(),
  unknownPayouts: z.int(),
  heldPayouts: z.int(),
});

export const signedDecision = z.strictObject({
  schemeId: id,
  /** Payout, shop or submission; for `freeze-file` a fresh random id, which becomes the submission's. */
  subjectId: id,
  decision: treasuryDecision,
  /** SHA-256 of the file for `release-file`, the refusal's id for `offline-settled`, else 32 zero bytes. */
  contentHash: hash,
  /** Why, in the treasurer's words; at most 200 characters. */
  reason: z.string().trim().max(200),
  at: timestamp,
  signature,
});
export const decisionAnswer = z.object({ decisionId: hash });

/** Opens a payout above the mandate, by a signed `openPayout` of exactly this payout. */
export const openPayoutBody = z.strictObject({ request: signedRequest });

export const paymentFile = z.object({
  submissionId: id,
  fileName: z.string(),
  fileHash: hash,
  amountCents: centsText,
  payoutCount: z.int(),
  state: z.enum(["frozen", "released", "sent", "accepted", "refused", "withdrawn"]),
  /** What the bank said last of it. */
  reason: z.string().nullable(),
  /** `2026-04-07`. */
  executionDate: z.string(),
  frozenBy: address,
  releasedBy: address.nullable(),
  createdAt: timestamp,
});
export const paymentFileListAnswer = z.object({
  /** `file`: payouts go to the bank as files; `api`: by themselves; `none`: no bank is set. */
  bank: z.enum(["file", "api", "none"]),
  files: z.array(paymentFile),
  /** What the next file would hold. */
  waiting: z.object({ payoutCount: z.int(), amountCents: centsText }),
});

/** What a bank file changed; the same file again gives `alreadyRead` and changes nothing. */
export const bankFileAnswer = z.object({
  message: z.string(),
  messageId: z.string(),
  alreadyRead: z.boolean(),
  entries: z.int(),
  matched: z.int(),
  returned: z.int(),
  refused: z.int(),
  /** Payouts of which the bank checked the payee's name. */
  checked: z.int(),
  unmatched: z.int(),
});

export const payeeBlockListAnswer = z.object({
  blocks: z.array(
    z.object({
      shopId: id,
      shopName: z.string(),
      reason: z.string(),
      byTreasurer: z.boolean(),
      at: timestamp,
      owedCents: signedCents,
      /** Who stopped it or let it go on before, and why. */
      decided,
    }),
  ),
});

/** A shop asks for another account: the IBAN, and the signed `proposeIban` with its commitment. */
export const ibanChangeBody = z.strictObject({
  schemeId: id,
  iban: z.string().max(50),
  ibanSalt: id,
  request: signedRequest,
});
export const ibanChangeAnswer = z.object({ readyAt: timestamp });
/** Confirms it, by a signed `confirmIban` with the same commitment. */
export const ibanConfirmationBody = z.strictObject({ request: signedRequest });
export const ibanChangeListAnswer = z.object({
  changes: z.array(
    z.object({
      shopId: id,
      shopName: z.string(),
      iban: z.string(),
      ibanSalt: id,
      currentIbanTail: z.string(),
      /** Of the account that is paid now, and of the other one where the bank ever checked it. */
      currentNameCheck: nameCheck.nullable(),
      nameCheck: nameCheck.nullable(),
      commitment: hash,
      readyAt: timestamp,
      proposedAt: timestamp,
    }),
  ),
});
