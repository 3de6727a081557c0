// Routes about families: finding one, looking at it with a reason, and who looked. Each asks for a role in its scheme.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { AppError } from "../../errors/app-error.ts";
import { accessLogCsv } from "../../validator/access-log-csv.ts";
import { authorityOf, holdsRole, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import * as schemas from "../schemas/households.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const ofScheme = z.strictObject({ schemeId: id });

export function householdRoutes(parts: RouteParts): Route[] {
  return [
    ...findingRoutes(parts),
    ...lookingRoutes(parts),
    ...accessLogRoutes(parts),
    erasureRoute(parts),
  ];
}

async function viewerOf(
  { services }: RouteParts,
  given: { session: Session; schemeId: Hex; roles: readonly RoleName[] },
) {
  const viewer = await authorityOf(services.database, given.session.addresses);
  requireRole(viewer, given.schemeId, given.roles);
  return viewer;
}

function findingRoutes(parts: RouteParts): Route[] {
  const { households } = parts.office;
  const base = {
    tag: "desk",
    access: "session",
    params: ofScheme,
    errors: ["role-missing"],
  } as const;
  const roles = ["validator"] as const;
  return [
    defineRoute({
      ...base,
      method: "get",
      path: "/schemes/{schemeId}/households",
      operationId: "listHouseholds",
      summary: "Households of a scheme in the order of their letters, or those that may need help",
      query: schemas.householdListQuery,
      answer: schemas.householdListAnswer,
      handle: async ({ params, query, session }) => {
        await viewerOf(parts, { ...params, session, roles });
        return { body: await households.list({ ...params, ...query }) };
      },
    }),
    defineRoute({
      ...base,
      method: "post",
      path: "/schemes/{schemeId}/household-searches",
      operationId: "findHousehold",
      summary: "Finds a household by its client number or its letter's number",
      body: schemas.householdSearchBody,
      answer: schemas.householdSearchAnswer,
      handle: async ({ params, body, session }) => {
        await viewerOf(parts, { ...params, session, roles });
        return { body: { households: await households.find({ ...params, ...body }) } };
      },
    }),
    defineRoute({
      ...base,
      method: "post",
      path: "/schemes/{schemeId}/letter-numbers",
      operationId: "findLetterNumbers",
      summary: "The numbers that the letters of these children's households have",
      body: schemas.letterNumbersBody,
      answer: schemas.letterNumbersAnswer,
      handle: async ({ params, body, session }) => {
        const viewer = await viewerOf(parts, { ...params, session, roles });
        return {
          body: { letters: await households.letterNumbers({ ...params, ...body, viewer }) },
        };
      },
    }),
  ];
}

function lookingRoutes(parts: RouteParts): Route[] {
  const { looks, showHousehold } = parts.office;
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/looks",
      operationId: "lookAtHousehold",
      tag: "desk",
      summary:
        "Gives the reason for looking at a family; it is kept, and holds for a quarter of an hour",
      access: "session",
      params: ofScheme,
      body: schemas.lookBody,
      answer: schemas.lookAnswer,
      errors: ["role-missing", "not-found"],
      handle: async ({ params, body, session }) => {
        const roles = ["validator", "guardian"] as const;
        const viewer = await viewerOf(parts, { ...params, session, roles });
        return { body: await looks.open({ ...params, viewer, look: body }) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/households/{householdId}",
      operationId: "getHousehold",
      tag: "desk",
      summary: "One family: accounts, last payments, devices, and why payments were refused",
      access: "session",
      params: ofScheme.extend({ householdId: id }),
      answer: schemas.householdAnswer,
      errors: ["role-missing", "look-reason-needed", "not-found"],
      handle: async ({ params, session }) => {
        const viewer = await viewerOf(parts, { ...params, session, roles: ["validator"] });
        const lookEndsAt = await looks.demand(viewer, params.householdId);
        return { body: { ...(await showHousehold(params)), lookEndsAt } };
      },
    }),
  ];
}

function accessLogRoutes(parts: RouteParts): Route[] {
  const { looks } = parts.office;
  const base = {
    method: "post",
    tag: "desk",
    access: "session",
    params: ofScheme,
    body: schemas.accessLogQuery,
    errors: ["role-missing"],
  } as const;
  /** The guardian of the scheme, and who gives the roles; neither hears a client number by it. */
  const demandOfficer = async (session: Session, schemeId: Hex) => {
    const viewer = await authorityOf(parts.services.database, session.addresses);
    const isAdmin = viewer.roles.some(({ role }) => role === "admin");
    if (!isAdmin && !holdsRole(viewer, schemeId, ["guardian"])) throw new AppError("role-missing");
  };
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/access-log-searches",
      operationId: "searchAccessLog",
      summary: "Who looked at which family, when and why, newest first",
      answer: schemas.accessLogAnswer,
      handle: async ({ params, body, session }) => {
        await demandOfficer(session, params.schemeId);
        return { body: await looks.list({ ...params, ...body }, body) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/access-log-searches.csv",
      operationId: "searchAccessLogCsv",
      summary: "The same for a spreadsheet, whole",
      fileMedia: "text/csv; charset=utf-8",
      file: async ({ params, body, session }) => {
        await demandOfficer(session, params.schemeId);
        const pieces = accessLogCsv(looks.pages({ ...params, ...body }));
        return { fileName: "wie-keek-er.csv", pieces };
      },
    }),
  ];
}

function erasureRoute({ office }: RouteParts): Route {
  return defineRoute({
    method: "post",
    path: "/schemes/{schemeId}/erasures",
    operationId: "eraseHousehold",
    tag: "desk",
    summary: "Erases all that is known of a family outside of the ledger; it can't be undone",
    access: "session",
    params: ofScheme,
    body: schemas.erasureBody,
    answer: schemas.erasureAnswer,
    errors: [
      "role-missing",
      "signature-invalid",
      "signer-mismatch",
      "decision-stale",
      "household-still-open",
      "not-found",
    ],
    handle: async ({ params, body, session }) => ({
      body: await office.erase(session, { ...params, ...body }),
    }),
  });
}
