// Spending by the age of the scheme: which part is spent by each week of its life, beside spending evenly until its end.
import { formatCents } from "../../shared/money.ts";
import type { Insight } from "../app/answers.ts";
import { text } from "../text.ts";
import { Chart, PLOT } from "./chart.tsx";
import { lengthInWeeks, type Point, percentOf, runningShare } from "./figures.ts";

export function AgeLine({ insight }: { insight: Insight }) {
  const points = runningShare(insight);
  const last = points.at(-1);
  if (!last) return null;
  // A scheme may go on a while after its end.
  const weeks = Math.max(lengthInWeeks(insight), last.age);
  const week = (number: number) => text("insight.age.week", { week: number });
  return (
    <Chart
      id="insight-age"
      title={text("insight.age")}
      what={text("insight.age.what")}
      label={text("insight.age.label", {
        week: last.age,
        weeks,
        percent: percentOf(last.share),
        even: percentOf(last.even),
      })}
      scale={[100, 50, 0].map((percent) => text("insight.percent", { percent }))}
      under={[...new Set([week(1), week(weeks)])]}
      table={<AgeTable points={points} />}
    >
      <line
        class="chart-even"
        y1={PLOT.height}
        x2={(lengthInWeeks(insight) / weeks) * PLOT.width}
        y2={0}
      />
      <polyline class="chart-path" points={pathOf(points, weeks)} />
    </Chart>
  );
}

function pathOf(points: readonly Point[], weeks: number): string {
  const places = points.map(
    ({ age, share }) => `${(age / weeks) * PLOT.width},${(1 - share) * PLOT.height}`,
  );
  return [`0,${PLOT.height}`, ...places].join(" ");
}

function AgeTable({ points }: { points: readonly Point[] }) {
  const percent = (share: number) => text("insight.percent", { percent: percentOf(share) });
  return (
    <table class="table">
      <caption class="unseen">{text("insight.age")}</caption>
      <thead>
        <tr>
          <th scope="col">{text("insight.weeks.age")}</th>
          <th scope="col" class="number">
            {text("insight.weeks.total")}
          </th>
          <th scope="col" class="number">
            {text("insight.age.percent")}
          </th>
          <th scope="col" class="number">
            {text("insight.age.even")}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ age, spentCents, share, even }) => (
          <tr key={age}>
            <th scope="row">{age}</th>
            <td class="number">{formatCents(spentCents)}</td>
            <td class="number">{percent(share)}</td>
            <td class="number">{percent(even)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
