// Asks the family for its own amount: what the shop may take at most.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Field } from "../../shared/components/field.tsx";
import { formatCents, formatDigits, parseAmount } from "../../shared/money.ts";
import { t } from "../texts.ts";

export function AmountDialog(props: {
  highest: bigint;
  onAmount: (amountCents: bigint) => void;
  onClose: () => void;
}) {
  const { highest, onAmount, onClose } = props;
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const amount = parseAmount(typed);
    if (amount === null || amount === 0n)
      setError(t("amount.unclear", { example: formatDigits(1_250n) }));
    else if (amount > highest) setError(t("amount.tooHigh", { amount: formatCents(highest) }));
    else onAmount(amount);
  };
  return (
    <Dialog title={t("amount.title")} onClose={onClose} testId="amount-dialog">
      <form class="stack" onSubmit={submit} noValidate>
        <Field
          label={t("amount.label")}
          hint={t("amount.hint")}
          value={typed}
          onInput={(value) => {
            setTyped(value);
            setError(null);
          }}
          error={error}
          look="amount"
          inputMode="decimal"
          placeholder={formatDigits(0n)}
          maxLength={10}
          testId="amount"
        />
        <Button type="submit" wide testId="amount-ok">
          {t("amount.ok")}
        </Button>
      </form>
    </Dialog>
  );
}
