// Blocks a child's budget with a reason, and lets it go again.
import { useState } from "preact/hooks";
import { budgetNews } from "../../shared/budget-news.ts";
import { SelectField } from "../../shared/components/field.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import { useDesk } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import { FamilyReads } from "./budget-dialogs.tsx";

/** `whose`: whose budget it is, in the words of the screen that asks. */
type Given = { beneficiaryId: Hex; whose: string; onClose: () => void };

const REASONS: readonly ReasonName[] = [
  "lost-device",
  "suspected-misuse",
  "dispute",
  "at-own-request",
  "unspecified",
];

export function FreezeDialog({ beneficiaryId, whose, onClose }: Given) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [error, setError] = useState<string | null>(null);
  const make = () => {
    if (reason === "") {
      setError(text("reason.choose"));
      return null;
    }
    const command = commands.freezeBeneficiary({ beneficiaryId, reason: reason as ReasonName });
    return posting(desk, command);
  };
  return (
    <ActDialog
      title={text("freeze.title")}
      confirm={text("freeze.confirm")}
      icon="lock"
      isDangerous
      make={make}
      said={text("freeze.said")}
      onClose={onClose}
      testId="freeze-dialog"
    >
      <p class="strong">{whose}</p>
      <p>{text("freeze.what")}</p>
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
      {reason !== "" && <FamilyReads sentence={budgetNews.frozen(reason as ReasonName)} />}
    </ActDialog>
  );
}

export function UnfreezeDialog({ beneficiaryId, whose, onClose }: Given) {
  const desk = useDesk();
  return (
    <ActDialog
      title={text("unfreeze.title")}
      confirm={text("unfreeze.confirm")}
      make={() => posting(desk, commands.unfreezeBeneficiary({ beneficiaryId }))}
      said={text("unfreeze.said")}
      onClose={onClose}
      testId="unfreeze-dialog"
    >
      <p class="strong">{whose}</p>
      <p>{text("unfreeze.what")}</p>
    </ActDialog>
  );
}
