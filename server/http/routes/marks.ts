// Routes of giving a mark, for families and tills. No route tells who gave which.
import { authorityOf } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { markBody, markChancesAnswer } from "../schemas/marks.ts";
import type { RouteParts } from "./parts.ts";

export function markRoutes({ services, office }: RouteParts): Route[] {
  const { database } = services;
  return [
    defineRoute({
      method: "get",
      path: "/mark-chances",
      operationId: "listMarkChances",
      tag: "family",
      summary: "Schemes in which this family or shop may give a mark now",
      access: "session",
      answer: markChancesAnswer,
      errors: [],
      handle: async ({ session }) => ({
        body: {
          chances: await office.marks.chances(await authorityOf(database, session.addresses)),
        },
      }),
    }),
    defineRoute({
      method: "post",
      path: "/marks",
      operationId: "giveMark",
      tag: "family",
      summary: "Gives a mark from 1 to 10: once a month, after a payment",
      description:
        "Kept is that the family or shop gave a mark this month, and apart from that how often each mark came. A second one gets `mark-already-given`, also when the first's answer was lost.",
      access: "session",
      body: markBody,
      errors: ["forbidden", "mark-without-payment", "mark-already-given"],
      handle: async ({ body, session }) => {
        await office.marks.give(await authorityOf(database, session.addresses), body);
        return { status: 204, body: undefined };
      },
    }),
  ];
}
