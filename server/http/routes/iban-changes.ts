// Routes of another IBAN for a shop: its owner asks, and the validator confirms.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { requestAnswer } from "../schemas/desk.ts";
import * as schemas from "../schemas/payouts.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const ofScheme = z.strictObject({ schemeId: id });

export function ibanChangeRoutes(parts: RouteParts): Route[] {
  const { services, office } = parts;
  const demandValidator = async (session: Session, schemeId: Hex) =>
    requireRole(await authorityOf(services.database, session.addresses), schemeId, ["validator"]);
  return [
    defineRoute({
      method: "post",
      path: "/shops/{shopId}/iban-changes",
      operationId: "proposeIban",
      tag: "shop",
      summary: "Asks for another account, by the owner's signed `proposeIban`",
      access: "session",
      params: z.strictObject({ shopId: id }),
      body: schemas.ibanChangeBody,
      answer: schemas.ibanChangeAnswer,
      errors: ["forbidden", "iban-invalid", "command-mismatch", "scheme-unknown", "not-shop-owner"],
      handle: async ({ params, body, session }) => {
        const { shops } = await authorityOf(services.database, session.addresses);
        const owns = shops.some(({ shopId, owner }) => owner && shopId === params.shopId);
        if (!owns) throw new AppError("forbidden");
        return { body: await office.ibanChanges.propose(params.shopId, body) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/iban-changes",
      operationId: "listIbanChanges",
      tag: "desk",
      summary: "Accounts that shops asked for and the validator did not confirm yet",
      access: "session",
      params: ofScheme,
      answer: schemas.ibanChangeListAnswer,
      errors: ["role-missing", "scheme-unknown"],
      handle: async ({ params, session }) => {
        await demandValidator(session, params.schemeId);
        return { body: await office.ibanChanges.list(params.schemeId) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/shops/{shopId}/iban-confirmation",
      operationId: "confirmIban",
      tag: "desk",
      summary: "Confirms a shop's other account, by the validator's signed `confirmIban`",
      access: "session",
      params: ofScheme.extend({ shopId: id }),
      body: schemas.ibanConfirmationBody,
      answer: requestAnswer,
      errors: ["role-missing", "command-mismatch", "iban-not-proposed", "iban-not-ready"],
      handle: async ({ params, body, session }) => {
        await demandValidator(session, params.schemeId);
        return { body: await office.ibanChanges.confirm(params, body) };
      },
    }),
  ];
}
