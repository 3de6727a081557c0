// The route of "what happened here": what the chain's events say of a beneficiary, a shop, a payment or the scheme itself.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { FieldsError } from "../../errors/fields-error.ts";
import { demandSubject, type Subject } from "../../timeline/find.ts";
import { authorityOf, holdsRole, requireRole } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { hash, id } from "../schemas/primitives.ts";
import { timelineAnswer } from "../schemas/timeline.ts";
import type { RouteParts } from "./parts.ts";
import { pageQuery } from "./payments.ts";
import { MAY_SEE_BENEFICIARIES } from "./visibility.ts";

type Asked = {
  beneficiaryId?: Hex | undefined;
  shopId?: Hex | undefined;
  paymentId?: Hex | undefined;
};

export function timelineRoutes({ services, office }: RouteParts): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/timeline",
      operationId: "getTimeline",
      tag: "desk",
      summary:
        "What happened to a beneficiary, a shop, a payment or the scheme itself, newest first",
      description:
        "From the chain's events alone. A beneficiary and a payment are for validators and guardians, a beneficiary after a reason that is kept; a shop and the scheme for sponsors too, who don't see whose purchases they were.",
      access: "session",
      params: z.strictObject({ schemeId: id }),
      query: pageQuery.extend({
        beneficiaryId: id.optional(),
        shopId: id.optional(),
        paymentId: hash.optional(),
      }),
      answer: timelineAnswer,
      errors: ["role-missing", "look-reason-needed", "not-found"],
      handle: async ({ params, query, session }) => {
        const { schemeId } = params;
        const viewer = await authorityOf(services.database, session.addresses);
        const seesBeneficiaries = holdsRole(viewer, schemeId, MAY_SEE_BENEFICIARIES);
        const subject = subjectOf(query);
        const isPrivate = subject.kind === "beneficiary" || subject.kind === "payment";
        if (isPrivate || !seesBeneficiaries) {
          requireRole(viewer, schemeId, isPrivate ? MAY_SEE_BENEFICIARIES : ["sponsor"]);
        }
        const { limit, before = null } = query;
        // First whether there is one of this scheme: a reason for nothing would be kept for nothing.
        await demandSubject(services.database, schemeId, subject);
        if (subject.kind === "beneficiary") {
          await office.looks.demandForBeneficiary(viewer, subject.id);
        }
        const asked = { schemeId, subject, before, limit, seesBeneficiaries };
        return { body: await office.showTimeline(asked) };
      },
    }),
  ];
}

/** @throws {AppError} `invalid-request` when more than one is asked for. */
function subjectOf({ beneficiaryId, shopId, paymentId }: Asked): Subject {
  const given: Subject[] = [];
  if (beneficiaryId) given.push({ kind: "beneficiary", id: beneficiaryId });
  if (shopId) given.push({ kind: "shop", id: shopId });
  if (paymentId) given.push({ kind: "payment", id: paymentId });
  if (given.length > 1) {
    const pointers = ["/beneficiaryId", "/shopId", "/paymentId"];
    throw new FieldsError(
      "invalid-request",
      pointers.map((pointer) => ({ pointer, code: "at_most_one" })),
    );
  }
  return given[0] ?? { kind: "scheme" };
}
