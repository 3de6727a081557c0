// Giving back: all of it or an amount, one confirmation that says what happens.
import { useState } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { formatCents, parseAmount } from "../../shared/money.ts";
import { refundableOf } from "../model/day.ts";
import { refund } from "../model/refund.ts";
import { refundProblemText } from "../model/refund-problem.ts";
import { t } from "../texts.ts";
import { useTill } from "./use-till.ts";

export function RefundDialog(props: { payment: PaymentAnswer; onClose: () => void }) {
  const { payment, onClose } = props;
  const highest = refundableOf(payment);
  const [isPart, setPart] = useState(false);
  const [typed, setTyped] = useState("");
  const { give, isBusy, error } = useGiving(payment, onClose);
  const part = parseAmount(typed);
  const amount = isPart ? part : highest;
  const isWrong = isPart && typed !== "" && (part === null || part === 0n || part > highest);
  return (
    <Dialog title={t("refund.title")} onClose={onClose} testId="refund-dialog">
      <fieldset class="stack stack-tight">
        <legend class="unseen">{t("refund.much")}</legend>
        <Way
          isChosen={!isPart}
          onChoose={() => setPart(false)}
          text={t("refund.all", { amount: formatCents(highest) })}
        />
        <Way isChosen={isPart} onChoose={() => setPart(true)} text={t("refund.part")} />
      </fieldset>
      {isPart && (
        <Field
          label={t("refund.amount")}
          value={typed}
          onInput={setTyped}
          error={isWrong ? t("refund.wrong", { amount: formatCents(highest) }) : null}
          look="amount"
          inputMode="decimal"
          placeholder="0,00"
          maxLength={10}
          testId="refund-amount"
        />
      )}
      <p class="soft">{t("refund.where")}</p>
      <Problem error={error} textOf={refundProblemText} />
      <Button
        wide
        big
        busy={isBusy}
        disabled={amount === null || amount === 0n || amount > highest}
        testId="refund-ok"
        onPress={() => amount !== null && give(amount)}
      >
        {amount === null || isWrong
          ? t("refund.do")
          : t("refund.give", { amount: formatCents(amount) })}
      </Button>
    </Dialog>
  );
}

function Way(props: { isChosen: boolean; onChoose: () => void; text: string }) {
  return (
    <label class="choice">
      <input type="radio" name="way" checked={props.isChosen} onChange={props.onChoose} />
      <span class="strong">{props.text}</span>
    </label>
  );
}

function useGiving(payment: PaymentAnswer, onDone: () => void) {
  const till = useTill();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const give = async (amount: bigint) => {
    setBusy(true);
    setError(null);
    try {
      await refund(till, payment, amount);
      toast(t("refund.done", { amount: formatCents(amount) }));
      onDone();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return { give: (amount: bigint) => void give(amount), isBusy, error };
}
