// Finds households of a scheme for its validator: lists and searches tell no more than finding one needs.
import { and, asc, count, eq, exists, gt, inArray, isNull, notExists, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type {
  householdListAnswer,
  householdListQuery,
  letterNumbersAnswer,
} from "../http/schemas/households.ts";
import type { Database } from "../store/database.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import {
  type BeneficiaryState,
  beneficiaries,
  devices,
  payments,
} from "../store/schema/projections.ts";
import { paymentQuestions } from "../store/schema/wallet.ts";
import { isNumbered } from "./looks.ts";
import { clientNumberPlace } from "./registrations.ts";
import type { Vault } from "./vault.ts";

type Listed = z.input<typeof householdListAnswer>;

export type Households = {
  /** One page, in the order of the letters. */
  list(query: { schemeId: Hex } & z.output<typeof householdListQuery>): Promise<Listed>;
  /** By client number or letter number; two when one family's client number is another's letter number. */
  find(given: { schemeId: Hex; number: string }): Promise<Listed["households"]>;
  /** The letters' numbers of these children's households. */
  letterNumbers(given: {
    schemeId: Hex;
    beneficiaryIds: readonly Hex[];
  }): Promise<z.input<typeof letterNumbersAnswer>["letters"]>;
};

type Parts = { database: Database; vault: Vault; now: () => number };

/** So long without a payment, and a family may need a hand. */
export const UNUSED_SECONDS = 60 * 86_400;

export function createHouseholds(parts: Parts): Households {
  const { database } = parts;
  return {
    async list({ schemeId, show, offset, limit }) {
      const where = and(
        eq(households.schemeId, schemeId),
        hasMember(database),
        show === "not-started" ? isNotStarted(database) : undefined,
        show === "questions" ? hasQuestion(database) : undefined,
        show === "unused" ? isUnused(database, parts.now() - UNUSED_SECONDS) : undefined,
      );
      const [[all], page] = await Promise.all([
        database.select({ number: count() }).from(households).where(where),
        database
          .select()
          .from(households)
          .where(where)
          .orderBy(asc(households.letterNumber))
          .offset(offset)
          .limit(limit),
      ]);
      return { households: await showAll(parts, page), total: all?.number ?? 0 };
    },

    async find({ schemeId, number }) {
      const found = await database
        .select()
        .from(households)
        .where(and(isNumbered(parts.vault, schemeId, number), hasMember(database)))
        .orderBy(asc(households.letterNumber));
      return showAll(parts, found);
    },

    letterNumbers: ({ schemeId, beneficiaryIds }) =>
      database
        .select({
          beneficiaryId: householdBeneficiaries.beneficiaryId,
          letterNumber: households.letterNumber,
        })
        .from(householdBeneficiaries)
        .innerJoin(households, eq(households.householdId, householdBeneficiaries.householdId))
        .where(
          and(
            eq(households.schemeId, schemeId),
            inArray(householdBeneficiaries.beneficiaryId, [...beneficiaryIds]),
          ),
        ),
  };
}

/** Children of the household in question, as the ledger knows them. */
function members(database: Database, where?: SQL) {
  return database
    .select({ id: beneficiaries.beneficiaryId })
    .from(householdBeneficiaries)
    .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(and(eq(householdBeneficiaries.householdId, households.householdId), where));
}

/** A household counts once the ledger knows its beneficiaries. */
const hasMember = (database: Database) => exists(members(database));

/** Nobody of it ever used the letter, though somebody could. */
const isNotStarted = (database: Database) =>
  and(
    exists(members(database, eq(beneficiaries.state, "registered"))),
    notExists(members(database, inArray(beneficiaries.state, ["active", "frozen"]))),
  );

/** It asked something about a payment that nobody answered. */
const hasQuestion = (database: Database) =>
  exists(
    database
      .select({ id: paymentQuestions.paymentId })
      .from(householdBeneficiaries)
      .innerJoin(
        paymentQuestions,
        eq(paymentQuestions.beneficiaryId, householdBeneficiaries.beneficiaryId),
      )
      .where(
        and(
          eq(householdBeneficiaries.householdId, households.householdId),
          isNull(paymentQuestions.answeredAt),
        ),
      ),
  );

/** There is something left to spend, and since then nobody paid or began. */
function isUnused(database: Database, since: number): SQL | undefined {
  const withPayment = database
    .select({ id: payments.paymentId })
    .from(householdBeneficiaries)
    .innerJoin(payments, eq(payments.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(
      and(
        eq(householdBeneficiaries.householdId, households.householdId),
        gt(payments.paidAt, since),
      ),
    );
  const withNewDevice = database
    .select({ id: devices.device })
    .from(householdBeneficiaries)
    .innerJoin(devices, eq(devices.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(
      and(
        eq(householdBeneficiaries.householdId, households.householdId),
        gt(devices.addedAt, since),
      ),
    );
  return and(
    exists(
      members(database, and(eq(beneficiaries.state, "active"), gt(beneficiaries.balanceCents, 0n))),
    ),
    notExists(withPayment),
    notExists(withNewDevice),
  );
}

async function showAll(
  { database, vault }: Parts,
  page: readonly (typeof households.$inferSelect)[],
): Promise<Listed["households"]> {
  const states = await statesOf(database, page);
  return page.map(({ householdId, clientNumber, letterNumber, registeredAt }) => ({
    householdId,
    clientNumber: vault.open(clientNumberPlace(householdId), clientNumber),
    letterNumber,
    registeredAt,
    states: states.get(householdId) ?? [],
  }));
}

async function statesOf(
  database: Database,
  page: readonly { householdId: Hex }[],
): Promise<Map<Hex, BeneficiaryState[]>> {
  const states = new Map<Hex, BeneficiaryState[]>();
  if (page.length === 0) return states;
  const rows = await database
    .select({ householdId: householdBeneficiaries.householdId, state: beneficiaries.state })
    .from(householdBeneficiaries)
    .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(
      inArray(
        householdBeneficiaries.householdId,
        page.map((one) => one.householdId),
      ),
    )
    .orderBy(householdBeneficiaries.position);
  for (const { householdId, state } of rows) {
    states.set(householdId, [...(states.get(householdId) ?? []), state]);
  }
  return states;
}
