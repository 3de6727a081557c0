// Routes of a shop's statements, for its owner and the tills that see its money.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { monthStatement } from "../../shops/statement.ts";
import { statementCsv } from "../../shops/statement-csv.ts";
import { authorityOf } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { id } from "../schemas/primitives.ts";
import { statementAnswer, statementQuery } from "../schemas/statement.ts";
import type { RouteParts } from "./parts.ts";
import { seesMoneyOf } from "./visibility.ts";

export function statementRoutes({ services: { database } }: RouteParts): Route[] {
  const read = async (session: Session, given: { shopId: Hex; month: string }) => {
    const viewer = await authorityOf(database, session.addresses);
    if (!seesMoneyOf(given.shopId, viewer)) throw new AppError("forbidden");
    return monthStatement(database, given);
  };
  const base = {
    method: "get",
    tag: "shop",
    access: "session",
    params: z.strictObject({ shopId: id }),
    query: statementQuery,
    errors: ["forbidden"],
  } as const;
  return [
    defineRoute({
      ...base,
      path: "/shops/{shopId}/statement",
      operationId: "getStatement",
      summary:
        "What the shop was owed before and after a month, and each payout with the sales in it",
      answer: statementAnswer,
      handle: async ({ params, query, session }) => ({
        body: await read(session, { ...params, ...query }),
      }),
    }),
    defineRoute({
      ...base,
      path: "/shops/{shopId}/statement.csv",
      operationId: "getStatementCsv",
      summary: "The same statement for a spreadsheet",
      fileMedia: "text/csv; charset=utf-8",
      file: async ({ params, query, session }) => ({
        fileName: `overzicht-${query.month}.csv`,
        bytes: statementCsv(await read(session, { ...params, ...query })),
      }),
    }),
  ];
}
