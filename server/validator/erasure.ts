// Erases families: every trace of them outside of the ledger. What the ledger keeps is then nobody's; its sums stay as they are.
import { and, arrayOverlaps, eq, inArray, ne } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { addressOf } from "../../wallet-web/shared/protocol/signer.ts";
import { type Deployment, erasureDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { erasureBody } from "../http/schemas/households.ts";
import type { MarkGivers } from "../marks/givers.ts";
import type { Database, Transaction } from "../store/database.ts";
import { accessLog, erasures, paymentRefusals } from "../store/schema/access.ts";
import { cardAttempts, cardPins } from "../store/schema/cards.ts";
import { householdBeneficiaries, households, sessions } from "../store/schema/office.ts";
import { beneficiaries, devices } from "../store/schema/projections.ts";
import { paymentCodes, paymentQuestions, phoneOffers } from "../store/schema/wallet.ts";
import { authorityOf, requireRole } from "./authority.ts";
import type { ImportStore } from "./import-store.ts";
import type { Session } from "./sessions.ts";
import { requireSigner } from "./signatures.ts";

/** @throws {AppError} */
export type Erase = (
  session: Pick<Session, "addresses">,
  signed: { schemeId: Hex } & z.output<typeof erasureBody>,
) => Promise<{ erasureId: Hex }>;

type HouseholdRow = typeof households.$inferSelect;

const FRESH_SECONDS = 600;

export function createErase(parts: {
  database: Database;
  deployment: Deployment;
  importStore: Pick<ImportStore, "forget">;
  markGivers: Pick<MarkGivers, "forget">;
  now: () => number;
}): Erase {
  const { database } = parts;
  return async (session, signed) => {
    const { schemeId, householdId, reason, signature, at } = signed;
    const erasureId = erasureDigest(parts.deployment, signed);
    requireSigner(erasureId, signature);
    const by = addressOf(signature);
    if (!session.addresses.includes(by)) throw new AppError("signer-mismatch", { actual: by });
    requireRole(await authorityOf(database, [by]), schemeId, ["validator"]);
    await database.transaction(async (tx) => {
      if (await isDone(tx, erasureId)) return;
      if (Math.abs(parts.now() - at) > FRESH_SECONDS) throw new AppError("decision-stale");
      const [household] = await tx
        .select()
        .from(households)
        .where(and(eq(households.schemeId, schemeId), eq(households.householdId, householdId)))
        .for("update");
      // Another call with this very signature may have been first.
      if (await isDone(tx, erasureId)) return;
      if (!household) throw new AppError("not-found");
      await demandClosed(tx, householdId);
      const gone = await eraseHouseholds(parts, tx, { schemeId, rows: [household] });
      await tx.insert(erasures).values({
        erasureId,
        schemeId,
        reason,
        by,
        signature: JSON.stringify(signature),
        beneficiaries: gone,
        at: parts.now(),
      });
    });
    return { erasureId };
  };
}

/**
 * Whether a family still stands behind an account. It isn't erased before the transaction ends: what is kept about it within goes with it.
 */
export async function holdFamily(tx: Transaction, beneficiaryId: Hex): Promise<boolean> {
  const rows = await tx
    .select({ householdId: households.householdId })
    .from(households)
    .innerJoin(
      householdBeneficiaries,
      eq(householdBeneficiaries.householdId, households.householdId),
    )
    .where(eq(householdBeneficiaries.beneficiaryId, beneficiaryId))
    .for("key share", { of: households });
  return rows.length === 1;
}

async function isDone(tx: Transaction, erasureId: Hex): Promise<boolean> {
  const rows = await tx
    .select({ id: erasures.erasureId })
    .from(erasures)
    .where(eq(erasures.erasureId, erasureId));
  return rows.length === 1;
}

/** Money that is left could never be helped to again. @throws {AppError} `household-still-open` */
async function demandClosed(tx: Transaction, householdId: Hex): Promise<void> {
  const [open] = await tx
    .select({ id: beneficiaries.beneficiaryId })
    .from(householdBeneficiaries)
    .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, householdBeneficiaries.beneficiaryId))
    .where(
      and(eq(householdBeneficiaries.householdId, householdId), ne(beneficiaries.state, "closed")),
    )
    .limit(1);
  if (open) throw new AppError("household-still-open");
}

/** Deletes households of one scheme with all that leads to them. @returns How many children they had. */
export async function eraseHouseholds(
  given: {
    importStore: Pick<ImportStore, "forget">;
    markGivers: Pick<MarkGivers, "forget">;
  },
  tx: Transaction,
  { schemeId, rows }: { schemeId: Hex; rows: readonly HouseholdRow[] },
): Promise<number> {
  const ids = rows.map((row) => row.householdId);
  const children = await tx
    .select({ beneficiaryId: householdBeneficiaries.beneficiaryId })
    .from(householdBeneficiaries)
    .where(inArray(householdBeneficiaries.householdId, ids));
  await forgetAccounts(
    tx,
    children.map((child) => child.beneficiaryId),
  );
  await given.importStore.forget(tx, schemeId, new Set(rows.map((row) => row.clientNumberMac)));
  await given.markGivers.forget(tx, schemeId, ids);
  await tx
    .update(accessLog)
    .set({ householdId: null, note: null })
    .where(inArray(accessLog.householdId, ids));
  // Their children's rows go with them.
  await tx.delete(households).where(inArray(households.householdId, ids));
  return children.length;
}

/** What is known of accounts beside the ledger: their phones' sessions, questions, the server's half of their cards, and payments
 * that were refused. */
async function forgetAccounts(tx: Transaction, beneficiaryIds: readonly Hex[]): Promise<void> {
  if (beneficiaryIds.length === 0) return;
  await tx
    .delete(paymentRefusals)
    .where(inArray(paymentRefusals.beneficiaryId, [...beneficiaryIds]));
  await tx
    .delete(paymentQuestions)
    .where(inArray(paymentQuestions.beneficiaryId, [...beneficiaryIds]));
  await tx.delete(paymentCodes).where(inArray(paymentCodes.beneficiaryId, [...beneficiaryIds]));
  const ofThem = inArray(cardPins.beneficiaryId, [...beneficiaryIds]);
  const own = tx.select({ card: cardPins.card }).from(cardPins).where(ofThem);
  await tx.delete(cardAttempts).where(inArray(cardAttempts.card, own));
  await tx.delete(cardPins).where(ofThem);
  const linked = await tx
    .select({ device: devices.device })
    .from(devices)
    .where(inArray(devices.beneficiaryId, [...beneficiaryIds]));
  const addresses = linked.map(({ device }) => device);
  if (addresses.length > 0) {
    await tx.delete(phoneOffers).where(arrayOverlaps(phoneOffers.addresses, addresses));
    await tx.delete(sessions).where(arrayOverlaps(sessions.addresses, addresses));
  }
}
