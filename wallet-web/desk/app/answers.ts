// The API's answers that only the desk reads, inferred from the server's own schemas.
import type { z } from "zod";
import type {
  roleHoldersAnswer,
  schemeOverviewAnswer,
  schemeShopListAnswer,
  unspentAnswer,
} from "../../../server/http/schemas/desk.ts";
import type { proposalListAnswer } from "../../../server/http/schemas/four-eyes.ts";
import type {
  accessLogAnswer,
  householdAnswer,
  householdListAnswer,
} from "../../../server/http/schemas/households.ts";
import type { insightAnswer } from "../../../server/http/schemas/insight.ts";
import type { offlineRefusalListAnswer } from "../../../server/http/schemas/offline.ts";
import type { schemeTillListAnswer } from "../../../server/http/schemas/shop.ts";

export type OfflineRefusalList = z.infer<typeof offlineRefusalListAnswer>;
export type OfflineRefusal = OfflineRefusalList["refusals"][number];
export type Insight = z.infer<typeof insightAnswer>;
export type SchemeOverview = z.infer<typeof schemeOverviewAnswer>;
export type Conservation = SchemeOverview["conservation"];
export type HouseholdList = z.infer<typeof householdListAnswer>;
/** What a list says of a family. */
export type HouseholdSummary = HouseholdList["households"][number];
/** A family as one sees it after giving a reason. */
export type Household = z.infer<typeof householdAnswer>;
export type AccessLog = z.infer<typeof accessLogAnswer>;
export type SchemeShop = z.infer<typeof schemeShopListAnswer>["shops"][number];
export type SchemeTills = z.infer<typeof schemeTillListAnswer>;
export type Unspent = z.infer<typeof unspentAnswer>;
export type RegisterCheck = SchemeShop["register"];
export type RoleHolder = z.infer<typeof roleHoldersAnswer>["holders"][number];
export type Proposal = z.infer<typeof proposalListAnswer>["proposals"][number];
