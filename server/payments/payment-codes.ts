// Short codes for when no camera works: a phone leaves its open cheque here, and the till that types the code gets it, once.
import { and, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { z } from "zod";
import type { Hex, RandomBytes } from "../../wallet-web/shared/protocol/bytes.ts";
import { createPayCode } from "../../wallet-web/shared/protocol/pay-code.ts";
import {
  authorisationDigest,
  type Deployment,
  OPEN_SHOP,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import { type openCheque, openChequeAnswer } from "../http/schemas/codes.ts";
import type { Database } from "../store/database.ts";
import { paymentCodes } from "../store/schema/wallet.ts";
import type { Authority } from "../validator/authority.ts";
import { requireSigner } from "../validator/signatures.ts";
import type { Vault } from "../validator/vault.ts";

export type PaymentCodes = {
  /**
   * Keeps a cheque under a new code; the phone's earlier one can no longer be had.
   * @throws {AppError} `authorisation-kind-mismatch`, `signature-invalid`, `signer-mismatch`, `forbidden` when the phone
   * isn't the session's or can't spend for the child, `authorisation-not-in-time`
   */
  leave(
    viewer: Authority,
    cheque: z.output<typeof openCheque>,
  ): Promise<{ code: string; expiresAt: number }>;
  /** Gives the cheque to the first till that asks, and to that one again. @throws {AppError} `code-unknown` */
  take(till: Hex, code: string): Promise<z.output<typeof openChequeAnswer>>;
};

const LIFETIME_SECONDS = 5 * 60;

const placeOf = (codeMac: string) => ({ table: "payment_codes", column: "cheque", id: codeMac });

type Parts = {
  database: Database;
  vault: Vault;
  deployment: Deployment;
  random: RandomBytes;
  now: () => number;
};

export function createPaymentCodes(parts: Parts): PaymentCodes {
  const { database, vault, now } = parts;
  const macOf = (code: string) => vault.mac("payment-code", code);
  return {
    async leave(viewer, cheque) {
      demandOpenCheque(parts, viewer, cheque);
      const { beneficiaryId, device, validBefore } = cheque.authorisation;
      const code = createPayCode(parts.random);
      const codeMac = macOf(code);
      const expiresAt = Math.min(validBefore, now() + LIFETIME_SECONDS);
      const json = JSON.stringify(cheque, (_key, value) =>
        typeof value === "bigint" ? String(value) : value,
      );
      await database.transaction(async (tx) => {
        await tx
          .delete(paymentCodes)
          .where(or(eq(paymentCodes.device, device), lte(paymentCodes.expiresAt, now())));
        const sealed = vault.seal(placeOf(codeMac), json);
        await tx
          .insert(paymentCodes)
          .values({ codeMac, beneficiaryId, device, cheque: sealed, expiresAt });
      });
      return { code, expiresAt };
    },

    async take(till, code) {
      const codeMac = macOf(code);
      // One statement, so that of two tills that type it at once only one gets it.
      const [row] = await database
        .update(paymentCodes)
        .set({ takenBy: till })
        .where(
          and(
            eq(paymentCodes.codeMac, codeMac),
            gt(paymentCodes.expiresAt, now()),
            or(isNull(paymentCodes.takenBy), eq(paymentCodes.takenBy, till)),
          ),
        )
        .returning();
      if (!row) throw new AppError("code-unknown");
      return openChequeAnswer.parse(JSON.parse(vault.open(placeOf(codeMac), row.cheque)));
    },
  };
}

/** The ledger checks all of this again; here it keeps what nobody could use, or didn't sign, out of the table. */
function demandOpenCheque(
  { deployment, now }: Parts,
  viewer: Authority,
  { authorisation, signature }: z.output<typeof openCheque>,
): void {
  const { shopId, beneficiaryId, device, validBefore } = authorisation;
  if (shopId !== OPEN_SHOP) throw new AppError("authorisation-kind-mismatch", { shopId });
  requireSigner(authorisationDigest(deployment, authorisation), signature, device);
  const isOwn =
    viewer.addresses.includes(device) &&
    viewer.beneficiaries.some((one) => one.beneficiaryId === beneficiaryId);
  if (!isOwn) throw new AppError("forbidden");
  if (validBefore <= now()) throw new AppError("authorisation-not-in-time");
}
