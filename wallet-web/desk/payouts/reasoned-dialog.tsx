// Asks once more before something is decided, and for the reason: the next person who looks will want to know.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Field } from "../../shared/components/field.tsx";
import type { Posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { text } from "../text.ts";

/** As long as the server takes it. */
const LONGEST_REASON = 200;

export function ReasonedDialog(props: {
  title: string;
  confirm: string;
  hint: string;
  isFinal?: boolean;
  isDangerous?: boolean;
  make: (reason: string) => Promise<Posting>;
  said: string;
  onDone?: () => void;
  onClose: () => void;
  testId: string;
  children: ComponentChildren;
}) {
  const { hint, children, make, ...rest } = props;
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const makeWithReason = () => {
    if (reason.trim() !== "") return make(reason);
    setMissing(true);
    return null;
  };
  return (
    <ActDialog {...rest} make={makeWithReason}>
      {children}
      <Field
        label={text("payouts.reason")}
        hint={hint}
        value={reason}
        maxLength={LONGEST_REASON}
        onInput={(value) => {
          setReason(value);
          setMissing(false);
        }}
        error={isMissing ? text("payouts.reason.missing") : undefined}
        testId="decide-reason"
      />
    </ActDialog>
  );
}
