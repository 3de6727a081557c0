// Adds money that arrived at the bank. Each bank reference counts once.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { formatCents } from "../../shared/money.ts";
import { bankReferenceHash, normaliseBankReference } from "../../shared/protocol/bank-reference.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { useDesk, useRole } from "../app/context.ts";
import { posting, type Scheme } from "../app/desk.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { parseEuros } from "../components/euros.ts";
import { text } from "../text.ts";

type Filled = { amountCents: bigint; reference: string };

export function FundCard({ scheme }: { scheme: Scheme }) {
  const desk = useDesk();
  const mayFund = useRole("sponsor");
  const [amount, setAmount] = useState("");
  const [reference, setReference] = useState("");
  const [problems, setProblems] = useState<{ amount?: string; reference?: string }>({});
  const [filled, setFilled] = useState<Filled | null>(null);
  const { schemeId } = scheme;
  const check = (event: Event) => {
    event.preventDefault();
    const amountCents = parseEuros(amount);
    const normal = normaliseBankReference(reference);
    setProblems({
      ...(amountCents ? {} : { amount: text("amount.wrong") }),
      ...(normal === "" ? { reference: text("fund.reference.missing") } : {}),
    });
    if (amountCents && normal !== "") setFilled({ amountCents, reference: normal });
  };
  return (
    <section class="card" data-testid="fund-card">
      <h2 class="card-title">{text("fund.title")}</h2>
      <p class="soft">{text("fund.what")}</p>
      {mayFund ? (
        <form class="stack" onSubmit={check} noValidate>
          <Field
            label={text("fund.amount")}
            hint={text("amount.hint")}
            inputMode="decimal"
            value={amount}
            onInput={setAmount}
            error={problems.amount}
            testId="fund-amount"
          />
          <Field
            label={text("fund.reference")}
            hint={text("fund.reference.hint")}
            autoCapitalize="none"
            maxLength={140}
            value={reference}
            onInput={setReference}
            error={problems.reference}
            testId="fund-reference"
          />
          <div class="row">
            <Button type="submit" testId="fund">
              {text("fund.go")}
            </Button>
          </div>
        </form>
      ) : (
        <p class="soft small">{text("role.needed", { role: text("role.sponsor") })}</p>
      )}
      {filled && (
        <ActDialog
          title={text("fund.confirm.title")}
          confirm={text("fund.confirm", { amount: formatCents(filled.amountCents) })}
          isFinal
          make={() => posting(desk, funding(schemeId, filled))}
          together={{ schemeId, command: () => funding(schemeId, filled) }}
          said={text("fund.said", { amount: formatCents(filled.amountCents) })}
          onDone={() => {
            setAmount("");
            setReference("");
          }}
          onClose={() => setFilled(null)}
          testId="fund-dialog"
        >
          <Facts
            facts={[
              [text("fund.amount"), formatCents(filled.amountCents)],
              [text("fund.reference"), filled.reference],
              [text("scheme.choose"), scheme.name],
            ]}
          />
          <p>{text("fund.check")}</p>
        </ActDialog>
      )}
    </section>
  );
}

const funding = (schemeId: Hex, { amountCents, reference }: Filled) =>
  commands.fundScheme({ schemeId, amountCents, bankReference: bankReferenceHash(reference) });
