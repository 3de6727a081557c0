// Routes of printed cards: the desk issues and unblocks them, tills try a PIN and pay. Blocking and removing are signed commands like others.
import { z } from "zod";
import type { ErrorCode } from "../../errors/table.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import * as schemas from "../schemas/cards.ts";
import { requestAnswer } from "../schemas/desk.ts";
import { paymentAnswer } from "../schemas/family.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";
import { createShowPayment, PAYMENT_ERRORS, type ShowPayment } from "./payments.ts";

const ofScheme = z.strictObject({ schemeId: id });

const CARD_ERRORS: readonly ErrorCode[] = [
  "card-unknown",
  "card-blocked",
  "card-pin-blocked",
  "cards-not-allowed",
  "card-payment-limit",
  "card-day-limit",
  "till-unknown",
  "shop-not-admitted",
];

export function cardRoutes(parts: RouteParts): Route[] {
  const show = createShowPayment(parts);
  return [...issuingRoutes(parts), ...tryingRoutes(parts), paymentRoute(parts, show)];
}

function issuingRoutes({ services, office }: RouteParts): Route[] {
  const { cards } = office;
  const base = { method: "post", tag: "desk", access: "session", params: ofScheme } as const;
  const demandValidator = async (addresses: readonly `0x${string}`[], schemeId: `0x${string}`) =>
    requireRole(await authorityOf(services.database, addresses), schemeId, ["validator"]);
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/card-preparations",
      operationId: "prepareCard",
      summary: "Answers the blinded PIN of a new card, once",
      description:
        "The desk draws code and PIN and keeps them; with the answer it makes the card's key. A second call with the same look-up id is refused: draw another code.",
      body: schemas.cardPreparationBody,
      answer: schemas.cardPreparationAnswer,
      errors: ["role-missing", "not-found", "repeated-with-other-content"],
      handle: async ({ params, body, session }) => {
        await demandValidator(session.addresses, params.schemeId);
        return { body: await cards.prepare({ ...params, ...body }) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/cards",
      operationId: "linkCard",
      summary:
        "Gives an account a prepared card in place of the one it has, by a signed `linkCard`",
      body: schemas.cardBody,
      answer: requestAnswer,
      errors: [
        ...(["role-missing", "command-mismatch", "not-found", "cards-not-allowed"] as const),
        ...(["device-taken", "too-many-devices", "beneficiary-not-usable"] as const),
      ],
      handle: async ({ params, body, session }) => {
        await demandValidator(session.addresses, params.schemeId);
        return { body: await cards.link({ ...params, ...body }) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/card-unblocks",
      operationId: "unblockCard",
      summary: "Lets a card pay again, also after three wrong PINs, by a signed `unblockCard`",
      body: schemas.cardUnblockBody,
      answer: requestAnswer,
      errors: ["role-missing", "command-mismatch", "not-found", "card-unknown"],
      handle: async ({ params, body, session }) => {
        await demandValidator(session.addresses, params.schemeId);
        return { body: await cards.unblock({ ...params, ...body }) };
      },
    }),
  ];
}

function tryingRoutes({ office, limits }: RouteParts): Route[] {
  const { cardTries } = office;
  const base = { method: "post", tag: "shop", access: "session" } as const;
  return [
    defineRoute({
      ...base,
      path: "/card-lookups",
      operationId: "lookUpCard",
      summary: "Whether a card can pay an amount here, before its PIN is asked; counts nothing",
      body: schemas.cardLookUpBody,
      answer: schemas.cardLookUpAnswer,
      errors: [...CARD_ERRORS, "too-many-requests"],
      handle: async ({ body, session, sender }) => {
        limits.lookUp(sender, [body.lookUpId]);
        return { body: await cardTries.lookUp(session, body) };
      },
    }),
    defineRoute({
      ...base,
      path: "/card-attempts",
      operationId: "startCardAttempt",
      summary: "Answers one blinded PIN and counts it; three without a right one block the card",
      description:
        "Only for a till of a shop in the card's scheme. The answer serves one PIN; what is to be signed with it stands in `authorisation`.",
      body: schemas.cardAttemptBody,
      answer: schemas.cardAttemptAnswer,
      created: 201,
      errors: [...CARD_ERRORS, "too-many-requests"],
      handle: async ({ body, session, sender }) => {
        limits.lookUp(sender, [body.lookUpId]);
        return { status: 201, body: await cardTries.start(session, body) };
      },
    }),
  ];
}

function paymentRoute({ office }: RouteParts, show: ShowPayment): Route {
  return defineRoute({
    method: "post",
    path: "/card-payments",
    operationId: "payByCard",
    tag: "shop",
    summary: "Pays by card: the card's signature over an attempt's authorisation, co-signed here",
    description: "Sent again, the same attempt gets its first answer (200).",
    access: "session",
    body: schemas.cardPaymentBody,
    answer: paymentAnswer,
    created: 201,
    errors: [
      ...PAYMENT_ERRORS,
      ...(["card-pin-wrong", "card-attempt-ended", "co-signature-invalid"] as const),
      ...CARD_ERRORS.filter((code) => !PAYMENT_ERRORS.includes(code)),
    ],
    handle: async ({ body, session }) => {
      const { payment, repeated } = await office.payByCard(session, body);
      return { status: repeated ? 200 : 201, body: await show(payment, session) };
    },
  });
}
