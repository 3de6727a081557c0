// Schemes: opened on the chain, named off it; what they add up to comes from the index.
import { and, count, eq, isNotNull, lt, notExists, or, sum } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SoleLimits } from "../../wallet-web/shared/protocol/commands.ts";
import type { OfflineTerms } from "../../wallet-web/shared/protocol/offline-terms.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors/app-error.ts";
import type { schemeBody, schemeOverviewAnswer } from "../http/schemas/desk.ts";
import type { deploymentAnswer } from "../http/schemas/family.ts";
import { shareOfFamilies } from "../insight/at-least-five.ts";
import { countFamilies } from "../insight/sums.ts";
import { offlineTermsOf } from "../offline/terms.ts";
import type { Database, Transaction } from "../store/database.ts";
import { cardLimits } from "../store/schema/cards.ts";
import { soleLimits } from "../store/schema/four-eyes.ts";
import { schemeNames, shopRefusals } from "../store/schema/office.ts";
import {
  beneficiaries,
  mandates,
  schemes,
  shopAccounts,
  shops,
} from "../store/schema/projections.ts";
import { shopWeeks } from "../store/schema/sums.ts";
import { argumentsOf, type CommandReader, hexArgument } from "./commands.ts";
import type { Executed, RelayRequest } from "./requests.ts";

export type Schemes = {
  /** Opens a scheme and keeps its name. @throws {AppError} */
  open(body: z.output<typeof schemeBody>): Promise<Executed>;
  list(): Promise<z.input<typeof deploymentAnswer>["schemes"]>;
  /** @throws {AppError} `scheme-unknown` */
  overview(schemeId: Hex): Promise<z.input<typeof schemeOverviewAnswer>>;
};

export function createSchemes(given: {
  database: Database;
  deployment: Deployment;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
  config: Pick<Config, "householdRetentionMonths">;
}): Schemes {
  const { database } = given;
  return {
    async open({ schemeId, request, soleLimits: shown, ...named }) {
      const [argument] = argumentsOf(given.readCommand(request), "openScheme");
      if (hexArgument(argument) !== schemeId) throw new AppError("command-mismatch");
      if (shown) await requireLimits(database, { ...given.deployment, schemeId, shown });
      const requestId = requestDigest(given.deployment, request.request);
      return given.relayRequest(request, (tx) => keepNames(tx, { schemeId, ...named, requestId }));
    },

    async list() {
      const rows = await database
        .select({ scheme: schemes, named: schemeNames, limits: soleLimits, cards: cardLimits })
        .from(schemes)
        .leftJoin(schemeNames, eq(schemeNames.schemeId, schemes.schemeId))
        .leftJoin(
          soleLimits,
          and(
            eq(soleLimits.schemeId, schemes.schemeId),
            eq(soleLimits.ledger, given.deployment.ledger),
          ),
        )
        .leftJoin(cardLimits, eq(cardLimits.schemeId, schemes.schemeId))
        .orderBy(schemes.openedAt, schemes.schemeId);
      const offline = await offlineTermsOf(
        database,
        rows.map(({ scheme }) => scheme.schemeId),
      );
      return rows.map(({ scheme, named, limits, cards }) => ({
        schemeId: scheme.schemeId,
        name: named?.name ?? "",
        words: wordsOf(named),
        retentionMonths: named?.retentionMonths ?? given.config.householdRetentionMonths,
        startsAt: scheme.startsAt,
        endsAt: scheme.endsAt,
        graceSeconds: scheme.graceSeconds,
        ibanDelaySeconds: scheme.ibanDelaySeconds,
        amountPerBeneficiaryCents: String(scheme.amountPerBeneficiaryCents),
        shopDebtLimitCents: String(scheme.shopDebtLimitCents),
        soleLimits: limits && {
          fundingCents: String(limits.fundingCents),
          ibanChangeCents: String(limits.ibanChangeCents),
          admissionsPerDay: limits.admissionsPerDay,
        },
        offline: showTerms(offline.get(scheme.schemeId)),
        cardLimits: cardLimitsOf(cards),
        paused: scheme.paused,
        closed: scheme.closed,
      }));
    },

    overview: (schemeId) => overviewOf(database, schemeId),
  };
}

