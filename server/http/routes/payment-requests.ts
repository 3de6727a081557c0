// Routes of the requests that a till shows as a QR and a family answers.
import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { showPaymentRequest } from "../../payments/payment-request-view.ts";
import { tills } from "../../store/schema/projections.ts";
import { authorityOf } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { paymentRequestAnswer, paymentRequestBody } from "../schemas/family.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";
import { isOwnShop } from "./visibility.ts";

export function paymentRequestRoutes({ services, office }: RouteParts): Route[] {
  const { database } = services;
  const params = z.strictObject({ requestId: id });
  const { profiles, paymentRequests } = office;

  const requireTill = async (session: Session, shopId: Hex): Promise<Hex> => {
    const [till] = await database
      .select({ address: tills.till })
      .from(tills)
      .where(
        and(
          eq(tills.shopId, shopId),
          inArray(tills.till, [...session.addresses]),
          isNull(tills.removedAt),
        ),
      );
    if (!till) throw new AppError("till-unknown", { shopId });
    return till.address;
  };

  return [
    defineRoute({
      method: "post",
      path: "/payment-requests",
      operationId: "createPaymentRequest",
      tag: "shop",
      summary:
        "Asks to be paid an amount, within ten minutes; sent again, within ten minutes from then",
      access: "session",
      body: paymentRequestBody,
      answer: paymentRequestAnswer,
      created: 201,
      errors: ["till-unknown", "amount-zero", "repeated-with-other-content"],
      handle: async ({ body, session }) => {
        const till = await requireTill(session, body.shopId);
        const { request, repeated } = await paymentRequests.create({ ...body, till });
        const shown = await showPaymentRequest(profiles, request);
        return { status: repeated ? 200 : 201, body: shown };
      },
    }),
    defineRoute({
      method: "get",
      path: "/payment-requests/{requestId}",
      operationId: "getPaymentRequest",
      tag: "family",
      summary: "What a shop asks: its name, the amount, and whether it was paid",
      access: "public",
      params,
      answer: paymentRequestAnswer,
      errors: ["not-found"],
      handle: async ({ params }) => ({
        body: await showPaymentRequest(profiles, await paymentRequests.get(params.requestId)),
      }),
    }),
    defineRoute({
      method: "delete",
      path: "/payment-requests/{requestId}",
      operationId: "cancelPaymentRequest",
      tag: "shop",
      summary: "Takes a request back; it stays open when a payment for it is under way",
      access: "session",
      params,
      errors: ["not-found", "forbidden", "payment-request-closed"],
      handle: async ({ params, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const request = await paymentRequests.get(params.requestId);
        if (!isOwnShop(request.shopId, viewer)) throw new AppError("forbidden");
        await paymentRequests.cancel(params.requestId);
        return { status: 204, body: undefined };
      },
    }),
  ];
}
