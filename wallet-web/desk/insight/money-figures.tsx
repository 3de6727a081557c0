// Budget, spent, outstanding, owed and paid: five amounts.
import { Amount } from "../../shared/components/amount.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Insight } from "../app/answers.ts";
import { shareOf } from "../overview/money-parts.ts";
import { text } from "../text.ts";
import { grantedOf, percentOf } from "./figures.ts";

export function MoneyFigures({ insight }: { insight: Insight }) {
  const { conservation } = insight;
  const spent = BigInt(insight.spentCents);
  const shopDebt = BigInt(conservation.shopDebtCents);
  const percent = percentOf(shareOf(spent, grantedOf(insight)));
  const rows = [
    { name: "funded", cents: BigInt(conservation.fundedCents), sub: text("insight.funded.sub") },
    {
      name: "spent",
      cents: spent,
      sub: spentOf(spent, percent),
    },
    {
      name: "outstanding",
      cents: BigInt(conservation.outstandingCents),
      sub: text("insight.outstanding.sub"),
    },
    {
      name: "owed",
      cents: BigInt(conservation.owedCents) + shopDebt + BigInt(conservation.inPayoutCents),
      sub:
        shopDebt === 0n
          ? text("insight.owed.sub")
          : text("insight.owed.debt", { amount: formatCents(shopDebt) }),
    },
    { name: "paid", cents: BigInt(conservation.paidOutCents), sub: text("insight.paid.sub") },
  ] as const;
  return (
    <section aria-labelledby="insight-money">
      <h2 class="unseen" id="insight-money">
        {text("insight.money")}
      </h2>
      <dl class="insight-figures">
        {rows.map(({ name, cents, sub }) => (
          <div key={name} class="card insight-figure" data-testid={`insight-${name}`}>
            <dt class="insight-figure-title">{text(`insight.${name}`)}</dt>
            <dd class="insight-figure-value">
              <Amount cents={cents} />
            </dd>
            <dd class="soft small">{sub}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function spentOf(spent: bigint, percent: number): string {
  if (spent === 0n) return text("insight.spent.none");
  return percent === 0 ? text("insight.spent.little") : text("insight.spent.sub", { percent });
}
