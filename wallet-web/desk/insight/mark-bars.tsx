// The marks over time: a bar for each month in which five were together, with the mark to beat as a line.
import type { Insight } from "../app/answers.ts";
import { text } from "../text.ts";
import { Chart, PLOT } from "./chart.tsx";
import { HIGHEST_MARK, MARK_GOAL_TENTHS, markInWords } from "./figures.ts";

type Marks = NonNullable<Insight["satisfaction"]["families"]>;

const written = new Intl.DateTimeFormat("nl-NL", {
  timeZone: "UTC",
  month: "short",
  year: "numeric",
});
const nameOf = (month: string) => written.format(Date.parse(`${month}-01`));

/** A young scheme has few months: room for more keeps its bars from being walls. */
const FEWEST_SLOTS = 6;
const HIGHEST_TENTHS = HIGHEST_MARK * 10;
const heightOf = (tenths: number) => (tenths / HIGHEST_TENTHS) * PLOT.height;

export function MarkBars({ satisfaction }: { satisfaction: Insight["satisfaction"] }) {
  const { families, shops } = satisfaction;
  const shown = families ?? shops;
  const first = shown?.months[0];
  const last = shown?.months.at(-1);
  if (!shown || !first || !last) return null;
  return (
    <Chart
      id="insight-marks"
      title={text(families ? "insight.marks.families" : "insight.marks.shops")}
      what={text("insight.marks.what")}
      label={text("insight.marks.label", {
        count: shown.months.length,
        mean: markInWords(shown.meanTenths),
        goal: markInWords(MARK_GOAL_TENTHS),
      })}
      scale={[HIGHEST_MARK, HIGHEST_MARK / 2, 0].map(String)}
      under={[...new Set([nameOf(first.month), nameOf(last.month)])]}
      table={<MarkTable families={families} shops={shops} />}
    >
      <Bars months={shown.months} />
    </Chart>
  );
}

function Bars({ months }: { months: Marks["months"] }) {
  const unit = PLOT.width / Math.max(months.length, FEWEST_SLOTS);
  const gap = Math.min(8, unit / 4);
  const goal = PLOT.height - heightOf(MARK_GOAL_TENTHS);
  return (
    <>
      {months.map(({ month, meanTenths }, index) => (
        <rect
          key={month}
          class="chart-bar"
          x={index * unit + gap / 2}
          width={unit - gap}
          y={PLOT.height - heightOf(meanTenths)}
          height={heightOf(meanTenths)}
        />
      ))}
      <line class="chart-even" x2={PLOT.width} y1={goal} y2={goal} />
    </>
  );
}

function MarkTable({ families, shops }: { families: Marks | null; shops: Marks | null }) {
  const months = [
    ...new Set([...(families?.months ?? []), ...(shops?.months ?? [])].map(({ month }) => month)),
  ].sort();
  return (
    <table class="table">
      <caption class="unseen">{text("insight.marks")}</caption>
      <thead>
        <tr>
          <th scope="col">{text("insight.marks.month")}</th>
          <th scope="col" class="number">
            {text("insight.marks.byFamilies")}
          </th>
          <th scope="col" class="number">
            {text("insight.marks.byShops")}
          </th>
        </tr>
      </thead>
      <tbody>
        {months.map((month) => (
          <tr key={month} data-testid="insight-marks-month">
            <th scope="row">{nameOf(month)}</th>
            <td class="number">{cellOf(families, month)}</td>
            <td class="number">{cellOf(shops, month)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellOf(marks: Marks | null, month: string): string {
  const found = marks?.months.find((one) => one.month === month);
  if (!found) return text("insight.marks.noCell");
  return text("insight.marks.cell", {
    mean: markInWords(found.meanTenths),
    count: found.marks,
  });
}
