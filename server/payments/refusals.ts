// Keeps why an account's last payments were refused, for when the family calls. The ledger has no memory of what it refused.
import { and, desc, eq, inArray, notInArray } from "drizzle-orm";
import type { Logger } from "pino";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { AppError } from "../errors/app-error.ts";
import type { Database, Transaction } from "../store/database.ts";
import { paymentRefusals } from "../store/schema/access.ts";
import { holdFamily } from "../validator/erasure.ts";
import type { Announce } from "./announcement.ts";
import { linkedAt } from "./linked.ts";

/** No more than a caller asks about: the rest is nobody's business. */
const KEPT_PER_BENEFICIARY = 3;

export type Refused = {
  /** The charge's digest, or the authorisation's: the same payment sent again is the same refusal. */
  refusalId: Hex;
  beneficiaryId: Hex;
  /** The key that signed for the account. */
  device: Hex;
  shopId: Hex;
  amountCents: bigint;
  error: AppError;
};

export type NoteRefusal = (refused: Refused) => Promise<void>;
export type RefusalRow = typeof paymentRefusals.$inferSelect;

/** What it makes never fails: whoever pays hears the refusal all the same. */
export function createNoteRefusal(parts: {
  database: Database;
  log: Logger;
  now: () => number;
}): NoteRefusal {
  return async ({ error, device, ...refused }) => {
    try {
      const { code, params } = error;
      const row = { ...refused, code, params: { ...params }, at: parts.now() };
      // Anyone may sign for any account: a key that never was its phone's says nothing of this family.
      if ((await linkedAt(parts.database, { ...row, device })) === null) return;
      await parts.database.transaction((tx) => keep(tx, row));
    } catch (err) {
      parts.log.warn({ err }, "a refusal was not kept");
    }
  };
}

async function keep(tx: Transaction, row: RefusalRow): Promise<void> {
  const { beneficiaryId } = paymentRefusals;
  // Nothing of a family that was erased.
  if (!(await holdFamily(tx, row.beneficiaryId))) return;
  const { code, params, at } = row;
  await tx
    .insert(paymentRefusals)
    .values(row)
    .onConflictDoUpdate({ target: paymentRefusals.refusalId, set: { code, params, at } });
  const newest = await lastRefusals(tx, [row.beneficiaryId], KEPT_PER_BENEFICIARY);
  await tx.delete(paymentRefusals).where(
    and(
      eq(beneficiaryId, row.beneficiaryId),
      notInArray(
        paymentRefusals.refusalId,
        newest.map((one) => one.refusalId),
      ),
    ),
  );
}

/** A refused payment; what its screen hears is `code`. */
export type TellRefusal = (refused: Refused & { paymentId: Hex }) => Promise<AppError>;

/** Tells the family's and the shop's screens of a refusal, and keeps it for when the family calls. @returns The error. */
export function createTellRefusal(parts: {
  announce: Announce;
  noteRefusal: NoteRefusal;
}): TellRefusal {
  return async ({ paymentId, ...refused }) => {
    const { beneficiaryId, shopId, error } = refused;
    const { code } = error;
    parts.announce({ type: "payment-refused", paymentId, beneficiaryId, shopId, code });
    await parts.noteRefusal(refused);
    return error;
  };
}

/** Newest first. */
export function lastRefusals(
  database: Pick<Database, "select">,
  beneficiaryIds: readonly Hex[],
  limit: number = KEPT_PER_BENEFICIARY,
): Promise<RefusalRow[]> {
  return database
    .select()
    .from(paymentRefusals)
    .where(inArray(paymentRefusals.beneficiaryId, [...beneficiaryIds]))
    .orderBy(desc(paymentRefusals.at), paymentRefusals.refusalId)
    .limit(limit);
}
