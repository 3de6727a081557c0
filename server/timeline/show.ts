// Shows events as the desk words them: who, when, what, how much and why. Names of shops come from their profiles, nothing else does.
import { inArray } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { ReasonName, RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import type { Contracts } from "../chain/contracts.ts";
import { type EventName, parseEvent } from "../chain/events.ts";
import { createRefusals } from "../chain/refusal.ts";
import { stopReasonPlace } from "../guardian/scheme-stops.ts";
import type { timelineAnswer } from "../http/schemas/timeline.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { schemeStopReasons } from "../store/schema/guardian.ts";
import { payouts } from "../store/schema/projections.ts";
import { payoutOf } from "../treasury/payout-items.ts";
import type { Vault } from "../validator/vault.ts";
import { type EventRow, findEvents, positionOf, type Subject } from "./find.ts";
import { whoMade } from "./who.ts";

export type TimelineAnswer = z.input<typeof timelineAnswer>;
type Shown = TimelineAnswer["events"][number];

/** The subject is the scheme's: who asks made sure of it. */
export type ShowTimeline = (query: {
  schemeId: Hex;
  subject: Subject;
  before: number | null;
  limit: number;
  /** Who may not see whose purchases these were gets no beneficiary. */
  seesBeneficiaries: boolean;
}) => Promise<TimelineAnswer>;

/** The arguments that are shown, under the contracts' own names; each event has some of them. */
type Arguments = {
  amount?: bigint;
  returned?: bigint;
  perPayout?: bigint;
  perPayment?: bigint;
  reason?: ReasonName;
  bankReason?: Hex;
  beneficiaryId?: Hex;
  shopId?: Hex;
  paymentId?: Hex;
  payoutId?: Hex;
  device?: Hex;
  card?: Hex;
  till?: Hex;
  owner?: Hex;
  candidate?: Hex;
  holder?: Hex;
  role?: RoleName;
  readyAt?: number;
};

export function createShowTimeline(parts: {
  database: Database;
  contracts: Contracts;
  profiles: Profiles;
  vault: Vault;
}): ShowTimeline {
  const { database, profiles } = parts;
  const refusals = createRefusals(parts.contracts);
  return async ({ schemeId, subject, before, limit, seesBeneficiaries }) => {
    const { rows, next } = await findEvents(database, { schemeId, subject, before, limit });
    const [makers, notes, sums] = await Promise.all([
      whoMade(database, schemeId, rows),
      notesOf(parts, rows),
      payoutSums(database, rows),
    ]);
    const facts = rows.map((row) => factsOf(row));
    const names = await profiles.namesOf(
      facts.map(({ shopId }) => shopId).filter((shopId) => shopId !== null),
    );
    const events = rows.map((row, index): Shown => {
      const fact = facts[index] as ReturnType<typeof factsOf>;
      const isRefusal = row.name === "PaymentRefused";
      return {
        position: String(positionOf(row)),
        name: row.name as EventName,
        at: row.timestamp,
        who: makers[index] as Shown["who"],
        ...fact,
        amountCents: fact.amountCents ?? sums.get(fact.payoutId ?? "0x") ?? null,
        beneficiaryId: seesBeneficiaries ? fact.beneficiaryId : null,
        note: (row.requestId && notes.get(row.requestId)) ?? null,
        code: isRefusal ? refusals.decode(row.args.reason as string).code : null,
        shopName: fact.shopId && (names.get(fact.shopId) ?? ""),
        transactionHash: row.transactionHash,
      };
    });
    const payout = subject.kind === "payment" ? await payoutOf(database, subject.id) : null;
    return { events, next, payout };
  };
}

function factsOf(row: EventRow) {
  const { name, args } = parseEvent(row.name as EventName, row.args);
  const given = args as Arguments;
  const amount = given.amount ?? given.returned ?? given.perPayout ?? given.perPayment;
  return {
    amountCents: amount === undefined ? null : String(amount),
    // Of a refused payment the reason is the contract's error.
    reason: name === "PaymentRefused" ? null : (given.reason ?? null),
    bankReason: given.bankReason ? asciiOf(given.bankReason) : null,
    beneficiaryId: given.beneficiaryId ?? null,
    shopId: given.shopId ?? null,
    paymentId: given.paymentId ?? null,
    payoutId: given.payoutId ?? null,
    about:
      given.holder ??
      given.candidate ??
      given.owner ??
      given.till ??
      given.device ??
      given.card ??
      null,
    role: given.role ?? null,
    readyAt: given.readyAt ?? null,
  };
}

/** Four bytes of text; zeros mean that the bank gave no code. */
function asciiOf(bytes: Hex): string | null {
  const text = Buffer.from(bytes.slice(2), "hex").toString("latin1").replaceAll("\0", "");
  return /^[A-Z0-9]+$/.test(text) ? text : null;
}

/** What guardians wrote when they signed the commands of these events. */
async function notesOf(
  { database, vault }: { database: Database; vault: Vault },
  rows: readonly EventRow[],
): Promise<ReadonlyMap<Hex, string>> {
  const requestIds = rows
    .filter(({ name }) => name === "SchemePaused" || name === "SchemeResumed")
    .map(({ requestId }) => requestId)
    .filter((requestId) => requestId !== null);
  if (requestIds.length === 0) return new Map();
  const notes = await database
    .select({ requestId: schemeStopReasons.requestId, reason: schemeStopReasons.reason })
    .from(schemeStopReasons)
    .where(inArray(schemeStopReasons.requestId, requestIds));
  return new Map(
    notes.map(({ requestId, reason }) => [
      requestId,
      vault.open(stopReasonPlace(requestId), reason),
    ]),
  );
}

/** Events after a payout's first name the payout alone. */
async function payoutSums(
  database: Database,
  rows: readonly EventRow[],
): Promise<ReadonlyMap<string, string>> {
  const payoutIds = rows
    .filter(({ name }) => name === "PayoutSettled" || name === "PayoutReturned")
    .map(({ args }) => args.payoutId as Hex);
  if (payoutIds.length === 0) return new Map();
  const sums = await database
    .select({ payoutId: payouts.payoutId, amountCents: payouts.amountCents })
    .from(payouts)
    .where(inArray(payouts.payoutId, payoutIds));
  return new Map(sums.map(({ payoutId, amountCents }) => [payoutId, String(amountCents)]));
}