/** @throws {AppError} `sole-limits-differ` */
async function requireLimits(
  database: Database,
  given: { schemeId: Hex; ledger: Hex; shown: SoleLimits },
): Promise<void> {
  const { schemeId, ledger, shown } = given;
  const [fixed] = await database
    .select()
    .from(soleLimits)
    .where(and(eq(soleLimits.schemeId, schemeId), eq(soleLimits.ledger, ledger)));
  const names = ["fundingCents", "ibanChangeCents", "admissionsPerDay"] as const;
  if (!fixed || names.every((name) => fixed[name] === shown[name])) return;
  const params = Object.fromEntries(names.map((name) => [name, String(fixed[name])]));
  throw new AppError("sole-limits-differ", params);
}

/** @throws {AppError} `scheme-unknown` */
async function overviewOf(
  database: Database,
  schemeId: Hex,
): Promise<z.input<typeof schemeOverviewAnswer>> {
  const [row] = await database
    .select({ scheme: schemes, name: schemeNames.name })
    .from(schemes)
    .leftJoin(schemeNames, eq(schemeNames.schemeId, schemes.schemeId))
    .where(eq(schemes.schemeId, schemeId));
  if (!row) throw new AppError("scheme-unknown", { schemeId });
  const [shopDebtCents, accounts, byStanding, paid, adoption, mandate] = await Promise.all([
    shopDebtOf(database, schemeId),
    countBeneficiaries(database, schemeId),
    countShops(database, schemeId),
    countPayments(database, schemeId),
    adoptionOf(database, schemeId),
    findMandate(database, schemeId),
  ]);
  return {
    schemeId,
    name: row.name ?? "",
    conservation: conservationOf(row.scheme, shopDebtCents),
    ...accounts,
    ...spentOf(row.scheme),
    shops: byStanding,
    ...paid,
    ...adoption,
    mandate,
  };
}

/** What shops that stand below zero must pay back together, in cents: as much of the scheme's money isn't at its bank. */
export async function shopDebtOf(database: Database, schemeId: Hex): Promise<bigint> {
  const [row] = await database
    .select({ owedCents: sum(shopAccounts.owedCents).mapWith(BigInt) })
    .from(shopAccounts)
    .where(and(eq(shopAccounts.schemeId, schemeId), lt(shopAccounts.owedCents, 0n)));
  return -(row?.owedCents ?? 0n);
}

/** Where every cent of a scheme is, whether it adds up, and what of it can go back to the sponsor once the scheme is over. */
export function conservationOf(scheme: typeof schemes.$inferSelect, shopDebtCents: bigint) {
  const withdrawable = scheme.unallocatedCents - shopDebtCents;
  const parts =
    scheme.unallocatedCents +
    scheme.outstandingCents +
    scheme.owedCents +
    scheme.inPayoutCents +
    scheme.paidOutCents +
    scheme.withdrawnCents;
  return {
    fundedCents: String(scheme.fundedCents),
    unallocatedCents: String(scheme.unallocatedCents),
    outstandingCents: String(scheme.outstandingCents),
    owedCents: String(scheme.owedCents),
    inPayoutCents: String(scheme.inPayoutCents),
    paidOutCents: String(scheme.paidOutCents),
    withdrawnCents: String(scheme.withdrawnCents),
    shopDebtCents: String(shopDebtCents),
    withdrawableCents: String(withdrawable > 0n ? withdrawable : 0n),
    holds: scheme.fundedCents === parts,
  };
}

