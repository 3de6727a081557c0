// Remembers which payments this phone signed, as long as they can be paid: a browser drops a page whose QR was just scanned.
import type { AppDatabase } from "../../shared/database.ts";

const SIGNED = "signed";

type Kept = { paymentId: string; validBefore: number; isShown: boolean };

export type Signed = {
  /** Notes a payment before anyone can make it. @param validBefore Unix seconds, in which it can no longer be made. */
  add: (paymentId: string, validBefore: number) => Promise<void>;
  has: (paymentId: string) => boolean;
  /** True once for each payment that this phone signed: its result is to be shown, and was from then on. */
  takeResult: (paymentId: string) => boolean;
};

export async function openSigned(given: {
  database: Pick<AppDatabase, "read" | "change">;
  now: () => number;
}): Promise<Signed> {
  const { database, now } = given;
  const isGood = ({ validBefore }: Kept) => validBefore > now();
  const before = ((await database.read<Kept[]>(SIGNED)) ?? []).filter(isGood);
  const known = new Map(before.map((one) => [one.paymentId, one]));
  const keep = async (one: Kept) => {
    known.set(one.paymentId, one);
    await database.change<Kept[]>(SIGNED, (kept) => [
      ...(kept ?? []).filter((other) => isGood(other) && other.paymentId !== one.paymentId),
      one,
    ]);
  };
  return {
    async add(paymentId, validBefore) {
      // The same cheque, sent again.
      if (!known.has(paymentId)) await keep({ paymentId, validBefore, isShown: false });
    },
    has: (paymentId) => known.has(paymentId),
    takeResult(paymentId) {
      const one = known.get(paymentId);
      if (!one || one.isShown) return false;
      void keep({ ...one, isShown: true });
      return true;
    },
  };
}
