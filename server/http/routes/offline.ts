// Routes of accepting payments without a connection: the sponsor's terms, and what was refused afterwards.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { listOfflineRefusals, offlineRefusalsCsv } from "../../offline/refusals.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import {
  offlineRefusalListAnswer,
  offlineTermsAnswer,
  offlineTermsBody,
} from "../schemas/offline.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const ofScheme = z.strictObject({ schemeId: id });
/** More than a spreadsheet is read for. */
const CSV_ROWS = 100_000;

export function offlineRoutes({ services, office }: RouteParts): Route[] {
  const shown = { database: services.database, profiles: office.profiles, vault: office.vault };
  const demand = async (session: Session, schemeId: Hex) =>
    requireRole(await authorityOf(services.database, session.addresses), schemeId, [
      "sponsor",
      "treasurer",
    ]);
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/offline-terms",
      operationId: "setOfflineTerms",
      tag: "desk",
      summary: "Sets up to what tills may accept without a connection, and who bears a refusal",
      description: "For sponsors, by their signature. 0 cents is never, as without any decision.",
      access: "session",
      params: ofScheme,
      body: offlineTermsBody,
      answer: offlineTermsAnswer,
      errors: ["role-missing", "signature-invalid", "signer-mismatch", "decision-stale"],
      handle: async ({ params, body, session }) => ({
        body: await office.setOfflineTerms({ ...params, body, session }),
      }),
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/offline-refusals",
      operationId: "listOfflineRefusals",
      tag: "desk",
      summary: "Payments that were accepted without a connection and then refused, newest first",
      description: "For sponsors and treasurers. No line says whose budget it was.",
      access: "session",
      params: ofScheme,
      query: z.strictObject({
        offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      answer: offlineRefusalListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, query, session }) => {
        await demand(session, params.schemeId);
        return { body: await listOfflineRefusals(shown, { ...params, ...query }) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/offline-refusals.csv",
      operationId: "getOfflineRefusalsCsv",
      tag: "desk",
      summary: "The same for a spreadsheet, whole",
      access: "session",
      params: ofScheme,
      fileMedia: "text/csv; charset=utf-8",
      errors: ["role-missing"],
      file: async ({ params, session }) => {
        await demand(session, params.schemeId);
        const whole = { ...params, offset: 0, limit: CSV_ROWS };
        const { refusals } = await listOfflineRefusals(shown, whole);
        return { fileName: "niet-doorgegaan.csv", bytes: offlineRefusalsCsv(refusals) };
      },
    }),
  ];
}
