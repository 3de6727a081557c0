// The frame of a chart: its title and explanation, the scale in words beside the drawing, and the same as a table.
import type { ComponentChildren } from "preact";
import { text } from "../text.ts";

export const PLOT = { width: 600, height: 200 } as const;

export function Chart(props: {
  id: string;
  title: string;
  what: string;
  /** What someone hears who doesn't see the drawing. */
  label: string;
  /** From the top to zero. */
  scale: readonly string[];
  /** From the first to the last. */
  under: readonly string[];
  /** The drawing, in `PLOT`'s measures. */
  children: ComponentChildren;
  table: ComponentChildren;
}) {
  const { id, scale, under } = props;
  return (
    <section class="card chart" aria-labelledby={id} data-testid={id}>
      <h2 class="card-title" id={id}>
        {props.title}
      </h2>
      <p class="soft small">{props.what}</p>
      <div class="chart-plot">
        <div class="chart-scale" aria-hidden="true">
          {scale.map((words) => (
            <span key={words}>{words}</span>
          ))}
        </div>
        <svg
          class="chart-drawing"
          viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={props.label}
        >
          {scale.map((words, index) => (
            <line
              key={words}
              class="chart-line"
              x2={PLOT.width}
              {...levelOf(index, scale.length)}
            />
          ))}
          {props.children}
        </svg>
        <div class="chart-under" aria-hidden="true">
          {under.map((words) => (
            <span key={words}>{words}</span>
          ))}
        </div>
      </div>
      <details class="more">
        <summary data-testid={`${id}-table`}>{text("insight.table")}</summary>
        <div class="chart-table">{props.table}</div>
      </details>
    </section>
  );
}

function levelOf(index: number, count: number) {
  const y = (index / Math.max(count - 1, 1)) * PLOT.height;
  return { y1: y, y2: y };
}
