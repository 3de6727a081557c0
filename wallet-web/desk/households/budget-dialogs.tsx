// Adds to a child's budget or ends it, with a reason; shows the sentence that the family will read.
import { useState } from "preact/hooks";
import { budgetNews } from "../../shared/budget-news.ts";
import { Field } from "../../shared/components/field.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import type { Household } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { parseEuros } from "../components/euros.ts";
import { ReasonField } from "../components/reason-field.tsx";
import { text } from "../text.ts";

type Given = { household: Household; beneficiaryId: Hex; child: number; onClose: () => void };

const TOP_UP_REASONS = ["new-in-household", "hardship", "correction", "unspecified"] as const;
const CLOSE_REASONS = [
  "moved-away",
  "no-longer-eligible",
  "at-own-request",
  "correction",
  "suspected-misuse",
  "unspecified",
] as const;

export function TopUpDialog({ household, beneficiaryId, child, onClose }: Given) {
  const desk = useDesk();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const cents = parseEuros(typed) ?? 0n;
  const isWrong = cents <= 0n;
  const make = () => {
    setChecked(true);
    if (isWrong || reason === "") return null;
    const given = { beneficiaryId, amountCents: cents, reason: reason as ReasonName };
    return posting(desk, commands.topUp(given));
  };
  return (
    <ActDialog
      title={text("topUp.title")}
      confirm={text("topUp.confirm")}
      isFinal
      make={make}
      said={text("topUp.said")}
      onClose={onClose}
      testId="top-up-dialog"
    >
      <p class="strong">
        {text("reissue.child", { number: child, client: household.clientNumber })}
      </p>
      <p>{text("topUp.what")}</p>
      <Field
        label={text("topUp.amount")}
        hint={text("topUp.amount.hint")}
        value={typed}
        onInput={setTyped}
        inputMode="decimal"
        error={isChecked && isWrong ? text("amount.wrong") : null}
        testId="top-up-amount"
      />
      <ReasonField
        reasons={TOP_UP_REASONS}
        value={reason}
        onInput={setReason}
        isMissing={isChecked && reason === ""}
      />
      {!isWrong && reason !== "" && (
        <FamilyReads
          sentence={budgetNews.toppedUp({
            amount: formatCents(cents),
            reason: reason as ReasonName,
          })}
        />
      )}
    </ActDialog>
  );
}

export function CloseDialog({ household, beneficiaryId, child, onClose }: Given) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const make = () => {
    setChecked(true);
    if (reason === "") return null;
    return posting(
      desk,
      commands.closeBeneficiary({ beneficiaryId, reason: reason as ReasonName }),
    );
  };
  return (
    <ActDialog
      title={text("closing.title")}
      confirm={text("closing.confirm")}
      isFinal
      isDangerous
      make={make}
      said={text("closing.said")}
      onClose={onClose}
      testId="close-dialog"
    >
      <p class="strong">
        {text("reissue.child", { number: child, client: household.clientNumber })}
      </p>
      <p>{text("closing.what")}</p>
      <ReasonField
        reasons={CLOSE_REASONS}
        value={reason}
        onInput={setReason}
        isMissing={isChecked && reason === ""}
      />
      {reason !== "" && <FamilyReads sentence={budgetNews.closed(reason as ReasonName)} />}
    </ActDialog>
  );
}

export function FamilyReads({ sentence }: { sentence: string }) {
  return (
    <p class="soft" data-testid="family-reads">
      {text("familyReads")} <q>{sentence}</q>
    </p>
  );
}
