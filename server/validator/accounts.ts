// What the index knows of beneficiaries' accounts, login codes and role offers, as the API shows it.
import { and, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { showCards } from "../cards/find.ts";
import type { roleOffersAnswer } from "../http/schemas/desk.ts";
import type {
  activationLookupAnswer,
  beneficiaryAnswer,
  beneficiaryListAnswer,
} from "../http/schemas/family.ts";
import type { Database } from "../store/database.ts";
import {
  activationKeys,
  beneficiaries,
  devices,
  roleOffers,
  schemes,
} from "../store/schema/projections.ts";

export type Accounts = {
  /** Beneficiaries with their devices. */
  show(beneficiaryIds: readonly Hex[]): Promise<z.input<typeof beneficiaryAnswer>[]>;
  /** The accounts that these keys could spend from once and can't any more, with how they lost them. */
  lost(addresses: readonly Hex[]): Promise<z.input<typeof beneficiaryListAnswer>["lost"]>;
  /** The accounts that a login code's keys stand for. */
  lookUp(keys: readonly Hex[]): Promise<z.input<typeof activationLookupAnswer>>;
  /** Roles that this account can still accept. */
  offersTo(candidate: Hex): Promise<z.input<typeof roleOffersAnswer>>;
};

export function createAccounts(given: { database: Database; now: () => number }): Accounts {
  const { database } = given;
  return {
    async show(beneficiaryIds) {
      if (beneficiaryIds.length === 0) return [];
      const ids = [...beneficiaryIds];
      const [rows, linked, { current, addresses }] = await Promise.all([
        database
          .select({ beneficiary: beneficiaries, endsAt: schemes.endsAt })
          .from(beneficiaries)
          .innerJoin(schemes, eq(schemes.schemeId, beneficiaries.schemeId))
          .where(inArray(beneficiaries.beneficiaryId, ids))
          .orderBy(beneficiaries.registeredAt, beneficiaries.beneficiaryId),
        database
          .select()
          .from(devices)
          .where(and(inArray(devices.beneficiaryId, ids), isNull(devices.removedAt)))
          .orderBy(devices.addedAt, devices.device),
        showCards(database, ids, given.now()),
      ]);
      return rows.map(({ beneficiary, endsAt }) => ({
        beneficiaryId: beneficiary.beneficiaryId,
        schemeId: beneficiary.schemeId,
        state: beneficiary.state,
        balanceCents: String(beneficiary.balanceCents),
        grantedCents: String(beneficiary.grantedCents),
        reason: beneficiary.reason,
        topUp: topUpOf(beneficiary),
        unfrozen: unfrozenOf(beneficiary),
        spendableUntil: endsAt,
        devices: linked
          .filter((one) => one.beneficiaryId === beneficiary.beneficiaryId)
          .filter((one) => !addresses.has(one.device))
          .map((one) => ({ address: one.device, addedAt: one.addedAt })),
        card: current.get(beneficiary.beneficiaryId) ?? null,
      }));
    },

    lost: (addresses) => lostBy(database, addresses),

    lookUp: (keys) => lookUpCodes(given, keys),

    async offersTo(candidate) {
      const offers = await database
        .select({
          schemeId: roleOffers.schemeId,
          role: roleOffers.role,
          readyAt: roleOffers.readyAt,
          expiresAt: roleOffers.expiresAt,
        })
        .from(roleOffers)
        .where(
          and(
            eq(roleOffers.candidate, candidate),
            eq(roleOffers.state, "open"),
            gt(roleOffers.expiresAt, given.now()),
          ),
        )
        .orderBy(roleOffers.readyAt);
      return { offers };
    },
  };
}

async function lookUpCodes(
  { database, now }: { database: Database; now: () => number },
  keys: readonly Hex[],
): Promise<z.input<typeof activationLookupAnswer>> {
  const rows = await database
    .select({
      activationKey: activationKeys.activationKey,
      beneficiaryId: activationKeys.beneficiaryId,
      schemeId: activationKeys.schemeId,
      state: activationKeys.state,
      endsAt: schemes.endsAt,
    })
    .from(activationKeys)
    .innerJoin(schemes, eq(schemes.schemeId, activationKeys.schemeId))
    .where(inArray(activationKeys.activationKey, [...keys]));
  const order = new Map(keys.map((key, index) => [key, index]));
  const place = (row: { activationKey: Hex }) => order.get(row.activationKey) ?? 0;
  const at = now();
  const accounts = rows
    .sort((one, other) => place(one) - place(other))
    .map(({ endsAt, ...row }) => {
      const isEnded = row.state === "open" && endsAt <= at;
      return { ...row, state: isEnded ? ("ended" as const) : row.state };
    });
  return { accounts };
}

async function lostBy(
  database: Database,
  addresses: readonly Hex[],
): Promise<z.input<typeof beneficiaryListAnswer>["lost"]> {
  const rows = await database
    .select({ beneficiaryId: devices.beneficiaryId, by: devices.lostBy })
    .from(devices)
    .where(and(inArray(devices.device, [...addresses]), isNotNull(devices.lostBy)))
    .orderBy(devices.removedAt, devices.device);
  return rows.flatMap(({ beneficiaryId, by }) => (by === null ? [] : [{ beneficiaryId, by }]));
}

function topUpOf({
  topUpCents,
  topUpReason,
  topUpAt,
}: typeof beneficiaries.$inferSelect): z.input<typeof beneficiaryAnswer>["topUp"] {
  if (topUpCents === null || topUpReason === null || topUpAt === null) return null;
  return { amountCents: String(topUpCents), reason: topUpReason, at: topUpAt };
}

function unfrozenOf({
  unfrozenReason,
  unfrozenAt,
}: typeof beneficiaries.$inferSelect): z.input<typeof beneficiaryAnswer>["unfrozen"] {
  if (unfrozenReason === null || unfrozenAt === null) return null;
  return { reason: unfrozenReason, at: unfrozenAt };
}
