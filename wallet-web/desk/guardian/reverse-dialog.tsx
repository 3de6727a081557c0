// Asks once more before a payment is reversed: what the child and the shop get, and why.
import { useState } from "preact/hooks";
import { Field, SelectField } from "../../shared/components/field.tsx";
import { formatCents } from "../../shared/money.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useDesk } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { parseEuros } from "../components/euros.ts";
import { text } from "../text.ts";
import type { FoundPayment } from "./answers.ts";

const REASONS: readonly ReasonName[] = [
  "dispute",
  "correction",
  "suspected-misuse",
  "lost-device",
  "at-own-request",
  "unspecified",
];

/** As somebody would type it: `18,50`. */
const centsAsTyped = (cents: bigint) => formatCents(cents).replace(/[^\d,.]/g, "");

export function ReverseDialog(props: { payment: FoundPayment; onClose: () => void }) {
  const desk = useDesk();
  // As it was found: once it is reversed, the page asks again and nothing would be left of it.
  const [payment] = useState(props.payment);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const { paymentId, beneficiaryId, shopId, shopName } = payment;
  const mostCents = BigInt(payment.remainingCents);
  const [typed, setTyped] = useState(() => centsAsTyped(mostCents));
  const [isWrong, setWrong] = useState(false);
  const amountCents = parseEuros(typed) ?? 0n;
  const isAmount = amountCents > 0n && amountCents <= mostCents;
  const amount = formatCents(amountCents);
  const most = formatCents(mostCents);
  const left = formatCents(BigInt(payment.owedCents) - amountCents);
  const make = () => {
    setWrong(!isAmount);
    if (reason === "") setError(text("reason.choose"));
    if (!isAmount || reason === "") return null;
    const given = { paymentId, beneficiaryId, shopId, amountCents };
    return posting(desk, commands.reversePayment({ ...given, reason: reason as ReasonName }));
  };
  return (
    <ActDialog
      title={text("guardian.reverse.title", { code: shortCode(paymentId) })}
      confirm={text("guardian.reverse.go")}
      isFinal
      isDangerous
      make={make}
      said={text("guardian.reverse.said")}
      onClose={props.onClose}
      testId="reverse-dialog"
    >
      <Field
        label={text("guardian.reverse.amount")}
        hint={text("guardian.reverse.amount.hint", { amount: most })}
        value={typed}
        onInput={(value) => {
          setTyped(value);
          setWrong(false);
        }}
        inputMode="decimal"
        error={isWrong ? text("guardian.reverse.amount.wrong", { amount: most }) : null}
        testId="reverse-amount"
      />
      <ul class="bullets">
        {isAmount && <li>{text("guardian.reverse.child", { amount })}</li>}
        {isAmount && <li>{text("guardian.reverse.shop", { shop: shopName, amount, left })}</li>}
        <li>{text("guardian.reverse.seen")}</li>
      </ul>
      <SelectField
        label={text("reason")}
        hint={text("reason.hint")}
        empty={text("reason.choose")}
        value={reason}
        onInput={(value) => {
          setReason(value);
          setError(null);
        }}
        choices={REASONS.map((value) => ({ value, text: text(`reason.${value}`) }))}
        error={error}
        testId="reason"
      />
    </ActDialog>
  );
}
