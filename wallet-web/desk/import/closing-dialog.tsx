// Asks once more before families are closed: how many, and the sentence that each of them reads.
import { budgetNews } from "../../shared/budget-news.ts";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { text } from "../text.ts";
import { LEAVING_REASONS, type Outcome } from "./decisions.ts";

export function ClosingDialog(props: {
  leavers: Outcome["leavers"];
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { leavers } = props;
  const groups = LEAVING_REASONS.map((reason) => ({
    reason,
    count: leavers.filter((one) => one.reason === reason).length,
  })).filter(({ count }) => count > 0);
  return (
    <Dialog
      title={text.count("import.closing.title", leavers.length)}
      onClose={props.onClose}
      testId="import-closing"
    >
      <p>{text("closing.what")}</p>
      {groups.map(({ reason, count }) => (
        <div key={reason}>
          <p class="strong">
            {text.count("import.closing.group", count, { reason: text(`reason.${reason}`) })}
          </p>
          <p class="soft">
            {text("familyReads")} <q>{budgetNews.closed(reason)}</q>
          </p>
        </div>
      ))}
      <p class="final">
        <Icon name="lock" size={20} /> {text("final")}
      </p>
      <div class="row dialog-actions">
        <Button look="second" onPress={props.onClose}>
          {text("cancel")}
        </Button>
        <Button look="danger" onPress={props.onConfirm} testId="import-closing-confirm">
          {text.count("import.closing.confirm", leavers.length)}
        </Button>
      </div>
    </Dialog>
  );
}
