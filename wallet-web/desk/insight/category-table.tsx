// Spending by kind of shop: a table whose rows have bars.
import { formatCents } from "../../shared/money.ts";
import type { Insight } from "../app/answers.ts";
import { shareOf } from "../overview/money-parts.ts";
import { text } from "../text.ts";
import { percentOf } from "./figures.ts";

type Categories = NonNullable<Insight["categories"]>;

export function CategoryTable({ categories }: { categories: Categories }) {
  const amounts = categories.map(({ spentCents }) => BigInt(spentCents));
  const total = amounts.reduce((sum, cents) => sum + cents, 0n);
  const highest = amounts.reduce((top, cents) => (cents > top ? cents : top), 0n);
  return (
    <section class="card" aria-labelledby="insight-categories" data-testid="insight-categories">
      <h2 class="card-title" id="insight-categories">
        {text("insight.categories")}
      </h2>
      <table class="bars-table">
        <thead class="unseen">
          <tr>
            <th scope="col">{text("insight.categories.kind")}</th>
            <th scope="col">{text("insight.categories.share")}</th>
            <th scope="col">{text("insight.weeks.spent")}</th>
          </tr>
        </thead>
        <tbody>
          {categories.map(({ category, spentCents }) => {
            const cents = BigInt(spentCents);
            return (
              <tr key={category} data-testid="insight-category">
                <th scope="row" class="bars-kind">
                  {text(`category.${category}`)}
                </th>
                <td class="bars-bar">
                  <CategoryBar share={shareOf(cents, highest)} isRest={category === "rest"} />
                  <span class="small soft">
                    {text("insight.percent", { percent: percentOf(shareOf(cents, total)) })}
                  </span>
                </td>
                <td class="bars-amount">{formatCents(cents)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {categories.some(({ category }) => category === "rest") && (
        <p class="soft small">{text("insight.categories.rest")}</p>
      )}
    </section>
  );
}

function CategoryBar({ share, isRest }: { share: number; isRest: boolean }) {
  return (
    <svg class="bars-drawing" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="chart-ground" width="100" height="10" />
      <rect
        class={isRest ? "chart-bar chart-bar-joined" : "chart-bar"}
        width={share * 100}
        height="10"
      />
    </svg>
  );
}
