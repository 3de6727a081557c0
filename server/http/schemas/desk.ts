// What the municipality's desk asks and gets.
import { z } from "zod";
import { nameCheck } from "./payouts.ts";
import {
  address,
  beneficiaryState,
  cents,
  centsText,
  hash,
  id,
  language,
  roleName,
  shopState,
  signedCents,
  signedRequest,
  timestamp,
} from "./primitives.ts";
import { category, shopRefusalAnswer } from "./shop.ts";

/** The answer to any signed command. */
export const requestAnswer = z.object({
  requestId: hash,
  executedAt: timestamp,
  blockNumber: z.int(),
});

export const roleOffersAnswer = z.object({
  offers: z.array(
    z.object({ schemeId: id, role: roleName, readyAt: timestamp, expiresAt: timestamp }),
  ),
});

export const roleHoldersAnswer = z.object({
  holders: z.array(
    z.object({
      schemeId: id,
      role: roleName,
      holder: address,
      /** The account that accepted, often the one-time key of an enrolment link. */
      candidate: address,
      acceptedAt: timestamp,
    }),
  ),
});

/** Letters, with spaces, hyphens or apostrophes between them. */
const schemeWord = z
  .string()
  .trim()
  .max(40)
  .regex(/^\p{L}+(?:[ '’-]\p{L}+)*$/u);

/** Open a scheme: its name stays off the chain; `request` is the signed `openScheme`. */
export const schemeBody = z.strictObject({
  schemeId: id,
  name: z.string().trim().min(1).max(100),
  /** What screens call whom it is for; without it they use their own words. */
  words: z.strictObject({ one: schemeWord, many: schemeWord }).nullable().default(null),
  /** Families are erased so many months after end and grace; without it after as many as the server is set to. */
  retentionMonths: z.int().min(1).max(240).nullable().default(null),
  /** What its sponsor was shown that one person may do alone; refused when something else is fixed. Null: not looked at. */
  soleLimits: z
    .strictObject({ fundingCents: cents, ibanChangeCents: cents, admissionsPerDay: z.int().min(0) })
    .nullable()
    .default(null),
  request: signedRequest,
});

export const conservationAnswer = z.object({
  fundedCents: centsText,
  unallocatedCents: centsText,
  outstandingCents: centsText,
  /** What shops are owed, less what others among them must pay back. */
  owedCents: signedCents,
  inPayoutCents: centsText,
  paidOutCents: centsText,
  withdrawnCents: centsText,
  /** What shops that stand below zero must pay back. */
  shopDebtCents: centsText,
  /** What the sponsor may take back once the scheme is over: unallocated, less what shops must pay back. */
  withdrawableCents: centsText,
  holds: z.boolean(),
});

/** Families that paid at least once. */
export const familyShare = z.object({
  /** Null when they are fewer than five. */
  families: z.int().nullable(),
  /** Whole per cents, rounded down; null when fewer than five families paid. */
  percent: z.int().nullable(),
  /** Fewer than five families did not pay: it is this share or more. */
  isAtLeast: z.boolean(),
});

export const schemeOverviewAnswer = z.object({
  schemeId: id,
  name: z.string(),
  conservation: conservationAnswer,
  households: z.int(),
  beneficiaries: z.record(beneficiaryState, z.int()),
  shops: z.record(shopState, z.int()),
  payments: z.int(),
  spentCents: centsText,
  /** Households of which a child paid at least once. */
  adoption: familyShare,
  mandate: z
    .object({
      operator: address,
      perPayoutCents: centsText,
      perDayCents: centsText,
      validUntil: timestamp,
    })
    .nullable(),
});

/** What is still on accounts, and the next of them to take back. */
export const unspentAnswer = z.object({
  beneficiaryIds: z.array(id),
  /** Of the whole scheme, these among them. */
  accounts: z.int(),
  balanceCents: centsText,
});

/** Why a row of the CSV can't go in. */
export const rowProblem = z.enum([
  "client-number-missing",
  "client-number-too-long",
  "client-number-twice",
  "children-not-a-number",
  "children-out-of-range",
  "language-unknown",
  "formula",
  "columns-missing",
]);

export const importAnswer = z.object({
  importId: id,
  schemeId: id,
  rows: z.array(
    z.object({
      /** Line in the file, counted from 1 with the header. */
      row: z.int(),
      clientNumber: z.string(),
      children: z.int(),
      language,
      /** Compared with the accounts of the household that aren't closed: it has fewer than the row says (`more`), or more (`fewer`). */
      verdict: z.enum(["new", "more", "fewer", "registered", "refused"]),
      problems: z.array(rowProblem),
      /** Of a household whose number of children differs. */
      known: z
        .object({ householdId: id, letterNumber: z.int(), open: z.int(), closed: z.int() })
        .nullable(),
    }),
  ),
  counts: z.object({
    new: z.int(),
    more: z.int(),
    fewer: z.int(),
    registered: z.int(),
    refused: z.int(),
    /** Those that new households have, and those that known ones got. */
    children: z.int(),
  }),
  /** Households of the scheme of which the file has no row, with their accounts that aren't closed: the first 2,000 by their letters. */
  absent: z.array(
    z.object({
      householdId: id,
      clientNumber: z.string(),
      letterNumber: z.int(),
      beneficiaryIds: z.array(id).min(1),
    }),
  ),
  /** How many there are. */
  absentTotal: z.int(),
});

/** Closes one account of a household; `request` is the signed `closeBeneficiary`. */
export const closingBody = z.strictObject({
  householdId: id,
  /** Every account of the household that wasn't closed when the person decided. */
  beneficiaryIds: z.array(id).min(1).max(50),
  request: signedRequest,
});
export const closingAnswer = z.object({ beneficiaryId: id });

/**
 * Registers rows of an import; `request` is the signed `registerBeneficiaries` for exactly these ids. A household that is known gets the
 * children that its row has more than it.
 */
export const registrationBody = z.strictObject({
  importId: id,
  households: z
    .array(z.strictObject({ row: z.int().min(2), beneficiaryIds: z.array(id).min(1).max(20) }))
    .min(1)
    .max(50),
  request: signedRequest,
});
export const registrationAnswer = z.object({
  requestId: hash,
  households: z.int(),
  beneficiaries: z.int(),
});

/** What the trade register said of a shop's KvK number. A hint for a person: nothing follows from it. */
export const registerCheck = z.object({
  /** Whether this server has a register to ask. */
  canAsk: z.boolean(),
  /** The last answer. `ended`: everything under the number is. */
  state: z.enum(["unasked", "found", "ended", "not-found"]),
  /** What tells most of what is registered: of the shop's own name, else the main branch. */
  registered: z
    .object({
      name: z.string(),
      street: z.string().nullable(),
      place: z.string().nullable(),
      /** Main branch, another branch, or the legal person. */
      kind: z.enum(["main", "branch", "entity"]),
    })
    .nullable(),
  /** Apart from capitals, punctuation and legal form; null when nothing is registered. */
  isNameSame: z.boolean().nullable(),
  /** Where the name differs: the other names under the number. */
  others: z.array(z.string()),
  /** When it answered. */
  at: timestamp.nullable(),
  /** When it was asked in vain, after that answer. */
  failedAt: timestamp.nullable(),
});

export const schemeShopListAnswer = z.object({
  shops: z.array(
    z.object({
      shopId: id,
      name: z.string(),
      kvkNumber: z.string(),
      iban: z.string(),
      ibanSalt: id,
      category,
      address: z.string(),
      email: z.string(),
      state: shopState,
      owedCents: signedCents,
      inPayoutCents: centsText,
      paidOutCents: centsText,
      /** Of the account that is paid in this scheme. */
      nameCheck: nameCheck.nullable(),
      register: registerCheck,
      /** While it isn't admitted: that it was refused. */
      refusal: shopRefusalAnswer.nullable(),
      /** While it isn't admitted: that another scheme admitted it, so that it waits for nobody. */
      isElsewhere: z.boolean(),
      registeredAt: timestamp,
    }),
  ),
});

/** Admit a shop; `request` is the signed `admitShop` with the commitment of the IBAN that the desk saw. */
export const admissionBody = z.strictObject({ shopId: id, request: signedRequest });
