// Routes by which a shop's owner manages its tills, and a validator sees them. Taking a till away is a signed `removeTill`, sent as any other command.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { address, id } from "../schemas/primitives.ts";
import {
  newTillBody,
  schemeTillListAnswer,
  tillChangeBody,
  tillListAnswer,
} from "../schemas/shop.ts";
import type { RouteParts } from "./parts.ts";

export function tillRoutes(parts: RouteParts): Route[] {
  return [...ownersRoutes(parts), schemeRoute(parts)];
}

/** A validator gives an owner who lost its device another one, and sees here what there is. */
function schemeRoute({ services, office }: RouteParts): Route {
  return defineRoute({
    method: "get",
    path: "/schemes/{schemeId}/shops/{shopId}/tills",
    operationId: "listSchemeTills",
    tag: "desk",
    summary: "A shop's tills without their names, and which is the owner's",
    description: "For validators and guardians.",
    access: "session",
    params: z.strictObject({ schemeId: id, shopId: id }),
    answer: schemeTillListAnswer,
    errors: ["role-missing", "shop-unknown"],
    handle: async ({ params, session }) => {
      const viewer = await authorityOf(services.database, session.addresses);
      requireRole(viewer, params.schemeId, ["validator", "guardian"]);
      return { body: await office.shopTills.ofScheme(params) };
    },
  });
}

function ownersRoutes({ services, office }: RouteParts): Route[] {
  const { shopTills } = office;
  const requireOwner = async (session: Session, shopId: Hex) => {
    const { shops } = await authorityOf(services.database, session.addresses);
    const isOwner = shops.some((one) => one.shopId === shopId && one.owner);
    if (!isOwner) throw new AppError("not-shop-owner", { shopId });
  };
  const params = z.strictObject({ shopId: id });
  return [
    defineRoute({
      method: "get",
      path: "/shops/{shopId}/tills",
      operationId: "listTills",
      tag: "shop",
      summary: "The shop's tills with their names and when each was last used, for its owner",
      access: "session",
      params,
      answer: tillListAnswer,
      errors: ["not-shop-owner"],
      handle: async ({ params: { shopId }, session }) => {
        await requireOwner(session, shopId);
        return { body: { tills: await shopTills.list(shopId) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/shops/{shopId}/tills",
      operationId: "addTill",
      tag: "shop",
      summary: "Adds the key of a one-time link as a till, by the owner's signed `addTill`",
      access: "session",
      params,
      body: newTillBody,
      answer: tillListAnswer,
      errors: [
        "not-shop-owner",
        "command-mismatch",
        "till-taken",
        "signature-invalid",
        "signer-mismatch",
        "request-expired",
        "chain-unavailable",
      ],
      handle: async ({ params: { shopId }, session, body }) => {
        await requireOwner(session, shopId);
        await shopTills.add(shopId, body);
        return { body: { tills: await shopTills.list(shopId) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/shops/{shopId}/tills/{till}",
      operationId: "describeTill",
      tag: "shop",
      summary: "Names a till, and lets it see the shop's money or not",
      access: "session",
      params: z.strictObject({ shopId: id, till: address }),
      body: tillChangeBody,
      answer: tillListAnswer,
      errors: ["not-shop-owner", "till-unknown"],
      handle: async ({ params: { shopId, till }, session, body }) => {
        await requireOwner(session, shopId);
        await shopTills.describe({ shopId, till }, body);
        return { body: { tills: await shopTills.list(shopId) } };
      },
    }),
  ];
}
