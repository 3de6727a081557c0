// Routes of what is told of a scheme as a whole: the dashboard for its staff, and the page for everyone.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { publicTotals } from "../../insight/public-totals.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { insightAnswer, publicSchemeAnswer } from "../schemas/insight.ts";
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
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/public-totals",
      operationId: "getPublicTotals",
      tag: "system",
      summary: "What anyone may know of a scheme: its sums, and how to check them on the chain",
      access: "public",
      params: ofScheme,
      answer: publicSchemeAnswer,
      errors: ["scheme-unknown"],
      handle: async ({ params }) => ({
        body: publicTotals({
          ...(await office.insight.known(params.schemeId)),
          municipality: services.config.municipality,
          deployment: services.deployment,
          ledger: services.contracts.ledger.abi,
        }),
      }),
    }),
  ];
}
