// The route by which a validator says that a shop can't take part, and why.
import { z } from "zod";
import { defineRoute, type Route } from "../route.ts";
import { id } from "../schemas/primitives.ts";
import { shopRefusalAnswer, shopRefusalBody } from "../schemas/shop.ts";
import type { RouteParts } from "./parts.ts";

export function shopRefusalRoutes({ office }: RouteParts): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/shops/{shopId}/refusals",
      operationId: "refuseShop",
      tag: "desk",
      summary: "Refuses a shop that signed up, with a sentence that the shop reads",
      description:
        "For validators, by their signature. Nothing is on the chain: the shop was never admitted, and can still be.",
      access: "session",
      params: z.strictObject({ schemeId: id, shopId: id }),
      body: shopRefusalBody,
      answer: shopRefusalAnswer,
      errors: [
        "role-missing",
        "signature-invalid",
        "signer-mismatch",
        "decision-stale",
        "shop-unknown",
        "shop-already-admitted",
      ],
      handle: async ({ params, body, session }) => ({
        body: await office.shopRefusals.refuse({ ...params, body, session }),
      }),
    }),
  ];
}
