// A command's identity and its form in the outbox. What it says was decided by whoever signed it.
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  authorisationDigest,
  chargeDigest,
  type Deployment,
  requestDigest,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import type { OperatorCall, RelayCommand } from "./relay.ts";

/** The command's id, and the name under which the chain's events speak of it. */
export type Identity = { id: Hex; subject: Hex };

export function identify(deployment: Deployment, command: RelayCommand): Identity {
  if (command.kind === "operator") return { id: command.id, subject: command.id };
  if (command.kind === "request") {
    const id = requestDigest(deployment, command.signed.request);
    return { id, subject: id };
  }
  const paymentId = authorisationDigest(deployment, command.authorisation);
  if (command.kind !== "open") return { id: paymentId, subject: paymentId };
  return { id: chargeDigest(deployment, paymentId, command.charge), subject: paymentId };
}

const hex = z.string().transform((text) => text as Hex);
const integer = z.string().transform(BigInt);
const signature = z.object({ x: hex, y: hex, r: hex, s: hex });
const authorisation = z.object({
  beneficiaryId: hex,
  shopId: hex,
  maximumAmountCents: integer,
  validAfter: z.number(),
  validBefore: z.number(),
  nonce: z.number(),
  device: hex,
});
const request = z.object({
  from: hex,
  to: hex,
  nonce: integer,
  deadline: z.number(),
  gasLimit: z.number(),
  data: hex,
});
const operatorCall: z.ZodType<OperatorCall> = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("openPayout"),
    schemeId: hex,
    shopId: hex,
    payoutId: hex,
    amountCents: integer,
  }),
  z.object({ name: z.literal("settlePayout"), payoutId: hex, bankReference: hex }),
  z.object({ name: z.literal("returnPayout"), payoutId: hex, bankReason: hex }),
]);
const payload: z.ZodType<RelayCommand> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("request"), signed: z.object({ request, signature }) }),
  z.object({ kind: z.literal("shop-bound"), authorisation, signature }),
  z.object({
    kind: z.literal("open"),
    authorisation,
    signature,
    charge: z.object({ shopId: hex, amountCents: integer }),
    tillSignature: signature,
  }),
  z.object({
    kind: z.literal("card"),
    authorisation,
    signature,
    coSignature: z.object({ r: hex, vs: hex }),
  }),
  z.object({ kind: z.literal("operator"), id: hex, call: operatorCall }),
]);

/** The command as JSON can hold it. */
export function toPayload(command: RelayCommand): unknown {
  return JSON.parse(
    JSON.stringify(command, (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    ),
  );
}

/** @throws {z.ZodError} when the outbox holds something that this version did not write. */
export function fromPayload(stored: unknown): RelayCommand {
  return payload.parse(stored);
}
