// The whole API: what is registered, and what /openapi.json describes.
import type { Route } from "../route.ts";
import { accessRoutes } from "./access.ts";
import { bankRoutes } from "./bank.ts";
import { beneficiaryRoutes } from "./beneficiaries.ts";
import { cardRoutes } from "./cards.ts";
import { codeRoutes } from "./codes.ts";
import { deskRoutes } from "./desk.ts";
import { eventRoutes } from "./events.ts";
import { fourEyesRoutes } from "./four-eyes.ts";
import { guardianRoutes } from "./guardian.ts";
import { householdRoutes } from "./households.ts";
import { ibanChangeRoutes } from "./iban-changes.ts";
import { insightRoutes } from "./insight.ts";
import { markRoutes } from "./marks.ts";
import { offlineRoutes } from "./offline.ts";
import type { RouteParts } from "./parts.ts";
import { paymentRequestRoutes } from "./payment-requests.ts";
import { paymentRoutes } from "./payments.ts";
import { payoutReportRoutes } from "./payout-reports.ts";
import { payoutRoutes } from "./payouts.ts";
import { questionRoutes } from "./questions.ts";
import { registerCheckRoutes } from "./register-checks.ts";
import { shopRefusalRoutes } from "./shop-refusals.ts";
import { shopRoutes } from "./shops.ts";
import { statementRoutes } from "./statements.ts";
import { tillRoutes } from "./tills.ts";
import { timelineRoutes } from "./timeline.ts";

export function allRoutes(parts: RouteParts): Route[] {
  return [
    ...accessRoutes(parts),
    ...beneficiaryRoutes(parts),
    ...paymentRoutes(parts),
    ...cardRoutes(parts),
    ...paymentRequestRoutes(parts),
    ...codeRoutes(parts),
    ...shopRoutes(parts),
    ...shopRefusalRoutes(parts),
    ...registerCheckRoutes(parts),
    ...tillRoutes(parts),
    ...statementRoutes(parts),
    ...deskRoutes(parts),
    ...fourEyesRoutes(parts),
    ...householdRoutes(parts),
    ...questionRoutes(parts),
    ...payoutRoutes(parts),
    ...payoutReportRoutes(parts),
    ...ibanChangeRoutes(parts),
    ...timelineRoutes(parts),
    ...guardianRoutes(parts),
    ...offlineRoutes(parts),
    ...insightRoutes(parts),
    ...markRoutes(parts),
    ...eventRoutes(parts),
    ...bankRoutes(parts),
  ];
}
