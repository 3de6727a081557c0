// The ledger's identity as a sum: every part, and that they are together what was funded. Added up here, not only told.
import { Amount } from "../shared/components/amount.tsx";
import { Icon } from "../shared/components/icon.tsx";
import type { PublicScheme } from "./open-page.tsx";
import { text } from "./text.ts";

export function Identity({ scheme }: { scheme: PublicScheme }) {
  const funded = BigInt(scheme.fundedCents);
  const sum = scheme.parts.reduce((total, part) => total + BigInt(part.amountCents), 0n);
  const holds = sum === funded;
  return (
    <section class="card" aria-labelledby="identity" data-testid="identity">
      <h2 class="card-title" id="identity">
        {text("identity")}
      </h2>
      <table class="open-sum">
        <thead class="unseen">
          <tr>
            <th scope="col">{text("where")}</th>
            <th scope="col">{text("amount")}</th>
          </tr>
        </thead>
        <tbody>
          {scheme.parts.map(({ name, amountCents }) => (
            <tr key={name} data-testid={`open-${name}`}>
              <th scope="row">
                {text(`part.${name}`)}
                <span class="soft small">{text(`part.${name}.what`)}</span>
              </th>
              <td>
                <Amount cents={BigInt(amountCents)} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr data-testid="open-funded">
            <th scope="row">{text("funded")}</th>
            <td>
              <Amount cents={funded} />
            </td>
          </tr>
        </tfoot>
      </table>
      <p
        class={holds ? "open-holds" : "open-holds open-holds-not"}
        role={holds ? undefined : "alert"}
        data-testid="open-holds"
        data-holds={holds}
      >
        <Icon name={holds ? "check" : "alert"} size={20} />
        {text(holds ? "holds" : "holds.not")}
      </p>
    </section>
  );
}
