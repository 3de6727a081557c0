// Blocks a child's budget and lets it go again, each with a reason; shows the sentence that the family will read.
import { useState } from "preact/hooks";
import { budgetNews } from "../../shared/budget-news.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import { useDesk } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { ReasonField } from "../components/reason-field.tsx";
import { text } from "../text.ts";
import { FamilyReads } from "./budget-dialogs.tsx";

/** `whose`: whose budget it is, in the words of the screen that asks. */
type Given = { beneficiaryId: Hex; whose: string; onClose: () => void };

const REASONS = {
  freeze: ["lost-device", "suspected-misuse", "dispute", "at-own-request", "unspecified"],
  unfreeze: ["resolved", "correction", "at-own-request", "unspecified"],
} as const satisfies Record<string, readonly ReasonName[]>;

export function FreezeDialog({ beneficiaryId, whose, onClose }: Given) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = () => {
    setMissing(reason === "");
    if (reason === "") return null;
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
      <ReasonField
        reasons={REASONS.freeze}
        value={reason}
        onInput={setReason}
        isMissing={isMissing && reason === ""}
      />
      {reason !== "" && <FamilyReads sentence={budgetNews.frozen(reason as ReasonName)} />}
    </ActDialog>
  );
}

export function UnfreezeDialog({ beneficiaryId, whose, onClose }: Given) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = () => {
    setMissing(reason === "");
    if (reason === "") return null;
    const command = commands.unfreezeBeneficiary({ beneficiaryId, reason: reason as ReasonName });
    return posting(desk, command);
  };
  return (
    <ActDialog
      title={text("unfreeze.title")}
      confirm={text("unfreeze.confirm")}
      make={make}
      said={text("unfreeze.said")}
      onClose={onClose}
      testId="unfreeze-dialog"
    >
      <p class="strong">{whose}</p>
      <p>{text("unfreeze.what")}</p>
      <ReasonField
        reasons={REASONS.unfreeze}
        value={reason}
        onInput={setReason}
        isMissing={isMissing && reason === ""}
      />
      {reason !== "" && <FamilyReads sentence={budgetNews.unfrozen(reason as ReasonName)} />}
    </ActDialog>
  );
}
