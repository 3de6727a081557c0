// The shape of every bunq answer we read, checked before use; what isn't listed here is ignored.
// Source: bunq's public OpenAPI file.

import { z } from "zod";
import { parseDecimalToCents } from "../money.ts";

/** Ids are 64-bit at bunq, but JSON numbers here: beyond 2^53 two ids could look like one, so those are refused. */
const id = z.int().positive();

/** Only euros: an amount in another currency makes the whole answer unusable. */
const euroAmount = z
  .object({ value: z.string().max(20), currency: z.literal("EUR") })
  .transform((amount, context) => {
    const cents = parseDecimalToCents(amount.value);
    if (cents !== null) return cents;
    context.addIssue({ code: "custom", message: "Not a decimal amount of euros." });
    return z.NEVER;
  });

/** bunq writes UTC as "2025-04-01 10:00:00.123456". */
const timestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/)
  .transform((text) => new Date(`${text.replace(" ", "T").slice(0, 23)}Z`))
  .refine((date) => !Number.isNaN(date.getTime()))
  .transform((date) => date.toISOString());

const idObject = z.object({ Id: z.object({ id }) });

/** Any answer that makes something: `[{ Id: { id } }]`. */
export const createdAnswer = z.object({ Response: z.tuple([idObject], z.unknown()) });

/** The parts of a handshake answer come as a list of one-key objects; this lays them together. */
const mergedParts = z
  .array(z.record(z.string(), z.unknown()))
  .transform((parts): Record<string, unknown> => Object.assign({}, ...parts));

const token = z.object({ token: z.string().min(1).max(1_000) });

export const installationAnswer = z.object({
  Response: mergedParts.pipe(
    z.object({
      Token: token,
      ServerPublicKey: z.object({ server_public_key: z.string().includes("PUBLIC KEY") }),
    }),
  ),
});

const sessionUser = z.object({
  id,
  session_timeout: z.int().positive().max(31_536_000).optional(),
});

export const sessionAnswer = z.object({
  Response: mergedParts.pipe(
    z
      .object({
        Token: token,
        UserCompany: sessionUser.optional(),
        UserPerson: sessionUser.optional(),
        UserApiKey: sessionUser.optional(),
        UserPaymentServiceProvider: sessionUser.optional(),
      })
      .transform((answer, context) => {
        const user =
          answer.UserCompany ??
          answer.UserPerson ??
          answer.UserApiKey ??
          answer.UserPaymentServiceProvider;
        if (user !== undefined) return { token: answer.Token.token, user };
        context.addIssue({ code: "custom", message: "The session has no user." });
        return z.NEVER;
      }),
  ),
});

const account = z.object({
  id,
  status: z.string(),
  currency: z.literal("EUR"),
  balance: euroAmount,
  daily_limit: euroAmount.nullish(),
  alias: z.array(z.object({ type: z.string(), value: z.string() })),
});

export type BunqAccount = z.infer<typeof account>;

/** Accounts in other currencies are left out: they can't pay a shop and must not block the one that can. */
export const accountsAnswer = z.object({
  Response: z.array(z.object({ MonetaryAccountBank: z.looseObject({ currency: z.string() }) })),
});

export const accountSchema = account;

const payment = z.object({
  id,
  created: timestamp,
  monetary_account_id: id,
  amount: euroAmount,
  description: z.string().max(10_000).nullish(),
  merchant_reference: z.string().max(1_000).nullish(),
  counterparty_alias: z.object({
    iban: z.string().max(100).nullish(),
    display_name: z.string().max(1_000).nullish(),
  }),
  payment_suspended_outgoing: z.object({ status: z.string() }).nullish(),
});

export type BunqPayment = z.infer<typeof payment>;

const paymentEntry = z.object({ Payment: payment });

export const paymentAnswer = z.object({ Response: z.tuple([paymentEntry]) });

export const paymentsAnswer = z.object({
  Response: z.array(paymentEntry).max(200),
  Pagination: z.object({ older_url: z.string().max(2_000).nullish() }),
});

/** What tells whether a payment within a batch or draft is the one that was sent. */
const partOfSubmission = z.object({
  monetary_account_id: id.nullish(),
  batch_id: id.nullish(),
  amount: euroAmount,
  merchant_reference: z.string().max(1_000).nullish(),
  description: z.string().max(10_000).nullish(),
  counterparty_alias: z.object({
    iban: z.string().max(100).nullish(),
    /** An entry may come back as it was sent. */
    value: z.string().max(100).nullish(),
  }),
});

export type PartOfSubmission = z.infer<typeof partOfSubmission>;

/** Bare, or under its name. */
const wrapped = z.object({ Payment: partOfSubmission }).transform(({ Payment }) => Payment);
const anyPayment = z.union([wrapped, partOfSubmission]);

/** bunq's documentation shows the payments under `Payment`, its callbacks a bare list. */
const paymentList = z.union([
  z.array(anyPayment).max(1_000),
  z.object({ Payment: z.array(anyPayment).max(1_000) }).transform(({ Payment }) => Payment),
]);

export const batchAnswer = z.object({
  Response: z.tuple([
    z.object({ PaymentBatch: z.object({ id: id.nullish(), payments: paymentList }) }),
  ]),
});

/** What an accepted draft became: one payment, a list of them, or a batch. */
const draftObject = z.union([
  z
    .object({ PaymentBatch: z.object({ payments: paymentList }) })
    .transform(({ PaymentBatch }) => PaymentBatch.payments),
  paymentList,
  wrapped.transform((payment) => [payment]),
]);

export const draftAnswer = z.object({
  Response: z.tuple([
    z.object({
      DraftPayment: z.object({
        id: id.nullish(),
        monetary_account_id: id.nullish(),
        status: z.string(),
        entries: z.array(partOfSubmission).max(1_000),
        object: draftObject.nullish(),
      }),
    }),
  ]),
});

export const errorAnswer = z.object({
  Error: z.array(z.object({ error_description: z.string() })).min(1),
});

/** A callback's body: only the id is taken, the rest has to be fetched. */
export const callbackBody = z.object({
  NotificationUrl: z.object({
    category: z.string(),
    object: z.object({ Payment: z.object({ id }) }),
  }),
});

export const sandboxUserAnswer = z.object({
  Response: z.tuple([z.object({ ApiKey: z.object({ api_key: z.string().min(1) }) })]),
});

/** Parses bytes as UTF-8 JSON of the given shape; `null` for anything else. */
export function parseMessage<Shape extends z.ZodType>(
  shape: Shape,
  bytes: Uint8Array,
): z.output<Shape> | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
