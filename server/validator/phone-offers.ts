// Keys of phones that want to be added to a family's budgets, held out to the phone that adds them. They give no right to
// anything: that is the other phone's signed `addDevice`, and it checks the keys against the code it read.
import { and, eq, gt, lte } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { phoneCodeOf } from "../../wallet-web/shared/protocol/phone-code.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { phoneOffers } from "../store/schema/wallet.ts";

export type PhoneOffer = { code: string; addresses: Hex[]; expiresAt: number };

export type PhoneOffers = {
  /** Holds out a phone's keys; the same keys again for as long again. */
  offer(addresses: readonly Hex[]): Promise<PhoneOffer>;
  /** @throws {AppError} `code-unknown` */
  find(code: string): Promise<PhoneOffer>;
};

const LIFETIME_SECONDS = 15 * 60;

export function createPhoneOffers(given: { database: Database; now: () => number }): PhoneOffers {
  const { database, now } = given;
  return {
    async offer(addresses) {
      await database.delete(phoneOffers).where(lte(phoneOffers.expiresAt, now()));
      const row = {
        code: phoneCodeOf(addresses),
        addresses: [...addresses],
        expiresAt: now() + LIFETIME_SECONDS,
      };
      const { expiresAt } = row;
      await database
        .insert(phoneOffers)
        .values(row)
        .onConflictDoUpdate({ target: phoneOffers.code, set: { expiresAt } });
      return row;
    },

    async find(code) {
      const [row] = await database
        .select()
        .from(phoneOffers)
        .where(and(eq(phoneOffers.code, code), gt(phoneOffers.expiresAt, now())));
      if (!row) throw new AppError("code-unknown");
      return row;
    },
  };
}
