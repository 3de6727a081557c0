// What the live stream (server-sent events) says. Each message is a hint with the facts; the API has the whole.
import { z } from "zod";
import { paymentAnswer, paymentRequestAnswer } from "./family.ts";
import { centsText, hash, id } from "./primitives.ts";
import { payoutAnswer } from "./shop.ts";

export const liveMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("payment"), payment: paymentAnswer, requestId: id.nullable() }),
  z.object({ type: z.literal("correction"), payment: paymentAnswer }),
  z.object({ type: z.literal("payment-refused"), paymentId: hash, shopId: id, code: z.string() }),
  z.object({ type: z.literal("payment-request"), request: paymentRequestAnswer }),
  /** `onlyBalance`: nothing but the balance changed; otherwise the rest of the account may have, too. */
  z.object({
    type: z.literal("beneficiary"),
    beneficiaryId: id,
    balanceCents: centsText,
    onlyBalance: z.boolean(),
  }),
  /** What the session's keys may spend from is more, or less, than it was. */
  z.object({ type: z.literal("access") }),
  z.object({ type: z.literal("shop"), shopId: id }),
  z.object({ type: z.literal("payout"), payout: payoutAnswer }),
  z.object({ type: z.literal("scheme"), schemeId: id }),
]);
