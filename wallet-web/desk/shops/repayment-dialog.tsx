// Books what a shop that stands below zero paid back to the scheme's bank account, against the bank's reference.
import { useState } from "preact/hooks";
import { Field } from "../../shared/components/field.tsx";
import { formatCents, formatDigits } from "../../shared/money.ts";
import { bankReferenceHash, normaliseBankReference } from "../../shared/protocol/bank-reference.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { SchemeShop } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { parseEuros } from "../components/euros.ts";
import { text } from "../text.ts";

export function RepaymentDialog(props: { schemeId: Hex; shop: SchemeShop; onClose: () => void }) {
  const { schemeId, shop, onClose } = props;
  const desk = useDesk();
  // As it stood when the dialog opened: what one read before booking.
  const [debt] = useState(-BigInt(shop.owedCents));
  const [amount, setAmount] = useState(formatDigits(debt));
  const [reference, setReference] = useState("");
  const [problems, setProblems] = useState<{ amount?: string; reference?: string }>({});
  const make = () => {
    const amountCents = parseEuros(amount);
    const normal = normaliseBankReference(reference);
    const wrong = amountCents === null ? text("amount.wrong") : wrongAmount(amountCents, debt);
    setProblems({
      ...(wrong ? { amount: wrong } : {}),
      ...(normal === "" ? { reference: text("fund.reference.missing") } : {}),
    });
    if (amountCents === null || wrong || normal === "") return null;
    const { shopId } = shop;
    const bankReference = bankReferenceHash(normal);
    return posting(desk, commands.bookRepayment({ schemeId, shopId, amountCents, bankReference }));
  };
  return (
    <ActDialog
      title={text("repayment.title", { shop: shop.name })}
      confirm={text("repayment.go")}
      isFinal
      make={make}
      said={text("repayment.said")}
      onClose={onClose}
      testId="repayment-dialog"
    >
      <p>{text("repayment.what", { amount: formatCents(debt) })}</p>
      <Field
        label={text("fund.amount")}
        hint={text("amount.hint")}
        inputMode="decimal"
        value={amount}
        onInput={setAmount}
        error={problems.amount}
        testId="repayment-amount"
      />
      <Field
        label={text("fund.reference")}
        hint={text("fund.reference.hint")}
        autoCapitalize="none"
        maxLength={140}
        value={reference}
        onInput={setReference}
        error={problems.reference}
        testId="repayment-reference"
      />
      <p>{text("fund.check")}</p>
    </ActDialog>
  );
}

const wrongAmount = (amountCents: bigint, debt: bigint): string | null => {
  if (amountCents === 0n) return text("amount.wrong");
  return amountCents > debt ? text("repayment.tooMuch", { amount: formatCents(debt) }) : null;
};
