// The route by which a validator has the trade register asked again for a shop.
import { z } from "zod";
import { AppError } from "../../errors/app-error.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { registerCheck } from "../schemas/desk.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

export function registerCheckRoutes({ services, office }: RouteParts): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/shops/{shopId}/register-checks",
      operationId: "askTradeRegister",
      tag: "desk",
      summary: "Asks the trade register again for a shop's KvK number",
      description:
        "For validators. Gives how it stands afterwards, also when the register gave no answer; within ten seconds it isn't asked twice.",
      access: "session",
      params: z.strictObject({ schemeId: id, shopId: id }),
      answer: registerCheck,
      errors: ["role-missing", "shop-unknown"],
      handle: async ({ params, session }) => {
        const { schemeId, shopId } = params;
        requireRole(await authorityOf(services.database, session.addresses), schemeId, [
          "validator",
        ]);
        const profile = await office.profiles.read(shopId);
        if (!profile) throw new AppError("shop-unknown", { shopId });
        await office.registerChecks.ask(shopId);
        const checks = await office.registerChecks.ofShops(new Map([[shopId, profile]]));
        const check = checks.get(shopId);
        if (!check) throw new AppError("shop-unknown", { shopId });
        return { body: check };
      },
    }),
  ];
}
