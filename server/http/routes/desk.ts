// Routes of the municipality's desk: schemes, imports, registrations, shops. Each asks for a role in its scheme.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { NO_SCHEME, type RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import { roleHoldersOf } from "../../validator/role-holders.ts";
import type { Session } from "../../validator/sessions.ts";
import { unspentOf } from "../../validator/unspent.ts";
import { defineRoute, type Route } from "../route.ts";
import {
  admissionBody,
  closingAnswer,
  closingBody,
  importAnswer,
  registrationAnswer,
  registrationBody,
  requestAnswer,
  roleHoldersAnswer,
  schemeBody,
  schemeOverviewAnswer,
  schemeShopListAnswer,
  unspentAnswer,
} from "../schemas/desk.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const MEGABYTE = 1024 * 1024;
const ofScheme = z.strictObject({ schemeId: id });

type RequireRole = (session: Session, schemeId: Hex, roles?: readonly RoleName[]) => Promise<void>;

export function deskRoutes(parts: RouteParts): Route[] {
  const requireRoleOf: RequireRole = async (session, schemeId, roles) =>
    requireRole(await authorityOf(parts.services.database, session.addresses), schemeId, roles);
  return [
    ...schemeRoutes(parts, requireRoleOf),
    ...importRoutes(parts, requireRoleOf),
    ...registrationRoutes(parts, requireRoleOf),
    roleHoldersRoute(parts, requireRoleOf),
    unspentRoute(parts, requireRoleOf),
  ];
}

/** Who gives roles must find the device that was lost: it can't tell its number any more. */
function roleHoldersRoute({ services }: RouteParts, requireRoleOf: RequireRole): Route {
  return defineRoute({
    method: "get",
    path: "/schemes/{schemeId}/role-holders",
    operationId: "listRoleHolders",
    tag: "desk",
    summary: "The devices that hold roles in a scheme, and framework-setters, with all their roles",
    description: "For framework-setters. The scheme need not be open yet.",
    access: "session",
    params: ofScheme,
    answer: roleHoldersAnswer,
    errors: ["role-missing"],
    handle: async ({ params, session }) => {
      await requireRoleOf(session, NO_SCHEME, ["admin"]);
      return { body: await roleHoldersOf(services.database, params.schemeId) };
    },
  });
}

/** After the end a sponsor takes it back, some at a time. */
function unspentRoute({ services }: RouteParts, requireRoleOf: RequireRole): Route {
  return defineRoute({
    method: "get",
    path: "/schemes/{schemeId}/unspent",
    operationId: "getUnspent",
    tag: "desk",
    summary: "What is left on accounts, and the next to take back by `expireBeneficiaries`",
    description: "For sponsors: ids and a sum, nothing of the families.",
    access: "session",
    params: ofScheme,
    answer: unspentAnswer,
    errors: ["role-missing"],
    handle: async ({ params, session }) => {
      await requireRoleOf(session, params.schemeId, ["sponsor"]);
      return { body: await unspentOf(services.database, params.schemeId) };
    },
  });
}

