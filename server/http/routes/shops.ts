// Routes of shops: sign-up, the public directory, payouts, tills, and the requests that a till shows as a QR.
import { z } from "zod";
import { roundPlace } from "../../../wallet-web/shared/protocol/rounded-place.ts";
import { AppError } from "../../errors/app-error.ts";
import { showPayouts } from "../../shops/payout-view.ts";
import { authorityOf } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { address, id } from "../schemas/primitives.ts";
import {
  myShopAnswer,
  payoutListAnswer,
  shopDirectoryAnswer,
  shopSignUpBody,
  tillAnswer,
} from "../schemas/shop.ts";
import { visitBody } from "../schemas/visit.ts";
import type { RouteParts } from "./parts.ts";
import { requireSomeScheme, seesMoneyOf } from "./visibility.ts";

export function shopRoutes(parts: RouteParts): Route[] {
  return [...publicRoutes(parts), ...ownRoutes(parts)];
}

function publicRoutes({ office, limits }: RouteParts): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/shops",
      operationId: "signUpShop",
      tag: "shop",
      summary: "Signs a shop up: its profile, and the signed `registerShop`",
      access: "public",
      body: shopSignUpBody,
      answer: myShopAnswer,
      created: 201,
      errors: [
        "iban-invalid",
        "kvk-number-invalid",
        "email-invalid",
        "command-mismatch",
        "shop-exists",
        "till-taken",
        "signature-invalid",
        "chain-unavailable",
        "too-many-requests",
      ],
      handle: async ({ body, sender }) => {
        limits.signUp(sender);
        const { shopId, owner, repeated } = await office.signUp(body);
        const held = { shopId, owner: true, seesMoney: !repeated };
        const shown = await office.shopViews.mine(held, owner);
        if (!shown) throw new AppError("not-found");
        if (!repeated) return { status: 201, body: shown };
        // Who sends it again needn't be who signed it: what happened to the shop since, its own session is told.
        return { status: 200, body: { ...shown, tills: [], refusal: null } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/shops",
      operationId: "listShops",
      tag: "family",
      summary: "Shops where families can pay",
      access: "public",
      answer: shopDirectoryAnswer,
      errors: [],
      handle: async () => ({ body: await office.shopViews.directory() }),
    }),
    defineRoute({
      method: "get",
      path: "/tills/{address}",
      operationId: "getTill",
      tag: "shop",
      summary: "The shop that a till, or the key of a till's one-time link, belongs to",
      access: "public",
      params: z.strictObject({ address }),
      answer: tillAnswer,
      errors: ["not-found", "too-many-requests"],
      handle: async ({ params, sender }) => {
        limits.lookUp(sender, [params.address]);
        const till = await office.shopViews.till(params.address);
        if (!till) throw new AppError("not-found");
        return { body: till };
      },
    }),
  ];
}

function ownRoutes({ services, office }: RouteParts): Route[] {
  const { database } = services;
  return [
    defineRoute({
      method: "get",
      path: "/shops/mine",
      operationId: "getMyShop",
      tag: "shop",
      summary: "The shop of the session's device: its standing, its tills, what it is owed",
      access: "session",
      answer: myShopAnswer,
      errors: ["not-found", "till-removed"],
      handle: async ({ session }) => {
        const { shops, addresses } = await authorityOf(database, session.addresses);
        const shop = shops.find((one) => one.owner) ?? shops[0];
        if (!shop && (await office.shopTills.wasTill(addresses))) {
          throw new AppError("till-removed");
        }
        const [device] = addresses;
        const shown = shop && device ? await office.shopViews.mine(shop, device) : null;
        if (!shown) throw new AppError("not-found");
        return { body: shown };
      },
    }),
    defineRoute({
      method: "post",
      path: "/shops/{shopId}/visit",
      operationId: "changeVisit",
      tag: "shop",
      summary: "Changes when the shop is open and where it stands, as families see it; its owner's",
      description: "Replaces both. Null takes one away.",
      access: "session",
      params: z.strictObject({ shopId: id }),
      body: visitBody,
      answer: myShopAnswer,
      errors: ["forbidden", "not-found"],
      handle: async ({ params, body, session }) => {
        const { shops, addresses } = await authorityOf(database, session.addresses);
        const owned = shops.find(({ shopId, owner }) => owner && shopId === params.shopId);
        if (!owned) throw new AppError("forbidden");
        const place = body.place && roundPlace(body.place);
        await office.profiles.changeVisit(owned.shopId, { ...body, place });
        const [device] = addresses;
        const shown = device ? await office.shopViews.mine(owned, device) : null;
        if (!shown) throw new AppError("not-found");
        return { body: shown };
      },
    }),
    defineRoute({
      method: "get",
      path: "/shops/{shopId}/payouts",
      operationId: "listPayouts",
      tag: "shop",
      summary:
        "Payouts of a shop, newest first, for its owner, tills that see the money, and the staff of the scheme",
      access: "session",
      params: z.strictObject({ shopId: id }),
      answer: payoutListAnswer,
      errors: ["forbidden"],
      handle: async ({ params, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const own = seesMoneyOf(params.shopId, viewer);
        const schemes = own ? null : new Set(requireSomeScheme(viewer));
        const all = await showPayouts({ database, profiles: office.profiles }, params);
        return { body: { payouts: all.filter((one) => !schemes || schemes.has(one.schemeId)) } };
      },
    }),
  ];
}
