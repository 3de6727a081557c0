// The charges that aren't sure yet. Each is kept by its id until its own result is known, whatever is charged meanwhile.
import type { AppDatabase } from "../../shared/database.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { PendingCharge } from "./charge.ts";
import type { Till } from "./till.ts";

const PENDING = "pending-charge";

/** Oldest first. An earlier version of the till kept one charge, and no list. */
type Kept = readonly PendingCharge[] | PendingCharge;

const listOf = (kept: Kept | null): readonly PendingCharge[] =>
  kept === null ? [] : "paymentId" in kept ? [kept] : kept;

export const readPending = async (database: AppDatabase): Promise<readonly PendingCharge[]> =>
  listOf(await database.read<Kept>(PENDING));

export const findPending = (till: Till, paymentId: string): PendingCharge | null =>
  till.pending.get().find((one) => one.paymentId === paymentId) ?? null;

/** Keeps it as it now is; on the disk before it is sent. */
export async function keepPending(till: Till, pending: PendingCharge): Promise<void> {
  const isSame = (one: PendingCharge) => one.paymentId === pending.paymentId;
  const add = (all: readonly PendingCharge[]) =>
    all.some(isSame) ? all.map((one) => (isSame(one) ? pending : one)) : [...all, pending];
  await till.database.change<Kept>(PENDING, (kept) => add(listOf(kept)));
  till.pending.update(add);
}

/** Its result is known. The others stay, also those of another window. */
export async function forgetPending(till: Till, paymentId: Hex): Promise<void> {
  if (!findPending(till, paymentId)) return;
  const without = (all: readonly PendingCharge[]) =>
    all.filter((one) => one.paymentId !== paymentId);
  till.pending.update(without);
  await till.database.change<Kept | null>(PENDING, (kept) => {
    const left = without(listOf(kept));
    return left.length > 0 ? left : null;
  });
}
