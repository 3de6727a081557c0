// What waits for a second pair of eyes, and the signed acts about it.
import { z } from "zod";
import { ACTS } from "../../../wallet-web/shared/protocol/commands.ts";
import { address, centsText, hash, hexBytes, id, signedRequest, timestamp } from "./primitives.ts";

/** A signed `proposeAct`, `confirmAct` or `withdrawAct`. */
export const jointActBody = z.strictObject({ request: signedRequest });

export const proposalListAnswer = z.object({
  proposals: z.array(
    z.object({
      /** keccak256 of the call. */
      callId: hash,
      act: z.enum(ACTS),
      kind: z.enum(["fund", "withdraw", "admit", "iban"]),
      /** The call of the ledger, as whoever confirms it signs it. */
      call: hexBytes,
      proposer: address,
      proposedAt: timestamp,
      /** First second in which it can no longer be confirmed. */
      expiresAt: timestamp,
      /** Of money that comes in or goes back. */
      amountCents: centsText.nullable(),
      /** Hash of the bank's reference. */
      bankReference: hash.nullable(),
      shop: z
        .object({
          shopId: id,
          name: z.string(),
          kvkNumber: z.string(),
          iban: z.string(),
          /** Of the commitment in the call. */
          ibanSalt: id,
        })
        .nullable(),
    }),
  ),
});