/** A name whose command was refused must not stand in the way of the next. */
async function keepNames(
  tx: Transaction,
  {
    schemeId,
    words,
    ...given
  }: Omit<z.output<typeof schemeBody>, "request" | "soleLimits"> & {
    requestId: Hex;
  },
): Promise<void> {
  const named = { ...given, wordForOne: words?.one ?? null, wordForMany: words?.many ?? null };
  await tx
    .insert(schemeNames)
    .values({ schemeId, ...named })
    .onConflictDoUpdate({ target: schemeNames.schemeId, set: named });
}

function wordsOf(named: typeof schemeNames.$inferSelect | null) {
  const { wordForOne: one, wordForMany: many } = named ?? {};
  return one && many ? { one, many } : null;
}

function showTerms(terms: OfflineTerms | undefined) {
  if (!terms) return null;
  const { carrier, perPaymentCents, perDayCents } = terms;
  return {
    carrier,
    perPaymentCents: String(perPaymentCents),
    perDayCents: String(perDayCents),
  };
}

async function countBeneficiaries(database: Database, schemeId: Hex) {
  const rows = await database
    .select({ state: beneficiaries.state, number: count() })
    .from(beneficiaries)
    .where(eq(beneficiaries.schemeId, schemeId))
    .groupBy(beneficiaries.state);
  const counts = { registered: 0, active: 0, frozen: 0, closed: 0 };
  for (const row of rows) counts[row.state] = row.number;
  return { beneficiaries: counts };
}

/** What was spent is what shops are owed, what is on its way to them and what they were paid: the ledger has no other place for it. */
function spentOf({ owedCents, inPayoutCents, paidOutCents }: typeof schemes.$inferSelect) {
  return { spentCents: String(owedCents + inPayoutCents + paidOutCents) };
}

/** A shop that no scheme admitted waits for each of them, until that refuses it. */
async function countShops(database: Database, schemeId: Hex) {
  const refused = database
    .select({ shopId: shopRefusals.shopId })
    .from(shopRefusals)
    .where(and(eq(shopRefusals.shopId, shops.shopId), eq(shopRefusals.schemeId, schemeId)));
  const elsewhere = alias(shopAccounts, "elsewhere");
  const admittedElsewhere = database
    .select({ shopId: elsewhere.shopId })
    .from(elsewhere)
    .where(eq(elsewhere.shopId, shops.shopId));
  const rows = await database
    .select({ state: shopAccounts.state, number: count() })
    .from(shops)
    .leftJoin(
      shopAccounts,
      and(eq(shopAccounts.shopId, shops.shopId), eq(shopAccounts.schemeId, schemeId)),
    )
    .where(
      or(isNotNull(shopAccounts.shopId), and(notExists(refused), notExists(admittedElsewhere))),
    )
    .groupBy(shopAccounts.state);
  const counts = { waiting: 0, admitted: 0, suspended: 0 };
  for (const row of rows) counts[row.state ?? "waiting"] = row.number;
  return counts;
}

async function countPayments(database: Database, schemeId: Hex) {
  const [row] = await database
    .select({ payments: sum(shopWeeks.payments).mapWith(Number) })
    .from(shopWeeks)
    .where(eq(shopWeeks.schemeId, schemeId));
  return { payments: row?.payments ?? 0 };
}

async function adoptionOf(database: Database, schemeId: Hex) {
  const { whole, part } = await countFamilies(database, schemeId);
  return { households: whole, adoption: shareOfFamilies({ part, whole }) };
}

async function findMandate(database: Database, schemeId: Hex) {
  const [mandate] = await database.select().from(mandates).where(eq(mandates.schemeId, schemeId));
  if (!mandate) return null;
  return {
    operator: mandate.operator,
    perPayoutCents: String(mandate.perPayoutCents),
    perDayCents: String(mandate.perDayCents),
    validUntil: mandate.validUntil,
  };
}

/** Zero in a payment is as good as no limits: no card pays. */
function cardLimitsOf(limits: typeof cardLimits.$inferSelect | null) {
  if (!limits || limits.perPaymentCents === 0n) return null;
  return {
    perPaymentCents: String(limits.perPaymentCents),
    perDayCents: String(limits.perDayCents),
  };
}
