// The sandbox's endpoints for accounts, callback addresses and play money.

import { z } from "zod";
import { parseDecimalToCents } from "../../money.ts";
import {
  type Answer,
  answerWith,
  type Exchange,
  Refusal,
  requireAccount,
  requireUser,
} from "./exchange.ts";
import { incomingPayment, readBody } from "./transfers.ts";
import { accountView } from "./views.ts";

const maxInquiryCents = 50_000n;
/** bunq calls at most two addresses for one category. */
const maxTargets = 2;

const filtersBody = z.object({
  notification_filters: z
    .array(
      z.object({
        category: z.string().max(100),
        notification_target: z.url({ protocol: /^https?$/ }).max(1_000),
      }),
    )
    .max(20),
});
const inquiryBody = z.object({
  amount_inquired: z.object({ value: z.string(), currency: z.literal("EUR") }),
  counterparty_alias: z.object({ type: z.literal("EMAIL"), value: z.string() }),
  description: z.string().max(140),
});

/** `GET /user/{u}/monetary-account-bank` */
export function listAccounts(exchange: Exchange): Answer {
  const user = requireUser(exchange);
  const account = accountView(user, exchange.settings.dailyLimitCents);
  return {
    status: 200,
    body: {
      Response: [{ MonetaryAccountBank: account }],
      Pagination: { future_url: null, newer_url: null, older_url: null },
    },
  };
}

/** `GET /user/{u}/monetary-account-bank/{a}` */
export function getAccount(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  return answerWith({ MonetaryAccountBank: accountView(user, exchange.settings.dailyLimitCents) });
}

/** `POST /user/{u}/notification-filter-url`: replaces the whole set. */
export function postFilters(exchange: Exchange): Answer {
  const user = requireUser(exchange);
  const body = readBody(filtersBody, exchange.request.body);
  const filters = body.notification_filters.map((filter) => {
    return { category: filter.category, target: filter.notification_target };
  });
  const categories = Map.groupBy(filters, ({ category }) => category);
  if (categories.values().some((targets) => targets.length > maxTargets)) {
    throw new Refusal(400, `At most ${maxTargets} addresses for one category.`);
  }
  const { userId } = user;
  exchange.books.commit([{ type: "filters-set", userId, filters }], exchange.key);
  return answerWith(
    ...body.notification_filters.map((filter) => ({ NotificationFilterUrl: filter })),
  );
}

/** `POST …/request-inquiry`: the sugar daddy pays at once, at most 500 euro; nobody else ever answers. */
export function postInquiry(exchange: Exchange): Answer {
  const user = requireAccount(exchange);
  const body = readBody(inquiryBody, exchange.request.body);
  const amountCents = parseDecimalToCents(body.amount_inquired.value);
  if (amountCents === null || amountCents <= 0n || amountCents > maxInquiryCents) {
    throw new Refusal(400, "Ask for more than 0 and at most 500 euro.");
  }
  const { books, key } = exchange;
  const id = books.nextId();
  if (body.counterparty_alias.value !== "sugardaddy@bunq.com") return answerWith({ Id: { id } });
  const payment = incomingPayment({
    id,
    accountId: user.accountId,
    createdAt: books.now(),
    amountCents,
    balanceCents: user.balanceCents,
    description: body.description,
    counterpartyName: "Sugar Daddy",
    subType: "REQUEST",
  });
  books.commit([{ type: "payment-made", payment }], key);
  exchange.announce([payment]);
  return answerWith({ Id: { id } });
}
