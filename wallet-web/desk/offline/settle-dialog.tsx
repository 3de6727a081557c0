// The treasurer's word that the municipality paid a shop for a payment that didn't go through, with the bank's reference.
import { useState } from "preact/hooks";
import { Field } from "../../shared/components/field.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { OfflineRefusal } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { decision } from "../payouts/decide.ts";
import { text } from "../text.ts";

/** As long as the server takes it. */
const LONGEST_REFERENCE = 200;

export function SettleDialog(props: {
  schemeId: Hex;
  refusal: OfflineRefusal;
  onClose: () => void;
}) {
  const { schemeId, refusal, onClose } = props;
  const desk = useDesk();
  const [reference, setReference] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = () => {
    setMissing(reference.trim() === "");
    if (reference.trim() === "") return null;
    return decision(desk, {
      ...{ schemeId, subjectId: refusal.shopId as Hex, decision: "offline-settled" },
      ...{ contentHash: refusal.refusalId as Hex, reason: reference },
    });
  };
  return (
    <ActDialog
      title={text("offline.settle.title")}
      confirm={text("offline.settle.confirm")}
      isFinal
      make={make}
      said={text("offline.settle.said")}
      onClose={onClose}
      testId="settle-dialog"
    >
      <p>{text("offline.settle.what")}</p>
      <Facts
        facts={[
          [text("offline.refusals.shop"), refusal.shopName || text("timeline.aShop")],
          [text("offline.refusals.when"), formatMoment(refusal.acceptedAt)],
          [text("offline.refusals.amount"), formatCents(BigInt(refusal.amountCents))],
        ]}
      />
      <Field
        label={text("fund.reference")}
        hint={text("offline.settle.hint")}
        autoCapitalize="none"
        maxLength={LONGEST_REFERENCE}
        value={reference}
        onInput={(value) => {
          setReference(value);
          setMissing(false);
        }}
        error={isMissing ? text("fund.reference.missing") : undefined}
        testId="settle-reference"
      />
    </ActDialog>
  );
}
