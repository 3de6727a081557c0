// The API's answers that only the desk reads, inferred from the server's own schemas.
import type { z } from "zod";
import type {
  householdListAnswer,
  schemeOverviewAnswer,
  schemeShopListAnswer,
} from "../../../server/http/schemas/desk.ts";
import type { proposalListAnswer } from "../../../server/http/schemas/four-eyes.ts";

export type SchemeOverview = z.infer<typeof schemeOverviewAnswer>;
export type Conservation = SchemeOverview["conservation"];
export type HouseholdList = z.infer<typeof householdListAnswer>;
export type Household = HouseholdList["households"][number];
export type SchemeShop = z.infer<typeof schemeShopListAnswer>["shops"][number];
export type Proposal = z.infer<typeof proposalListAnswer>["proposals"][number];
