// Routes of what is told of a scheme as a whole: the dashboard for its staff.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { insightAnswer } from "../schemas/insight.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const ofScheme = z.strictObject({ schemeId: id });

export function insightRoutes({ services, office }: RouteParts): Route[] {
  const demand = async (session: Session, schemeId: Hex, roles?: readonly RoleName[]) =>
    requireRole(await authorityOf(services.database, session.addresses), schemeId, roles);
  return [
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/insight",
      operationId: "getInsight",
      tag: "desk",
      summary: "How a scheme does as a whole; nothing of fewer than five families",
      access: "session",
      params: ofScheme,
      answer: insightAnswer,
      errors: ["role-missing", "scheme-unknown"],
      handle: async ({ params, session }) => {
        await demand(session, params.schemeId);
        return { body: await office.insight.ofScheme(params.schemeId) };
      },
    }),
  ];
}
