// The events of the four contracts as types, checked by zod on their way in; what they mean stands in projection/.
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  ACTS,
  type ActName,
  REASONS,
  type ReasonName,
  ROLES,
  type RoleName,
} from "../../wallet-web/shared/protocol/commands.ts";

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`))
    .transform((text) => text as Hex);
const id = hex(16);
const hash = hex(32);
const address = hex(20);
const bytes = z
  .string()
  .regex(/^0x[0-9a-f]*$/)
  .transform((text) => text as Hex);
/** Decimal text, as it is decoded and stored. */
const cents = z
  .string()
  .regex(/^[0-9]+$/)
  .transform(BigInt);
const number = z
  .string()
  .regex(/^[0-9]+$/)
  .transform(Number);
const role = number.transform((value, context): RoleName => {
  const name = ROLES[value];
  if (name !== undefined && name !== "none") return name;
  context.addIssue("not a role");
  return z.NEVER;
});
const act = number.transform((value, context): ActName => {
  const name = ACTS[value];
  if (name !== undefined) return name;
  context.addIssue("not an act");
  return z.NEVER;
});
const reason = number.transform((value, context): ReasonName => {
  const name = REASONS[value];
  if (name !== undefined) return name;
  context.addIssue("not a reason");
  return z.NEVER;
});

/** Arguments by event, under the contracts' own names. Amounts are cents, times Unix seconds. */
export const eventSchemas = {
  SchemeOpened: z.object({
    schemeId: id,
    sponsor: address,
    terms: z.object({
      startsAt: number,
      endsAt: number,
      grace: number,
      ibanDelay: number,
      amountPerBeneficiary: cents,
      shopDebtLimit: cents,
    }),
  }),
  SchemeFunded: z.object({ schemeId: id, amount: cents, bankReference: hash }),
  SchemeWithdrawn: z.object({ schemeId: id, amount: cents, bankReference: hash }),
  SchemePaused: z.object({ schemeId: id, guardian: address, reason }),
  SchemeResumed: z.object({ schemeId: id, guardian: address, reason }),
  SchemeClosed: z.object({ schemeId: id }),

  RoleOffered: z.object({ schemeId: id, role, candidate: address, readyAt: number }),
  RoleOfferWithdrawn: z.object({ schemeId: id, role, candidate: address }),
  RoleAccepted: z.object({ schemeId: id, role, holder: address, candidate: address }),
  RoleWithdrawn: z.object({ schemeId: id, role, holder: address }),
  SoleLimitsSet: z.object({
    schemeId: id,
    ledger: address,
    limits: z.object({ funding: cents, ibanChange: cents, admissionsPerDay: number }),
  }),
  ActProposed: z.object({
    schemeId: id,
    callId: hash,
    proposer: address,
    ledger: address,
    act,
    expiresAt: number,
    call: bytes,
  }),
  ActConfirmed: z.object({ schemeId: id, callId: hash, confirmer: address, ledger: address }),
  ActWithdrawn: z.object({ schemeId: id, callId: hash, by: address, ledger: address }),

  BeneficiaryRegistered: z.object({
    schemeId: id,
    beneficiaryId: id,
    activationKey: address,
    amount: cents,
  }),
  BeneficiaryToppedUp: z.object({ beneficiaryId: id, amount: cents, reason }),
  BeneficiaryFrozen: z.object({ beneficiaryId: id, by: address, reason }),
  BeneficiaryUnfrozen: z.object({ beneficiaryId: id, by: address, reason }),
  BeneficiaryClosed: z.object({ beneficiaryId: id, returned: cents, reason }),
  BeneficiaryExpired: z.object({ beneficiaryId: id, returned: cents }),
  LoginCodeReissued: z.object({ beneficiaryId: id, activationKey: address, deviceEpoch: number }),
  DeviceAdded: z.object({ beneficiaryId: id, device: address, by: address }),
  DeviceRemoved: z.object({ beneficiaryId: id, device: address, by: address }),

  CardLimitsSet: z.object({ schemeId: id, perPayment: cents, perDay: cents }),
  CardLinked: z.object({ beneficiaryId: id, card: address, by: address }),
  CardBlocked: z.object({ beneficiaryId: id, card: address, by: address, reason }),
  CardUnblocked: z.object({ beneficiaryId: id, card: address, by: address, reason }),
  CardRemoved: z.object({ beneficiaryId: id, card: address, by: address, reason }),
  CardSpent: z.object({ card: address, day: number, spentOnDay: cents }),
  CoSignerOffered: z.object({ candidate: address, readyAt: number }),
  CoSignerSet: z.object({ coSigner: address }),

  ShopRegistered: z.object({ shopId: id, owner: address }),
  ShopOwnerReplaced: z.object({ shopId: id, owner: address, previous: address }),
  TillAdded: z.object({ shopId: id, till: address }),
  TillRemoved: z.object({ shopId: id, till: address }),
  ShopAdmitted: z.object({ schemeId: id, shopId: id, ibanCommitment: hash }),
  ShopSuspended: z.object({ schemeId: id, shopId: id, by: address, reason }),
  ShopResumed: z.object({ schemeId: id, shopId: id, reason }),
  IbanProposed: z.object({ schemeId: id, shopId: id, ibanCommitment: hash, readyAt: number }),
  IbanConfirmed: z.object({ schemeId: id, shopId: id, ibanCommitment: hash }),

  PaymentMade: z.object({
    paymentId: hash,
    beneficiaryId: id,
    shopId: id,
    till: address,
    device: address,
    nonce: number,
    amount: cents,
  }),
  PaymentRefused: z.object({ paymentId: hash, reason: bytes }),
  PaymentRefunded: z.object({
    paymentId: hash,
    beneficiaryId: id,
    shopId: id,
    till: address,
    amount: cents,
  }),
  PaymentReversed: z.object({
    paymentId: hash,
    beneficiaryId: id,
    shopId: id,
    guardian: address,
    amount: cents,
    reason,
  }),

  MandateSet: z.object({
    schemeId: id,
    operator: address,
    perPayout: cents,
    perDay: cents,
    validUntil: number,
  }),
  PayoutOpened: z.object({
    payoutId: id,
    schemeId: id,
    shopId: id,
    amount: cents,
    ibanCommitment: hash,
    by: address,
  }),
  PayoutSettled: z.object({ payoutId: id, bankReference: hash }),
  PayoutReturned: z.object({ payoutId: id, bankReason: hex(4), afterSettlement: z.boolean() }),
  ShopRepaid: z.object({ schemeId: id, shopId: id, amount: cents, bankReference: hash }),

  RequestExecuted: z.object({ requestId: hash, from: address }),
  RequestRefused: z.object({ requestId: hash, from: address, reason: bytes }),
} as const;

/** Events of the libraries under our contracts; what they say stands in an event of our own too. */
export const IGNORED_EVENTS: ReadonlySet<string> = new Set([
  "EIP712DomainChanged",
  "RoleAdminChanged",
  "RoleGranted",
  "RoleRevoked",
]);

export type EventName = keyof typeof eventSchemas;

/** One event, by its name. */
export type LedgerEvent = {
  [Name in EventName]: { name: Name; args: z.output<(typeof eventSchemas)[Name]> };
}[EventName];

/** An event with its place on the chain. */
export type ChainEvent = LedgerEvent & {
  blockNumber: number;
  /** Place in the block; with the block's number it orders all events. */
  logIndex: number;
  transactionHash: Hex;
  /** The block's time, Unix seconds. */
  timestamp: number;
  /** Digest of the signed request that caused it; null for what came another way. */
  requestId: Hex | null;
};

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventSchemas, name);
}

/**
 * Types one event's arguments, given as they are stored: integers as decimal text, hexadecimal in lower case.
 * @throws {z.ZodError} when they are not what the contracts emit.
 */
export function parseEvent(name: EventName, args: unknown): LedgerEvent {
  return { name, args: eventSchemas[name].parse(args) } as LedgerEvent;
}
