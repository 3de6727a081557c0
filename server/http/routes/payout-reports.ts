// Routes of the day's reports: of a scheme's payouts, and of what the account shows beside them.
import { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../../errors/app-error.ts";
import { accountReport, dayReport } from "../../treasury/report.ts";
import { reportCsv } from "../../treasury/report-csv.ts";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import type { Session } from "../../validator/sessions.ts";
import { defineRoute, type Route } from "../route.ts";
import { id } from "../schemas/primitives.ts";
import * as schemas from "../schemas/reports.ts";
import type { RouteParts } from "./parts.ts";

const ofScheme = z.strictObject({ schemeId: id });

export function payoutReportRoutes(parts: RouteParts): Route[] {
  const reportParts = { ...parts.services, ...parts.office };
  const base = {
    method: "get",
    tag: "desk",
    access: "session",
    query: schemas.reportQuery,
  } as const;
  const demandStaff = async (session: Session, schemeId: Hex) =>
    requireRole(await authorityOf(parts.services.database, session.addresses), schemeId);
  /** The account pays for all schemes: what no payout explains is for who puts the money in and who pays it out. */
  const demandMoneyRole = async (session: Session) => {
    const { roles } = await authorityOf(parts.services.database, session.addresses);
    const isAllowed = roles.some(({ role }) => role === "treasurer" || role === "sponsor");
    if (!isAllowed) throw new AppError("role-missing");
  };
  return [
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/payout-report",
      operationId: "getPayoutReport",
      summary: "What the bank did on a Dutch day, and what is unclear now",
      params: ofScheme,
      answer: schemas.reportAnswer,
      errors: ["role-missing"],
      handle: async ({ params, query, session }) => {
        await demandStaff(session, params.schemeId);
        return { body: await dayReport(reportParts, { ...params, ...query }) };
      },
    }),
    defineRoute({
      ...base,
      path: "/schemes/{schemeId}/payout-report.csv",
      operationId: "getPayoutReportCsv",
      summary: "The same report for a spreadsheet",
      params: ofScheme,
      errors: ["role-missing"],
      fileMedia: "text/csv; charset=utf-8",
      file: async ({ params, query, session }) => {
        await demandStaff(session, params.schemeId);
        const report = await dayReport(reportParts, { ...params, ...query });
        return { fileName: `uitbetalingen-${query.day}.csv`, bytes: reportCsv(report) };
      },
    }),
    defineRoute({
      ...base,
      path: "/account-report",
      operationId: "getAccountReport",
      summary:
        "Lines of the bank's statement on a Dutch day that belong to no payout of any scheme",
      description: "For treasurers and sponsors. These lines stand in no scheme's report.",
      answer: schemas.accountReportAnswer,
      errors: ["role-missing"],
      handle: async ({ query, session }) => {
        await demandMoneyRole(session);
        return { body: await accountReport(reportParts, query) };
      },
    }),
    defineRoute({
      ...base,
      path: "/account-report.csv",
      operationId: "getAccountReportCsv",
      summary: "The same lines for a spreadsheet",
      errors: ["role-missing"],
      fileMedia: "text/csv; charset=utf-8",
      file: async ({ query, session }) => {
        await demandMoneyRole(session);
        const bytes = reportCsv(await accountReport(reportParts, query));
        return { fileName: `zonder-uitbetaling-${query.day}.csv`, bytes };
      },
    }),
  ];
}
