// Finds households of a scheme for its validator: lists and searches tell no more than finding one needs.
import { and, asc, count, eq, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type {
  householdListAnswer,
  householdListQuery,
  letterNumbersAnswer,
} from "../http/schemas/households.ts";
import type { Database } from "../store/database.ts";
import { orderOf } from "../store/order.ts";
import { accessLog } from "../store/schema/access.ts";
import { commands } from "../store/schema/chain.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { type BeneficiaryState, beneficiaries } from "../store/schema/projections.ts";
import { householdAccounts } from "../store/schema/sums.ts";
import { paymentQuestions } from "../store/schema/wallet.ts";
import type { Authority } from "./authority.ts";
import { isNumbered } from "./looks.ts";
import { clientNumberPlace } from "./registrations.ts";
import type { Vault } from "./vault.ts";

type Listed = z.input<typeof householdListAnswer>;

export type Households = {
  /** One page, in the order of the letters. */
  list(query: { schemeId: Hex } & z.output<typeof householdListQuery>): Promise<Listed>;
  /** By client number or letter number; two when one family's client number is another's letter number. */
  find(given: { schemeId: Hex; number: string }): Promise<Listed["households"]>;
  /**
   * The letters' numbers of these children's households, to whoever prints their letters: those that the viewer registered, or looked at
   * with a reason. An account that somebody saw in a payment tells no family.
   */
  letterNumbers(given: {
    schemeId: Hex;
    beneficiaryIds: readonly Hex[];
    viewer: Pick<Authority, "addresses">;
  }): Promise<z.input<typeof letterNumbersAnswer>["letters"]>;
};

type Parts = { database: Database; vault: Vault; now: () => number };

const COLUMNS = { letter: householdAccounts.letterNumber, since: households.registeredAt };

/** So long without a payment, and a family may need a hand. */
export const UNUSED_SECONDS = 60 * 86_400;

export function createHouseholds(parts: Parts): Households {
  const { database } = parts;
  return {
    async list({ schemeId, show, sort, offset, limit }) {
      const where = and(
        eq(householdAccounts.schemeId, schemeId),
        show === "not-started" ? sql`${householdAccounts.isNotStarted}` : undefined,
        show === "questions" ? hasQuestion(database, schemeId) : undefined,
        show === "unused" ? isUnused(parts.now() - UNUSED_SECONDS) : undefined,
      );
      const [[all], page] = await Promise.all([
        database.select({ number: count() }).from(householdAccounts).where(where),
        database
          .select({ householdId: householdAccounts.householdId })
          .from(householdAccounts)
          // Each has one. Left, PostgreSQL reads it only when the order asks for it.
          .leftJoin(households, eq(households.householdId, householdAccounts.householdId))
          .where(where)
          .orderBy(...orderOf(sort, COLUMNS), asc(householdAccounts.letterNumber))
          .offset(offset)
          .limit(limit),
      ]);
      const ids = page.map(({ householdId }) => householdId);
      const found = await read(database, inArray(households.householdId, ids));
      const byId = new Map(found.map((one) => [one.householdId, one]));
      const inOrder = ids.map((id) => byId.get(id)).filter((one) => one !== undefined);
      return { households: await showAll(parts, inOrder), total: all?.number ?? 0 };
    },

    async find({ schemeId, number }) {
      const found = await read(database, isNumbered(parts.vault, schemeId, number));
      return showAll(parts, found);
    },

    letterNumbers: ({ schemeId, beneficiaryIds, viewer }) =>
      database
        .select({
          beneficiaryId: householdBeneficiaries.beneficiaryId,
          letterNumber: households.letterNumber,
        })
        .from(householdBeneficiaries)
        .innerJoin(households, eq(households.householdId, householdBeneficiaries.householdId))
        .leftJoin(commands, eq(commands.id, householdBeneficiaries.requestId))
        .where(
          and(
            eq(households.schemeId, schemeId),
            inArray(householdBeneficiaries.beneficiaryId, [...beneficiaryIds]),
            or(isSignedBy(viewer), isLookedAtBy(database, viewer)),
          ),
        ),
  };
}

/** Of the command that registered it: joined by its id, because beside another condition a subquery would read every command there is. */
const isSignedBy = ({ addresses }: Pick<Authority, "addresses">) =>
  inArray(sql`${commands.payload} #>> '{signed,request,from}'`, [...addresses]);

const isLookedAtBy = (database: Database, { addresses }: Pick<Authority, "addresses">) =>
  inArray(
    householdBeneficiaries.householdId,
    database
      .select({ householdId: accessLog.householdId })
      .from(accessLog)
      .where(inArray(accessLog.viewer, [...addresses])),
  );

/** In the order of their letters; a household counts once the ledger knows its beneficiaries. */
async function read(
  database: Database,
  where: SQL | undefined,
): Promise<(typeof households.$inferSelect)[]> {
  const rows = await database
    .select({ household: households })
    .from(households)
    .innerJoin(householdAccounts, eq(householdAccounts.householdId, households.householdId))
    .where(where)
    .orderBy(asc(households.letterNumber));
  return rows.map(({ household }) => household);
}

/** It asked something about a payment that nobody answered. */
const hasQuestion = (database: Database, schemeId: Hex) =>
  inArray(
    householdAccounts.householdId,
    database
      .select({ id: householdBeneficiaries.householdId })
      .from(paymentQuestions)
      .innerJoin(
        householdBeneficiaries,
        eq(householdBeneficiaries.beneficiaryId, paymentQuestions.beneficiaryId),
      )
      .where(and(eq(paymentQuestions.schemeId, schemeId), isNull(paymentQuestions.answeredAt))),
  );

/** There is something left to spend, and since then nobody paid or began. */
const isUnused = (since: number) =>
  and(
    eq(householdAccounts.canSpend, true),
    or(isNull(householdAccounts.lastUsedAt), lte(householdAccounts.lastUsedAt, since)),
  );

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
