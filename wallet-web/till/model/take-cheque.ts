// Takes a family's cheque by its short code, when its QR can't be scanned.
import type { OpenChequeAnswer } from "../../shared/api-types.ts";
import type { SignedAuthorisation } from "../../shared/protocol/qr-payload.ts";
import type { Till } from "./till.ts";

/** @throws {ApiError} `code-unknown`, `too-many-requests` */
export async function takeCheque(till: Till, code: string): Promise<SignedAuthorisation> {
  const { authorisation, signature } = await till.api.post<OpenChequeAnswer>(
    "/payment-code-lookups",
    { code },
  );
  const maximumAmountCents = BigInt(authorisation.maximumAmountCents);
  return { authorisation: { ...authorisation, maximumAmountCents }, signature };
}
