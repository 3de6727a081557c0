// Spending over time: a bar for each week, a wider one where weeks had to be joined.
import { formatCents } from "../../shared/money.ts";
import { text } from "../text.ts";
import { Chart, PLOT } from "./chart.tsx";
import { perWeek, scaleTop, type Week } from "./figures.ts";

const DAY_MS = 86_400_000;
const written = new Intl.DateTimeFormat("nl-NL", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
});

const dayOf = (week: Pick<Week, "startsOn">) => written.format(Date.parse(week.startsOn));
const lastDayOf = ({ startsOn, weeks }: Week) =>
  written.format(Date.parse(startsOn) + (weeks * 7 - 1) * DAY_MS);

/** A young scheme has few weeks: room for more keeps its bars from being walls. */
const FEWEST_SLOTS = 8;
const slotsOf = (weeks: readonly Week[]) =>
  Math.max(
    weeks.reduce((sum, week) => sum + week.weeks, 0),
    FEWEST_SLOTS,
  );

export function WeekBars({ weeks }: { weeks: readonly Week[] }) {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return null;
  const highest = weeks.map(perWeek).reduce((top, cents) => (cents > top ? cents : top), 0n);
  const top = scaleTop(highest);
  return (
    <Chart
      id="insight-weeks"
      title={text("insight.weeks")}
      what={text("insight.weeks.what")}
      label={text("insight.weeks.label", {
        count: weeks.length,
        from: dayOf(first),
        until: lastDayOf(last),
        amount: formatCents(highest),
      })}
      scale={[top, top / 2n, 0n].map((cents) => formatCents(cents).replace(/,00$/, ""))}
      under={[dayOf(first), lastDayOf({ ...first, weeks: slotsOf(weeks) })]}
      table={<WeekTable weeks={weeks} />}
    >
      <Bars weeks={weeks} top={top} />
    </Chart>
  );
}

function Bars({ weeks, top }: { weeks: readonly Week[]; top: bigint }) {
  const unit = PLOT.width / slotsOf(weeks);
  // Air between bars, but none that eats a thin bar.
  const gap = Math.min(4, unit / 4);
  let before = 0;
  return (
    <>
      {weeks.map((week) => {
        const height = (Number((perWeek(week) * 10_000n) / top) / 10_000) * PLOT.height;
        const x = before * unit;
        before += week.weeks;
        return (
          <rect
            key={week.startsOn}
            class={week.weeks > 1 ? "chart-bar chart-bar-joined" : "chart-bar"}
            x={x + gap / 2}
            width={week.weeks * unit - gap}
            y={PLOT.height - height}
            height={height}
          />
        );
      })}
    </>
  );
}

function WeekTable({ weeks }: { weeks: readonly Week[] }) {
  return (
    <table class="table">
      <caption class="unseen">{text("insight.weeks")}</caption>
      <thead>
        <tr>
          <th scope="col">{text("insight.weeks.when")}</th>
          <th scope="col" class="number">
            {text("insight.weeks.spent")}
          </th>
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.startsOn} data-testid="insight-week">
            <th scope="row">
              {week.weeks === 1
                ? dayOf(week)
                : text("insight.weeks.joined", { from: dayOf(week), count: week.weeks })}
            </th>
            <td class="number">{formatCents(BigInt(week.spentCents))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
