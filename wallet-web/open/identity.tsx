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
      <dl class="open-sum">
        {scheme.parts.map(({ name, amountCents }) => (
          <div key={name} class="open-part" data-testid={`open-${name}`}>
            <dt>
              {text(`part.${name}`)}
              <span class="soft small">{text(`part.${name}.what`)}</span>
            </dt>
            <dd>
              <Amount cents={BigInt(amountCents)} />
            </dd>
          </div>
        ))}
        <div class="open-funded" data-testid="open-funded">
          <dt>{text("funded")}</dt>
          <dd>
            <Amount cents={funded} />
          </dd>
        </div>
      </dl>
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
