// Erases a family: says first what goes and what stays, and that nobody can undo it.
import { useState } from "preact/hooks";
import { SelectField } from "../../shared/components/field.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { ERASURE_REASONS } from "../../shared/protocol/privacy.ts";
import { erasureDigest } from "../../shared/protocol/typed-data.ts";
import type { Household } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { type Desk, type Posting, signingOf } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { text } from "../text.ts";

export function EraseDialog(props: {
  schemeId: Hex;
  household: Household;
  onErased: () => void;
  onClose: () => void;
}) {
  const { schemeId, household } = props;
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isChecked, setChecked] = useState(false);
  const make = () => {
    setChecked(true);
    if (reason === "") return null;
    return erasing(desk, { schemeId, householdId: household.householdId, reason });
  };
  return (
    <ActDialog
      title={text("erasing.title")}
      confirm={text("erasing.confirm")}
      isFinal
      isDangerous
      make={make}
      said={text("erasing.said")}
      onDone={props.onErased}
      onClose={props.onClose}
      testId="erase-dialog"
    >
      <p class="strong">{text("reissue.family", { client: household.clientNumber })}</p>
      <ul class="bullets">
        <li>{text("erasing.gone")}</li>
        <li>{text("erasing.stays")}</li>
        <li>{text("erasing.calls")}</li>
      </ul>
      <SelectField
        label={text("reason")}
        empty={text("reason.choose")}
        value={reason}
        onInput={setReason}
        choices={ERASURE_REASONS.map((value) => ({ value, text: text(`erasing.reason.${value}`) }))}
        error={isChecked && reason === "" ? text("reason.choose") : null}
        testId="erase-reason"
      />
    </ActDialog>
  );
}

/** Signed with this device's key, as every act that can't be undone. */
async function erasing(
  desk: Pick<Desk, "deployments" | "device">,
  given: { schemeId: Hex; householdId: Hex; reason: string },
): Promise<Posting> {
  const { deployment, signer } = await signingOf(desk);
  const { schemeId, ...erased } = { ...given, at: desk.deployments.now() };
  const signature = await signer.sign(erasureDigest(deployment, { schemeId, ...erased }));
  return { path: `/schemes/${schemeId}/erasures`, body: { ...erased, signature } };
}
