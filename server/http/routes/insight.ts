// Routes of what is told of a scheme as a whole: the dashboard for its staff, and the page for everyone.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { bookkeepingCsv, daysOf } from "../../insight/bookkeeping.ts";
import { councilCsv } from "../../insight/council-csv.ts";
import { publicTotals } from "../../insight/public-totals.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { bookkeepingQuery, insightAnswer, publicSchemeAnswer } from "../schemas/insight.ts";
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
    ...csvRoutes({ services, office }, demand),
  ];
}

function csvRoutes(
  { services, office }: Pick<RouteParts, "services" | "office">,
  demand: (session: Session, schemeId: Hex, roles?: readonly RoleName[]) => Promise<void>,
): Route[] {
  const base = {
    method: "get",
    tag: "desk",
    access: "session",
    params: ofScheme,
    fileMedia: "text/csv; charset=utf-8",
  } as const;
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/insight.csv",
      operationId: "getInsightCsv",
      summary: "The dashboard for a spreadsheet, as for the council",
      errors: ["role-missing", "scheme-unknown"],
      file: async ({ params, session }) => {
        await demand(session, params.schemeId);
        const known = await office.insight.known(params.schemeId);
        return { fileName: "inzicht.csv", bytes: councilCsv(known) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/bookkeeping.csv",
      operationId: "getBookkeepingCsv",
      summary:
        "Every payment, correction, payout, deposit and withdrawal of a period, a line each, for the bookkeeping",
      description:
        "For treasurers and sponsors. At most 366 days; no line says whose payment it is.",
      query: bookkeepingQuery,
      errors: ["role-missing"],
      file: async ({ params, query, session }) => {
        await demand(session, params.schemeId, ["treasurer", "sponsor"]);
        const days = daysOf(query);
        const { database } = services;
        const pieces = bookkeepingCsv({ database, profiles: office.profiles, ...params, days });
        return { fileName: `boekhouding-${query.from}-${query.until}.csv`, pieces };
      },
    }),
  ];
}
