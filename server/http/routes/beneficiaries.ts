// Routes of a family's own accounts.
import { z } from "zod";
import { AppError } from "../../errors/app-error.ts";
import { listPayments, showPayments } from "../../payments/find.ts";
import { authorityOf } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { beneficiaryAnswer, beneficiaryListAnswer, paymentListAnswer } from "../schemas/family.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";
import { pageQuery } from "./payments.ts";
import { requireBeneficiary, visiblePayments } from "./visibility.ts";

export function beneficiaryRoutes({ services, office }: RouteParts): Route[] {
  const { database } = services;
  const seen = { database, looks: office.looks };
  const params = z.strictObject({ beneficiaryId: id });
  return [
    defineRoute({
      method: "get",
      path: "/beneficiaries",
      operationId: "listBeneficiaries",
      tag: "family",
      summary:
        "The accounts that the session's device can spend from, and those that it can't any more",
      access: "session",
      answer: beneficiaryListAnswer,
      errors: [],
      handle: async ({ session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const ids = viewer.beneficiaries.map((one) => one.beneficiaryId);
        const [beneficiaries, lost] = await Promise.all([
          office.accounts.show(ids),
          office.accounts.lost(session.addresses),
        ]);
        const held = new Set<string>(ids);
        return {
          body: { beneficiaries, lost: lost.filter((one) => !held.has(one.beneficiaryId)) },
        };
      },
    }),
    defineRoute({
      method: "get",
      path: "/beneficiaries/{beneficiaryId}",
      operationId: "getBeneficiary",
      tag: "family",
      summary: "One account: its budget and its devices",
      access: "session",
      params,
      answer: beneficiaryAnswer,
      errors: ["forbidden", "look-reason-needed"],
      handle: async ({ params, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        await requireBeneficiary(seen, params.beneficiaryId, viewer);
        const [shown] = await office.accounts.show([params.beneficiaryId]);
        if (!shown) throw new AppError("not-found");
        return { body: shown };
      },
    }),
    defineRoute({
      method: "get",
      path: "/beneficiaries/{beneficiaryId}/payments",
      operationId: "listPaymentsOfBeneficiary",
      tag: "family",
      summary: "Payments from one account, newest first",
      access: "session",
      params,
      query: pageQuery,
      answer: paymentListAnswer,
      errors: ["forbidden", "look-reason-needed"],
      handle: async ({ params, query, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const where = await visiblePayments(seen, params, viewer);
        const { limit, before = null } = query;
        const { rows, next } = await listPayments(database, { where, before, limit });
        const parts = { database, profiles: office.profiles };
        return { body: { payments: await showPayments(parts, rows, viewer), next } };
      },
    }),
  ];
}
