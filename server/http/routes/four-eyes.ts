// Routes of acts that take two people: one proposes, another confirms; both sign.
import { z } from "zod";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { requestAnswer } from "../schemas/desk.ts";
import { jointActBody, proposalListAnswer } from "../schemas/four-eyes.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const ofScheme = z.strictObject({ schemeId: id });

export function fourEyesRoutes({ services, office }: RouteParts): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/proposals",
      operationId: "listProposals",
      tag: "desk",
      summary: "Acts that one person proposed and another has to confirm",
      description: "Sponsors see those about money, validators those about shops.",
      access: "session",
      params: ofScheme,
      answer: proposalListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, session }) => {
        const viewer = await authorityOf(services.database, session.addresses);
        requireRole(viewer, params.schemeId);
        const roles = viewer.roles
          .filter(({ schemeId }) => schemeId === params.schemeId)
          .map(({ role }) => role);
        return { body: await office.fourEyes.list(params.schemeId, roles) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/proposals",
      operationId: "actTogether",
      tag: "desk",
      summary: "Proposes, confirms or takes back an act, by a signed call of the roles contract",
      access: "session",
      params: ofScheme,
      body: jointActBody,
      answer: requestAnswer,
      errors: [
        "role-missing",
        "command-mismatch",
        "act-already-proposed",
        "act-needs-another",
        "act-not-proposed",
        "shop-unknown",
        "shop-already-admitted",
        "iban-not-proposed",
        "bank-reference-used",
      ],
      handle: async ({ params, body, session }) => {
        const viewer = await authorityOf(services.database, session.addresses);
        requireRole(viewer, params.schemeId, ["sponsor", "validator"]);
        return { body: await office.fourEyes.act(params.schemeId, body.request) };
      },
    }),
  ];
}
