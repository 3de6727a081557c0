// Routes of payouts: what staff see of them, what treasurers decide, and files to and from the bank.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { DECISION_ERRORS } from "../../treasury/decisions.ts";
import { demandFileOf, listPayeeBlocks, listPaymentFiles } from "../../treasury/payment-files.ts";
import { openByHand, showPayout } from "../../treasury/payout-detail.ts";
import { listPayouts } from "../../treasury/payout-list.ts";
import { countTasks } from "../../treasury/tasks.ts";
import { listUnpaidShops } from "../../treasury/unpaid-shops.ts";
import { authorityOf, holdsRole, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { requestAnswer } from "../schemas/desk.ts";
import * as schemas from "../schemas/payouts.ts";
import { id } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";

const MEGABYTE = 1024 * 1024;
const ofScheme = z.strictObject({ schemeId: id });

export function payoutRoutes(parts: RouteParts): Route[] {
  return [...viewRoutes(parts), ...decisionRoutes(parts), ...fileRoutes(parts)];
}

/** Refuses who isn't staff of the scheme; says whether a treasurer asks. */
async function isTreasurer({ services }: RouteParts, session: Session, schemeId: Hex) {
  const viewer = await authorityOf(services.database, session.addresses);
  requireRole(viewer, schemeId);
  return holdsRole(viewer, schemeId, ["treasurer"]);
}

async function demandTreasurer(parts: RouteParts, session: Session, schemeId: Hex) {
  if (!(await isTreasurer(parts, session, schemeId))) throw new AppError("role-missing");
}

function viewRoutes(parts: RouteParts): Route[] {
  const listParts = { ...parts.services, ...parts.office };
  const base = { method: "get", tag: "desk", access: "session" } as const;
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/payouts",
      operationId: "listSchemePayouts",
      summary: "Payouts of a scheme, newest first, with what the treasurer may decide",
      params: ofScheme,
      query: schemas.treasuryPayoutQuery,
      answer: schemas.treasuryPayoutListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, query, session }) => {
        const treasurer = await isTreasurer(parts, session, params.schemeId);
        const given = { ...params, ...query, isTreasurer: treasurer };
        return { body: await listPayouts(listParts, given) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/payouts/{payoutId}",
      operationId: "getSchemePayout",
      summary: "A payout, the payments in it, and what the bank's statement has of it",
      params: ofScheme.extend({ payoutId: id }),
      answer: schemas.payoutDetailAnswer,
      errors: ["role-missing", "not-found"],
      handle: async ({ params, session }) => {
        const treasurer = await isTreasurer(parts, session, params.schemeId);
        return { body: await showPayout(listParts, { ...params, isTreasurer: treasurer }) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/payee-blocks",
      operationId: "listPayeeBlocks",
      summary: "Shops that are not paid until somebody decides",
      params: ofScheme,
      answer: schemas.payeeBlockListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, session }) => {
        await isTreasurer(parts, session, params.schemeId);
        return { body: await listPayeeBlocks(listParts, params.schemeId) };
      },
    }),
    ...workRoutes(parts),
  ];
}

function workRoutes(parts: RouteParts): Route[] {
  const { services, office } = parts;
  const { database, config } = services;
  const base = { method: "get", tag: "desk", access: "session" } as const;
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/unpaid-shops",
      operationId: "listUnpaidShops",
      summary: "Shops that are owed something which no payout holds yet, and how much must wait",
      params: ofScheme,
      answer: schemas.unpaidShopListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, session }) => {
        await isTreasurer(parts, session, params.schemeId);
        const listing = { ...office, database, holdSeconds: config.payoutHoldSeconds };
        return { body: await listUnpaidShops(listing, params.schemeId) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/treasury-tasks",
      operationId: "countTreasuryTasks",
      summary: "How much about payouts waits for somebody to act",
      params: ofScheme,
      answer: schemas.treasuryTasksAnswer,
      errors: ["role-missing"],
      handle: async ({ params, session }) => {
        await isTreasurer(parts, session, params.schemeId);
        const asked = { ...params, addresses: session.addresses };
        return { body: await countTasks({ ...office, ...services }, asked) };
      },
    }),
  ];
}

function decisionRoutes(parts: RouteParts): Route[] {
  const { services, office } = parts;
  const base = { method: "post", tag: "desk", access: "session" } as const;
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/payouts/{payoutId}/opening",
      operationId: "openPayoutByHand",
      summary: "Opens a payout above the mandate, by the treasurer's signed `openPayout` of it",
      params: ofScheme.extend({ payoutId: id }),
      body: schemas.openPayoutBody,
      answer: requestAnswer,
      errors: ["role-missing", "not-found", "command-mismatch", "payout-not-decidable"],
      handle: async ({ params, body, session }) => {
        await demandTreasurer(parts, session, params.schemeId);
        const opening = { ...params, signed: body.request };
        return { body: await openByHand({ ...services, ...office }, opening) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/treasury-decisions",
      operationId: "decideOnPayout",
      summary: "Carries out what a treasurer signed about a payout, a shop or a payment file",
      params: ofScheme,
      body: schemas.signedDecision,
      answer: schemas.decisionAnswer,
      errors: [...DECISION_ERRORS],
      handle: async ({ params, body, session }) => {
        await demandTreasurer(parts, session, params.schemeId);
        if (body.schemeId !== params.schemeId) throw new AppError("command-mismatch");
        return { body: await office.decide(session, body) };
      },
    }),
  ];
}

function fileRoutes(parts: RouteParts): Route[] {
  const { services } = parts;
  const acts = () => {
    if (!services.payoutActs) throw new AppError("bank-is-not-file");
    return services.payoutActs;
  };
  return [
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/payment-files",
      operationId: "listPaymentFiles",
      tag: "desk",
      summary: "Payment files of a scheme, newest first, and what waits for the next",
      access: "session",
      params: ofScheme,
      answer: schemas.paymentFileListAnswer,
      errors: ["role-missing"],
      handle: async ({ params, session }) => {
        await isTreasurer(parts, session, params.schemeId);
        return { body: await listPaymentFiles(services, params.schemeId) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/schemes/{schemeId}/payment-files/{submissionId}/content",
      operationId: "getPaymentFile",
      tag: "desk",
      summary: "A released payment file; from then on it counts as sent",
      access: "session",
      params: ofScheme.extend({ submissionId: id }),
      errors: ["role-missing", "not-found", "submission-not-in-state", "bank-is-not-file"],
      fileMedia: "application/xml",
      file: async ({ params, session }) => {
        await demandTreasurer(parts, session, params.schemeId);
        await demandFileOf(services.database, params);
        return acts().handOutFile(params.submissionId);
      },
    }),
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/bank-files",
      operationId: "importBankFile",
      tag: "desk",
      summary: "Reads what the bank sent: a pain.002, camt.053 or camt.054",
      description: "The same file again changes nothing.",
      access: "session",
      params: ofScheme,
      media: ["application/xml", "text/xml"],
      limitBytes: 20 * MEGABYTE,
      answer: schemas.bankFileAnswer,
      errors: [
        "role-missing",
        "bank-file-unreadable",
        "bank-file-unknown",
        "bank-file-foreign",
        "submission-not-in-state",
        "bank-is-not-file",
      ],
      handle: async ({ params, bytes, session }) => {
        await demandTreasurer(parts, session, params.schemeId);
        const [by = null] = session.addresses;
        const read = await acts().importBankFile({ bytes, by });
        void services.payoutWorker?.round();
        return { body: read };
      },
    }),
  ];
}
