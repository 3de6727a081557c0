// The scheme's money as one bar, with a table that says the same in words and numbers.
import { Amount } from "../../shared/components/amount.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Conservation } from "../app/answers.ts";
import { text } from "../text.ts";
import { type MoneyPartName, moneyParts } from "./money-parts.ts";

/** Not shown as long as they are nothing. */
const SELDOM: readonly MoneyPartName[] = ["shopDebt", "withdrawn"];

export function MoneyPicture({ conservation }: { conservation: Conservation }) {
  const { parts, holds } = moneyParts(conservation);
  const funded = BigInt(conservation.fundedCents);
  const shown = parts.filter(({ cents, name }) => cents !== 0n || !SELDOM.includes(name));
  return (
    <section class="card money" aria-labelledby="money-title" data-testid="money-picture">
      <h2 id="money-title" class="card-title">
        {text("overview.money")}
      </h2>
      <MoneyBar
        parts={parts}
        label={text("overview.money.label", { amount: formatCents(funded) })}
      />
      <table class="money-table">
        <thead class="unseen">
          <tr>
            <th scope="col">{text("overview.part.where")}</th>
            <th scope="col">{text("overview.part.amount")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, cents }) => (
            <tr key={name} data-testid={`money-${name}`}>
              <th scope="row">
                <span class={`money-dot money-${name}`} aria-hidden="true" />
                <span>
                  {text(`overview.part.${name}`)}
                  <span class="money-what">{text(`overview.part.${name}.what`)}</span>
                </span>
              </th>
              <td>
                <Amount cents={cents} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr data-testid="money-funded">
            <th scope="row">{text("overview.sum")}</th>
            <td>
              <Amount cents={funded} />
            </td>
          </tr>
        </tfoot>
      </table>
      <p
        class={holds ? "money-holds" : "money-holds money-holds-not"}
        role={holds ? undefined : "alert"}
        data-testid="money-holds"
        data-holds={holds}
      >
        <Icon name={holds ? "check" : "alert"} size={20} />
        {text(holds ? "overview.holds" : "overview.holds.not")}
      </p>
    </section>
  );
}

function MoneyBar(props: { parts: ReturnType<typeof moneyParts>["parts"]; label: string }) {
  const shown = props.parts.filter((part) => part.share > 0);
  let start = 0;
  return (
    <svg
      class="money-bar"
      viewBox="0 0 1000 36"
      preserveAspectRatio="none"
      role="img"
      aria-label={props.label}
    >
      <rect class="money-ground" width="1000" height="36" />
      {shown.map(({ name, share }) => {
        const x = start;
        start += share * 1000;
        return (
          <rect
            key={name}
            class={`money-${name}`}
            x={x}
            // A share too small to see is still there.
            width={Math.max(share * 1000 - 2, 3)}
            height="36"
          />
        );
      })}
    </svg>
  );
}
