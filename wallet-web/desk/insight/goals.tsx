// The marks to beat: how many families take part, how they like it, and how soon a shop has its money.
import { Icon } from "../../shared/components/icon.tsx";
import type { Insight } from "../app/answers.ts";
import { text } from "../text.ts";
import {
  ADOPTION_GOAL,
  type Duration,
  durationOf,
  HIGHEST_MARK,
  MARK_GOAL_TENTHS,
  markInWords,
} from "./figures.ts";

export function Goals({ insight }: { insight: Insight }) {
  return (
    <section aria-labelledby="insight-goals">
      <h2 class="unseen" id="insight-goals">
        {text("insight.goals")}
      </h2>
      <div class="goals">
        <Adoption adoption={insight.adoption} />
        <Satisfaction satisfaction={insight.satisfaction} />
        <ToBank seconds={insight.medianSaleToBankSeconds} />
      </div>
    </section>
  );
}

function Adoption({ adoption }: { adoption: Insight["adoption"] }) {
  const { families, percent, isAtLeast } = adoption;
  const [value, sub] =
    families === null
      ? [text("insight.adoption.none"), text("insight.adoption.none.sub")]
      : percent === null
        ? [text("insight.adoption.few"), text("insight.adoption.few.sub", { families })]
        : [
            text(isAtLeast ? "insight.adoption.atLeast" : "insight.adoption.percent", { percent }),
            text("insight.adoption.sub", { families }),
          ];
  const isReached = percent !== null && percent >= ADOPTION_GOAL;
  return (
    <div class="card goal" data-testid="insight-adoption">
      <h3 class="insight-figure-title">{text("insight.adoption")}</h3>
      <p class="insight-figure-value">{value}</p>
      <p class="soft small">{sub}</p>
      {percent !== null && <GoalBar percent={percent} goal={ADOPTION_GOAL} />}
      <p class={isReached ? "goal-mark goal-reached" : "goal-mark"}>
        {isReached && <Icon name="check" size={18} />}
        {text(isReached ? "insight.adoption.reached" : "insight.adoption.goal", {
          goal: ADOPTION_GOAL,
        })}
      </p>
    </div>
  );
}

/** Beside the words; for the eye only. */
function GoalBar({ percent, goal }: { percent: number; goal: number }) {
  return (
    <svg class="goal-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="chart-ground" width="100" height="12" />
      <rect class="chart-bar" width={percent} height="12" />
      <rect class="goal-line" x={goal - 0.4} width="0.8" height="12" />
    </svg>
  );
}

function Satisfaction({ satisfaction }: { satisfaction: Insight["satisfaction"] }) {
  const { families, shops } = satisfaction;
  const percentOf = (tenths: number) => (tenths * 10) / HIGHEST_MARK;
  const isReached = families !== null && families.meanTenths >= MARK_GOAL_TENTHS;
  return (
    <div class="card goal" data-testid="insight-satisfaction">
      <h3 class="insight-figure-title">{text("insight.marks")}</h3>
      <p class="insight-figure-value">
        {families ? markInWords(families.meanTenths) : text("insight.marks.none")}
      </p>
      <p class="soft small">
        {families
          ? text("insight.marks.sub", { count: families.marks })
          : text("insight.marks.none.sub")}
      </p>
      {families && (
        <GoalBar percent={percentOf(families.meanTenths)} goal={percentOf(MARK_GOAL_TENTHS)} />
      )}
      <p class={isReached ? "goal-mark goal-reached" : "goal-mark"}>
        {isReached && <Icon name="check" size={18} />}
        {text(isReached ? "insight.marks.reached" : "insight.marks.goal", {
          goal: markInWords(MARK_GOAL_TENTHS),
        })}
      </p>
      {shops && (
        <p class="soft small">
          {text("insight.marks.shops.sub", {
            mean: markInWords(shops.meanTenths),
            count: shops.marks,
          })}
        </p>
      )}
    </div>
  );
}

function ToBank({ seconds }: { seconds: number | null }) {
  return (
    <div class="card goal" data-testid="insight-bank">
      <h3 class="insight-figure-title">{text("insight.bank")}</h3>
      <p class="insight-figure-value">
        {seconds === null ? text("insight.bank.none") : inWords(durationOf(seconds))}
      </p>
      <p class="soft small">
        {text(seconds === null ? "insight.bank.none.sub" : "insight.bank.sub")}
      </p>
      {seconds !== null && <p class="soft small">{text("insight.bank.newest")}</p>}
    </div>
  );
}

function inWords({ unit, count }: Duration): string {
  return unit === "hours" ? text("insight.hours", { count }) : text.count(`insight.${unit}`, count);
}
