// Routes of paying and of what was paid: payments and their refunds.
import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { AppError } from "../../errors/app-error.ts";
import type { ErrorCode } from "../../errors/table.ts";
import {
  findPayment,
  listPayments,
  type PaymentAnswer,
  type PaymentRow,
  showPayments,
} from "../../payments/find.ts";
import { madeBy } from "../../shops/own-payments.ts";
import { payments } from "../../store/schema/projections.ts";
import { authorityOf } from "../../validator/authority.ts";
import { argumentsOf } from "../../validator/commands.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { paymentAnswer, paymentBody, paymentListAnswer } from "../schemas/family.ts";
import { address, hash, id, signedRequest } from "../schemas/primitives.ts";
import type { RouteParts } from "./parts.ts";
import { maySeePayment, visiblePayments } from "./visibility.ts";

/** How much of a list, and from where. */
export const pageQuery = z.strictObject({
  /** `next` of the page before. */
  before: z
    .string()
    .regex(/^[0-9]{1,16}$/)
    .transform(Number)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** Unix seconds of the year 9999: what a timestamp column and a date can bear. */
const HIGHEST_TIME = 253_402_300_799;
const time = z.coerce.number().int().min(0).max(HIGHEST_TIME);

/** What somebody remembers of a payment: when, how much, which till, or the code on its receipt. */
const paymentListQuery = pageQuery.extend({
  beneficiaryId: id.optional(),
  shopId: id.optional(),
  /** Unix seconds; `until` is the first second that is not meant. */
  from: time.optional(),
  until: time.optional(),
  amountCents: z
    .string()
    .regex(/^[0-9]{1,15}$/)
    .transform(BigInt)
    .optional(),
  /** The last six characters of its id, as a receipt shows them. */
  code: z
    .string()
    .regex(/^[0-9a-f]{6}$/)
    .optional(),
  till: address.optional(),
});

function searched(query: z.output<typeof paymentListQuery>): SQL | undefined {
  const { from, until, amountCents, code, till } = query;
  return and(
    from === undefined ? undefined : gte(payments.paidAt, from),
    until === undefined ? undefined : lt(payments.paidAt, until),
    amountCents === undefined ? undefined : eq(payments.amountCents, amountCents),
    code === undefined ? undefined : sql`right(${payments.paymentId}, 6) = ${code}`,
    till === undefined ? undefined : madeBy([till]),
  );
}

export const PAYMENT_ERRORS: readonly ErrorCode[] = [
  "authorisation-used",
  "authorisation-not-in-time",
  "authorisation-kind-mismatch",
  "amount-above-authorisation",
  "amount-zero",
  "insufficient-budget",
  "beneficiary-not-usable",
  "device-not-linked",
  "shop-not-admitted",
  "till-unknown",
  "scheme-paused",
  "scheme-closed",
  "scheme-not-in-period",
  "signature-invalid",
  "signer-mismatch",
  "payment-request-expired",
  "payment-request-closed",
  "command-mismatch",
  "not-found",
  "chain-unavailable",
];

export type ShowPayment = (row: PaymentRow, session: Session | null) => Promise<PaymentAnswer>;

/** Shows a payment to whoever asks: the balance only to who holds the account. */
export function createShowPayment({ services, office }: RouteParts): ShowPayment {
  const { database } = services;
  const shown = { database, profiles: office.profiles };
  return async (row, session) => {
    const viewer = session && (await authorityOf(database, session.addresses));
    const [answer] = await showPayments(shown, [row], viewer);
    if (!answer) throw new AppError("not-found");
    return answer;
  };
}

export function paymentRoutes(parts: RouteParts): Route[] {
  const show = createShowPayment(parts);
  return [...paymentMakingRoutes(parts, show), ...paymentReadingRoutes(parts, show)];
}

function paymentMakingRoutes({ office }: RouteParts, show: ShowPayment): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/payments",
      operationId: "pay",
      tag: "family",
      summary: "Pays: an open authorisation with a till's charge, or a shop-bound one",
      description:
        "The signatures decide; no session is needed. The same authorisation with the same charge gets its first answer (200); with another charge it is refused with what it paid.",
      access: "public",
      body: paymentBody,
      answer: paymentAnswer,
      created: 201,
      errors: PAYMENT_ERRORS,
      handle: async ({ body, session }) => {
        const { payment, repeated } = await office.pay(body);
        return { status: repeated ? 200 : 201, body: await show(payment, session) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/refunds",
      operationId: "refund",
      tag: "shop",
      summary: "Gives back all or part of a payment, by a signed `refund`",
      description: "The till's signature decides; no session is needed.",
      access: "public",
      body: signedRequest,
      answer: paymentAnswer,
      errors: [
        "not-found",
        "command-mismatch",
        "payment-of-other-shop",
        "refund-above-payment",
        "refund-of-other-till",
        "shop-debt-limit-exceeded",
        "correction-above-spent",
        "amount-zero",
        "beneficiary-not-usable",
        "scheme-is-over",
        "scheme-paused",
        "scheme-closed",
        "shop-not-admitted",
        "till-unknown",
        "signature-invalid",
        "chain-unavailable",
      ],
      handle: async ({ body, session }) => {
        const command = office.readCommand(body);
        argumentsOf(command, "refund");
        const { payment, outcome } = await office.correct(body, command);
        if (outcome.state === "refused") throw new AppError(outcome.code, outcome.params);
        return { body: await show(payment, session) };
      },
    }),
  ];
}

function paymentReadingRoutes({ services, office }: RouteParts, show: ShowPayment): Route[] {
  const { database } = services;
  const { profiles } = office;
  return [
    defineRoute({
      method: "get",
      path: "/payments",
      operationId: "listPayments",
      tag: "family",
      summary: "Payments of a beneficiary or of a shop, newest first",
      access: "session",
      description: "`from`, `until`, `amountCents`, `code` and `till` narrow it down.",
      query: paymentListQuery,
      answer: paymentListAnswer,
      errors: ["forbidden", "look-reason-needed"],
      handle: async ({ query, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const visible = await visiblePayments({ database, looks: office.looks }, query, viewer);
        const where = and(visible, searched(query));
        const { limit, before = null } = query;
        const { rows, next } = await listPayments(database, { where, before, limit });
        return {
          body: { payments: await showPayments({ database, profiles }, rows, viewer), next },
        };
      },
    }),
    defineRoute({
      method: "get",
      path: "/payments/{paymentId}",
      operationId: "getPayment",
      tag: "family",
      summary: "One payment, for its family, its shop and those who answer for the account",
      access: "session",
      params: z.strictObject({ paymentId: hash }),
      answer: paymentAnswer,
      errors: ["not-found"],
      handle: async ({ params, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const row = await findPayment(database, params.paymentId);
        if (!row) throw new AppError("not-found");
        const shown = await show(row, session);
        if (!maySeePayment({ ...row, till: shown.till }, viewer)) throw new AppError("not-found");
        return { body: shown };
      },
    }),
  ];
}
