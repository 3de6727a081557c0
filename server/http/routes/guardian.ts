// Routes of the guardian's page: the stop of a scheme, what stands still in it, and payments that may be reversed.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { findReversals } from "../../guardian/reversals.ts";
import { listStops } from "../../guardian/stops.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { requestAnswer } from "../schemas/desk.ts";
import { reversalListAnswer, schemeStopBody, stopListAnswer } from "../schemas/guardian.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";
import { MAY_SEE_BENEFICIARIES } from "./visibility.ts";

const ofScheme = z.strictObject({ schemeId: id });

export function guardianRoutes({ services, office }: RouteParts): Route[] {
  const shown = { ...services, ...office };
  const demand = async (session: Session, schemeId: Hex, roles: readonly RoleName[]) =>
    requireRole(await authorityOf(services.database, session.addresses), schemeId, roles);
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/stops",
      operationId: "stopScheme",
      tag: "desk",
      summary: "Stops a scheme or lets it go on, by a signed command and its signed reason",
      description:
        "The reason stays off the chain. It is signed over the command's digest, so that it belongs to this act alone.",
      access: "session",
      params: ofScheme,
      body: schemeStopBody,
      answer: requestAnswer,
      errors: [
        "role-missing",
        "command-mismatch",
        "signature-invalid",
        "signer-mismatch",
        "reason-missing",
        "scheme-paused",
        "scheme-not-paused",
      ],
      handle: async ({ params, body, session }) => {
        await demand(session, params.schemeId, ["guardian"]);
        return { body: await office.stopScheme(params.schemeId, body) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/stops",
      operationId: "listStops",
      tag: "desk",
      summary: "Blocked beneficiaries and suspended shops: who did it, when and why",
      access: "session",
      params: ofScheme,
      query: z.strictObject({
        offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      answer: stopListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, query, session }) => {
        await demand(session, params.schemeId, MAY_SEE_BENEFICIARIES);
        return { body: await listStops(shown, { ...params, ...query }) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/reversals",
      operationId: "findReversals",
      tag: "desk",
      summary: "Payments with this code on their receipt, and what a reversal of each would do",
      access: "session",
      params: ofScheme,
      query: z.strictObject({
        /** The last six hexadecimal digits of the payment's id. */
        code: z
          .string()
          .regex(/^[0-9a-fA-F]{6}$/)
          .transform((text) => text.toLowerCase()),
      }),
      answer: reversalListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, query, session }) => {
        await demand(session, params.schemeId, MAY_SEE_BENEFICIARIES);
        return { body: await findReversals(shown, { ...params, ...query }) };
      },
    }),
  ];
}
