// Routes of codes that people read to each other: a cheque's or a request's when no camera works, and a new phone's.
import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { showPaymentRequest } from "../../payments/payment-request-view.ts";
import type { Database } from "../../store/database.ts";
import { shopAccounts, tills } from "../../store/schema/projections.ts";
import { authorityOf } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import {
  codeBody,
  openCheque,
  openChequeAnswer,
  paymentCodeAnswer,
  phoneCode,
  phoneOfferAnswer,
  phoneOfferBody,
} from "../schemas/codes.ts";
import { paymentRequestAnswer } from "../schemas/family.ts";
import type { RouteParts } from "./parts.ts";

export function codeRoutes(parts: RouteParts): Route[] {
  return [...chequeCodeRoutes(parts), requestCodeRoute(parts), ...phoneRoutes(parts)];
}

function chequeCodeRoutes({ services, office, limits }: RouteParts): Route[] {
  const { database } = services;
  return [
    defineRoute({
      method: "post",
      path: "/payment-codes",
      operationId: "leaveCheque",
      tag: "family",
      summary: "Leaves an open authorisation under a short code, for a till that can't scan it",
      description: "Good for five minutes at most; the phone's earlier code ends.",
      access: "session",
      body: openCheque,
      answer: paymentCodeAnswer,
      created: 201,
      errors: [
        "authorisation-kind-mismatch",
        "authorisation-not-in-time",
        "signature-invalid",
        "signer-mismatch",
        "forbidden",
      ],
      handle: async ({ body, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        return { status: 201, body: await office.paymentCodes.leave(viewer, body) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/payment-code-lookups",
      operationId: "takeCheque",
      tag: "shop",
      summary: "The open authorisation under a short code, for the first till that types it",
      access: "session",
      body: codeBody,
      answer: openChequeAnswer,
      errors: ["forbidden", "code-unknown", "too-many-requests"],
      handle: async ({ body, session }) => {
        const till = await admittedTill(database, session);
        limits.guess(till);
        return { body: await office.paymentCodes.take(till, body.code) };
      },
    }),
  ];
}

function requestCodeRoute({ services, office, limits }: RouteParts): Route {
  return defineRoute({
    method: "post",
    path: "/payment-request-lookups",
    operationId: "findPaymentRequest",
    tag: "family",
    summary: "The shop's request whose short code a family typed",
    access: "session",
    body: codeBody,
    answer: paymentRequestAnswer,
    errors: ["forbidden", "code-unknown", "too-many-requests"],
    handle: async ({ body, session }) => {
      const { beneficiaries } = await authorityOf(services.database, session.addresses);
      const [child] = beneficiaries;
      if (!child) throw new AppError("forbidden");
      limits.guess(child.beneficiaryId);
      const request = await office.paymentRequests.findByCode(body.code);
      return { body: await showPaymentRequest(office.profiles, request) };
    },
  });
}

function phoneRoutes({ office, limits }: RouteParts): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/phone-offers",
      operationId: "offerPhone",
      tag: "family",
      summary: "Holds out a new phone's keys to the phone that is to add it",
      description: "The code is a digest of the addresses; whoever fetches them checks it.",
      access: "public",
      body: phoneOfferBody,
      answer: phoneOfferAnswer,
      created: 201,
      errors: ["too-many-requests"],
      handle: async ({ body, sender }) => {
        limits.lookUp(sender, body.addresses.slice(0, 1));
        return { status: 201, body: await office.phoneOffers.offer(body.addresses) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/phone-offers/{code}",
      operationId: "getPhoneOffer",
      tag: "family",
      summary: "The keys of the new phone that shows this code",
      access: "session",
      params: z.strictObject({ code: phoneCode }),
      answer: phoneOfferAnswer,
      errors: ["code-unknown", "too-many-requests"],
      handle: async ({ params, sender }) => {
        limits.lookUp(sender, [params.code]);
        return { body: await office.phoneOffers.find(params.code) };
      },
    }),
  ];
}

/** The session's till, of a shop that is admitted anywhere. @throws {AppError} `forbidden` */
async function admittedTill(database: Database, session: Session): Promise<Hex> {
  const [row] = await database
    .select({ till: tills.till })
    .from(tills)
    .innerJoin(
      shopAccounts,
      and(eq(shopAccounts.shopId, tills.shopId), eq(shopAccounts.state, "admitted")),
    )
    .where(and(inArray(tills.till, [...session.addresses]), isNull(tills.removedAt)))
    .limit(1);
  if (!row) throw new AppError("forbidden");
  return row.till;
}
