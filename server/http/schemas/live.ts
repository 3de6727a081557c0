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
  z.object({ type: z.literal("beneficiary"), beneficiaryId: id, balanceCents: centsText }),
  z.object({ type: z.literal("shop"), shopId: id }),
  z.object({ type: z.literal("payout"), payout: payoutAnswer }),
  z.object({ type: z.literal("scheme"), schemeId: id }),
]);