function schemeRoutes({ office }: RouteParts, requireRoleOf: RequireRole): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/schemes",
      operationId: "openScheme",
      tag: "desk",
      summary: "Opens a scheme: its name, and the signed `openScheme`",
      access: "session",
      body: schemeBody,
      answer: requestAnswer,
      errors: [
        "role-missing",
        "command-mismatch",
        "scheme-exists",
        "scheme-terms-invalid",
        "sole-limits-differ",
      ],
      handle: async ({ body, session }) => {
        await requireRoleOf(session, body.schemeId, ["sponsor"]);
        return { body: await office.schemes.open(body) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/overview",
      operationId: "getSchemeOverview",
      tag: "desk",
      summary: "Where every cent of a scheme is, and how far it has come",
      access: "session",
      params: ofScheme,
      answer: schemeOverviewAnswer,
      errors: ["role-missing", "scheme-unknown"],
      handle: async ({ params, session }) => {
        await requireRoleOf(session, params.schemeId);
        return { body: await office.schemes.overview(params.schemeId) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/shops",
      operationId: "listSchemeShops",
      tag: "desk",
      summary: "Every shop that signed up, with its standing in the scheme",
      access: "session",
      params: ofScheme,
      answer: schemeShopListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, session }) => {
        await requireRoleOf(session, params.schemeId);
        return { body: await office.shopViews.ofScheme(params.schemeId) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/admissions",
      operationId: "admitShop",
      tag: "desk",
      summary: "Admits a shop, by a signed `admitShop` with the commitment of the IBAN it gave",
      access: "session",
      params: ofScheme,
      body: admissionBody,
      answer: requestAnswer,
      errors: [
        "role-missing",
        "command-mismatch",
        "shop-unknown",
        "shop-already-admitted",
        "act-needs-two",
      ],
      handle: async ({ params, body, session }) => {
        await requireRoleOf(session, params.schemeId, ["validator"]);
        return { body: await office.admit(params.schemeId, body) };
      },
    }),
  ];
}

function importRoutes({ office }: RouteParts, requireRoleOf: RequireRole): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/household-imports",
      operationId: "importHouseholds",
      tag: "desk",
      summary:
        "Reads a CSV of households, and says what differs from those registered; changes nothing",
      description: "The same file again gives the same import, with each verdict as it is then.",
      access: "session",
      params: ofScheme,
      media: ["text/csv", "application/vnd.ms-excel"],
      limitBytes: 16 * MEGABYTE,
      answer: importAnswer,
      created: 201,
      errors: [
        "role-missing",
        "csv-unreadable",
        "csv-wrong-separator",
        "csv-column-missing",
        "csv-column-twice",
        "csv-empty",
        "csv-too-many-rows",
      ],
      handle: async ({ params, bytes, session }) => {
        await requireRoleOf(session, params.schemeId, ["validator"]);
        const [uploadedBy = "0x" as Hex] = session.addresses;
        const file = { ...params, file: bytes, uploadedBy };
        const { answer, repeated } = await office.imports.upload(file);
        return { status: repeated ? 200 : 201, body: answer };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/household-imports/{importId}",
      operationId: "getHouseholdImport",
      tag: "desk",
      summary: "An import, with each row's verdict as it is now",
      access: "session",
      params: ofScheme.extend({ importId: id }),
      answer: importAnswer,
      errors: ["role-missing", "not-found"],
      handle: async ({ params, session }) => {
        await requireRoleOf(session, params.schemeId, ["validator"]);
        return { body: await office.imports.show(params) };
      },
    }),
  ];
}

function registrationRoutes({ office }: RouteParts, requireRoleOf: RequireRole): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/registrations",
      operationId: "registerHouseholds",
      tag: "desk",
      summary:
        "Registers households of an import, and children that known ones got, by a signed `registerBeneficiaries` of exactly their ids",
      access: "session",
      params: ofScheme,
      body: registrationBody,
      answer: registrationAnswer,
      created: 201,
      errors: [
        "role-missing",
        "command-mismatch",
        "import-row-taken",
        "not-found",
        "insufficient-funds",
        "beneficiary-exists",
      ],
      handle: async ({ params, body, session }) => {
        await requireRoleOf(session, params.schemeId, ["validator"]);
        const { answer, repeated } = await office.register(params.schemeId, body);
        return { status: repeated ? 200 : 201, body: answer };
      },
    }),
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/closings",
      operationId: "closeHouseholdAccount",
      tag: "desk",
      summary: "Closes an account of a household that left, by a signed `closeBeneficiary`",
      description: "Refused when the household has an open account that the person did not see.",
      access: "session",
      params: ofScheme,
      body: closingBody,
      answer: closingAnswer,
      errors: ["role-missing", "command-mismatch", "not-found", "household-changed"],
      handle: async ({ params, body, session }) => {
        await requireRoleOf(session, params.schemeId, ["validator"]);
        return { body: await office.closeAccount(params.schemeId, body) };
      },
    }),
  ];
}
