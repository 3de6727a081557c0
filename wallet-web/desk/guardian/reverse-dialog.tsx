// Asks once more before a payment is reversed: what the child and the shop get, and why.
import { useState } from "preact/hooks";
import { SelectField } from "../../shared/components/field.tsx";
import { formatCents } from "../../shared/money.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useDesk } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
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

export function ReverseDialog(props: { payment: FoundPayment; onClose: () => void }) {
  const desk = useDesk();
  // As it was found: once it is reversed, the page asks again and nothing would be left of it.
  const [payment] = useState(props.payment);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const { paymentId, beneficiaryId, shopId, shopName } = payment;
  const amountCents = BigInt(payment.remainingCents);
  const amount = formatCents(amountCents);
  const left = formatCents(BigInt(payment.owedCents) - amountCents);
  const make = () => {
    if (reason === "") {
      setError(text("reason.choose"));
      return null;
    }
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
      <ul class="bullets">
        <li>{text("guardian.reverse.child", { amount })}</li>
        <li>{text("guardian.reverse.shop", { shop: shopName, amount, left })}</li>
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
