// After the end and its grace: takes back what is left, against the bank's reference. What shops must pay back stays until they did.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { formatCents } from "../../shared/money.ts";
import { bankReferenceHash, normaliseBankReference } from "../../shared/protocol/bank-reference.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { Conservation } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { posting, type Scheme } from "../app/desk.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";

export function WithdrawCard(props: { scheme: Scheme; conservation: Conservation }) {
  const mayWithdraw = useRole("sponsor");
  const amountCents = BigInt(props.conservation.withdrawableCents);
  const shopDebt = BigInt(props.conservation.shopDebtCents);
  if (!mayWithdraw) return null;
  return (
    <section class="card narrow" data-testid="withdraw-card">
      <h2 class="card-title">{text("withdraw.title")}</h2>
      {amountCents > 0n && (
        <p class="soft">{text("withdraw.what", { amount: formatCents(amountCents) })}</p>
      )}
      {shopDebt > 0n && (
        <p data-testid="withdraw-debt">
          {text("withdraw.debt", { amount: formatCents(shopDebt) })}
        </p>
      )}
      {amountCents > 0n && <WithdrawForm scheme={props.scheme} amountCents={amountCents} />}
    </section>
  );
}

function WithdrawForm({ scheme, amountCents }: { scheme: Scheme; amountCents: bigint }) {
  const desk = useDesk();
  const [reference, setReference] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const normal = normaliseBankReference(reference);
  const { schemeId } = scheme;
  const command = () =>
    commands.withdrawFromScheme({
      schemeId,
      amountCents,
      bankReference: bankReferenceHash(normal),
    });
  const check = (event: Event) => {
    event.preventDefault();
    setError(normal === "" ? text("fund.reference.missing") : null);
    setAsking(normal !== "");
  };
  return (
    <>
      <form class="stack" onSubmit={check} noValidate>
        <Field
          label={text("fund.reference")}
          hint={text("withdraw.reference.hint")}
          autoCapitalize="none"
          value={reference}
          onInput={setReference}
          error={error}
          testId="withdraw-reference"
        />
        <div class="row">
          <Button type="submit" testId="withdraw">
            {text("withdraw.go")}
          </Button>
        </div>
      </form>
      {isAsking && (
        <ActDialog
          title={text("withdraw.title")}
          confirm={text("withdraw.go")}
          isFinal
          make={() => posting(desk, command())}
          together={{ schemeId, command }}
          said={text("withdraw.said")}
          onDone={() => setReference("")}
          onClose={() => setAsking(false)}
          testId="withdraw-dialog"
        >
          <Facts
            facts={[
              [text("fund.amount"), formatCents(amountCents)],
              [text("fund.reference"), normal],
            ]}
          />
        </ActDialog>
      )}
    </>
  );
}
