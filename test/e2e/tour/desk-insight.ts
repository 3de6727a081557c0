// The figures of a scheme that has run for half a year: the demonstration's has run for minutes, and shows how little that may tell.
import type { Page } from "playwright-core";
import type { z } from "zod";
import type { insightAnswer } from "../../../server/http/schemas/insight.ts";
import type { Visit } from "./visit.ts";

type Insight = z.input<typeof insightAnswer>;

const DAY_SECONDS = 86_400;
const WEEKS = 26;

/** Spent in each week, in euros: a busy begin, a quiet summer, Saint Nicholas. */
const EUROS = [
  310, 1_240, 1_820, 1_510, 1_190, 980, 860, 740, 690, 610, 580, 640, 720, 890, 1_320, 1_480, 1_050,
  880, 790, 760, 820, 940, 1_180, 1_620, 2_140, 2_360,
];
const BY_KIND = {
  clothing: 11_400,
  shoes: 6_900,
  sport: 5_300,
  school: 3_100,
  rest: 1420,
} as const;

export async function tourGrown(page: Page, visit: Visit): Promise<void> {
  await page.route("**/insight", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: grown(await response.json()) });
  });
  await page.reload();
  await page.getByTestId("insight-marks").waitFor();
  const guide = page.getByTestId("guide-close");
  if (await guide.isVisible()) await guide.click();
  await visit("desk-insight-grown", page);
  await page.getByTestId("insight-marks-table").press("Enter");
  await visit("desk-insight-marks", page);
  await page.unroute("**/insight");
}

function grown(now: Insight): Insight {
  const startsAt = now.madeAt - WEEKS * 7 * DAY_SECONDS;
  const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  const monday = startsAt - ((new Date(startsAt * 1000).getUTCDay() + 6) % 7) * DAY_SECONDS;
  const spent = EUROS.reduce((sum, euros) => sum + euros, 0) * 100;
  const marks = [74, 79, 81, 80, 84, 86].map((meanTenths, index) => ({
    month: dayOf(startsAt + (index * 30 + 15) * DAY_SECONDS).slice(0, 7),
    meanTenths,
    marks: 5 + index,
  }));
  const satisfied = { meanTenths: 81, marks: 45, months: marks };
  return {
    ...now,
    startsAt,
    endsAt: startsAt + 365 * DAY_SECONDS,
    spentCents: String(spent),
    conservation: {
      ...now.conservation,
      outstandingCents: String(6_000_000 - spent),
      owedCents: "18450",
      inPayoutCents: "9200",
      paidOutCents: String(spent - 18_450 - 9_200),
      fundedCents: "6000000",
      unallocatedCents: "0",
      withdrawnCents: "0",
      shopDebtCents: "0",
      withdrawableCents: "0",
    },
    adoption: { families: 80, percent: 96, isAtLeast: false },
    medianSaleToBankSeconds: 140,
    satisfaction: { families: satisfied, shops: { ...satisfied, meanTenths: 78 } },
    weeks: EUROS.map((euros, index) => ({
      startsOn: dayOf(monday + index * 7 * DAY_SECONDS),
      weeks: 1,
      age: index + 1,
      spentCents: String(euros * 100),
    })),
    categories: Object.entries(BY_KIND).map(([category, euros]) => ({
      category: category as keyof typeof BY_KIND,
      spentCents: String(euros * 100),
    })),
  };
}
