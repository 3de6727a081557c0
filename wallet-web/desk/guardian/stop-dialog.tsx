// Asks once more before a scheme stops or goes on: for the reason that the chain keeps, and for the guardian's own words beside it.
import { useState } from "preact/hooks";
import { Field } from "../../shared/components/field.tsx";
import type { ReasonName } from "../../shared/protocol/commands.ts";
import { useDesk } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { ReasonField } from "../components/reason-field.tsx";
import { text } from "../text.ts";
import { LONGEST_NOTE, type Stopping, stopScheme } from "./stop-scheme.ts";

const REASONS = {
  pause: ["suspected-misuse", "malfunction", "unspecified"],
  resume: ["resolved", "correction", "unspecified"],
} as const satisfies Record<Stopping, readonly ReasonName[]>;

export function StopDialog(props: { scheme: Scheme; act: Stopping; onClose: () => void }) {
  const desk = useDesk();
  const { schemeId } = props.scheme;
  // As it was when it was asked: the answer changes the scheme before the dialog closes.
  const [act] = useState(props.act);
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isUnsaid = note.trim() === "";
  const make = () => {
    setChecked(true);
    if (reason === "" || isUnsaid) return null;
    return stopScheme(desk, { schemeId, act, reason: reason as ReasonName, note });
  };
  return (
    <ActDialog
      title={text(`${act}.title`)}
      confirm={text(`${act}.go`)}
      isDangerous={act === "pause"}
      make={make}
      said={text(`${act}.said`)}
      onDone={() => void desk.deployments.refresh().catch(() => undefined)}
      onClose={props.onClose}
      testId="pause-dialog"
    >
      {act === "pause" ? <WhatStops /> : <p>{text("resume.check")}</p>}
      <ReasonField
        reasons={REASONS[act]}
        value={reason}
        onInput={setReason}
        isMissing={isChecked && reason === ""}
      />
      <Field
        label={text("guardian.stop.note")}
        hint={text(`guardian.stop.note.${act}`)}
        value={note}
        maxLength={LONGEST_NOTE}
        onInput={setNote}
        error={isChecked && isUnsaid ? text("guardian.stop.note.missing") : null}
        testId="stop-note"
      />
    </ActDialog>
  );
}

function WhatStops() {
  return (
    <>
      <p class="strong">{text("guardian.stop.list")}</p>
      <ul class="bullets">
        <li>{text("guardian.stop.pays")}</li>
        <li>{text("guardian.stop.payouts")}</li>
        <li>{text("guardian.stop.work")}</li>
        <li>{text("guardian.stop.refunds")}</li>
      </ul>
      <p>{text("guardian.stop.stays")}</p>
    </>
  );
}
