// The dashboard of a scheme, and what of it anyone may see: sums over all families, and of groups of them never fewer than five. What the
// scheme as a whole spent is told to its staff from the first cent, as the books need it; the public page and the council's file join it
// with more. Whoever asks while it is made gets the same one: the public page must not keep the database busy.
import { desc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { insightAnswer } from "../http/schemas/insight.ts";
import { dutchWeek } from "../payouts/banking-days.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { blocks, schemeNames, schemes } from "../store/schema/index.ts";
import { conservationOf, shopDebtOf } from "../validator/schemes.ts";
import {
  atLeastFive,
  atLeastFiveInOrder,
  type Group,
  isEnough,
  shareOfFamilies,
} from "./at-least-five.ts";
import { satisfactionOf } from "./satisfaction.ts";
import {
  countFamilies,
  medianSaleToBank,
  soldByShop,
  spentByCategory,
  spentByWeek,
} from "./sums.ts";

export type InsightAnswer = z.input<typeof insightAnswer>;
/** What is counted and not told: by it the public page and the council's file decide what to join. */
export type Known = {
  answer: InsightAnswer;
  families: number;
  payers: number;
  blockNumber: number;
};

export type Insight = {
  /** @throws {AppError} `scheme-unknown` */
  ofScheme(schemeId: Hex): Promise<InsightAnswer>;
  /** For anyone, however often it is asked: at most some seconds old. @throws {AppError} `scheme-unknown` */
  known(schemeId: Hex): Promise<Known>;
};

/** Who asks all the time must not keep the database from payments. */
const PUBLIC_SECONDS = 5;

type Parts = { database: Database; profiles: Profiles; now: () => number };

const DAY_MS = 86_400_000;

export function createInsight(parts: Parts): Insight {
  const underWay = new Map<Hex, Promise<Known>>();
  const last = new Map<Hex, Known>();
  const fresh = (schemeId: Hex): Promise<Known> => {
    const before = underWay.get(schemeId);
    if (before) return before;
    const made = make(parts, schemeId)
      .then((known) => {
        last.set(schemeId, known);
        return known;
      })
      .finally(() => underWay.delete(schemeId));
    underWay.set(schemeId, made);
    return made;
  };
  return {
    ofScheme: async (schemeId) => (await fresh(schemeId)).answer,
    async known(schemeId) {
      const known = last.get(schemeId);
      const age = known ? parts.now() - known.answer.madeAt : null;
      return known && age !== null && age >= 0 && age < PUBLIC_SECONDS ? known : fresh(schemeId);
    },
  };
}

async function make({ database, profiles, now }: Parts, schemeId: Hex): Promise<Known> {
  const madeAt = now();
  const [row] = await database
    .select({ scheme: schemes, name: schemeNames.name })
    .from(schemes)
    .leftJoin(schemeNames, eq(schemeNames.schemeId, schemes.schemeId))
    .where(eq(schemes.schemeId, schemeId));
  if (!row) throw new AppError("scheme-unknown", { schemeId });
  const [newest] = await database
    .select({ number: blocks.number })
    .from(blocks)
    .orderBy(desc(blocks.number))
    .limit(1);
  const sold = await soldByShop(database, schemeId);
  const told = await profiles.readMany(sold.map(({ shopId }) => shopId));
  const categories = new Map([...told].map(([shopId, { category }]) => [shopId, category]));
  const [shopDebtCents, families, weeks, byCategory, median, satisfaction] = await Promise.all([
    shopDebtOf(database, schemeId),
    countFamilies(database, schemeId),
    spentByWeek(database, schemeId),
    spentByCategory(database, { schemeId, sold, categories }),
    medianSaleToBank(database, schemeId),
    satisfactionOf(database, schemeId),
  ]);
  const { startsAt, endsAt } = row.scheme;
  const answer: InsightAnswer = {
    schemeId,
    name: row.name ?? "",
    ...{ madeAt, startsAt, endsAt },
    conservation: conservationOf(row.scheme, shopDebtCents),
    spentCents: String(weeks.reduce((sum, { cents }) => sum + cents, 0n)),
    adoption: shareOfFamilies(families),
    medianSaleToBankSeconds:
      median && isEnough(median.families) ? Math.round(median.seconds) : null,
    satisfaction,
    weeks: weeksOf(weeks, { startsAt, now: madeAt }),
    categories: categoriesOf(byCategory),
  };
  const counted = { families: families.whole, payers: families.part };
  return { answer, ...counted, blockNumber: newest?.number ?? 0 };
}

/** Every week since the first, also those without a sale; with its number in the scheme's life. */
function weeksOf(
  found: readonly Group<string>[],
  { startsAt, now }: { startsAt: number; now: number },
): InsightAnswer["weeks"] {
  const first = mondayOf(startsAt);
  const byWeek = new Map(found.map((group) => [group.key, group]));
  // A sale can't come before its scheme starts, but a clock can be wrong.
  const from = [first, ...byWeek.keys()].sort()[0] ?? first;
  const until = [mondayOf(now), ...byWeek.keys()].sort().at(-1) ?? first;
  const weeks: Group<string>[] = [];
  for (let day = from; day <= until; day = weeksLater(day, 1)) {
    weeks.push(byWeek.get(day) ?? { key: day, families: 0, cents: 0n });
  }
  const spans = atLeastFiveInOrder(weeks);
  return (
    spans?.map(({ key, count, cents }) => ({
      startsOn: key,
      weeks: count,
      age: Math.round((Date.parse(key) - Date.parse(first)) / (7 * DAY_MS)) + 1,
      spentCents: String(cents),
    })) ?? null
  );
}

/** The largest first; what had to be joined comes last. */
function categoriesOf(found: readonly Group<string>[]): InsightAnswer["categories"] {
  const shown = atLeastFive(found);
  if (!shown) return null;
  const groups = shown.groups
    .toSorted((one, other) => Number(other.cents - one.cents))
    .map(({ key, cents }) => ({ category: key, spentCents: String(cents) }));
  const { rest } = shown;
  return [
    ...groups,
    ...(rest ? [{ category: "rest", spentCents: String(rest.cents) }] : []),
  ] as InsightAnswer["categories"];
}

const mondayOf = (seconds: number) => dutchWeek(seconds * 1000);

const weeksLater = (day: string, weeks: number) =>
  new Date(Date.parse(day) + weeks * 7 * DAY_MS).toISOString().slice(0, 10);
