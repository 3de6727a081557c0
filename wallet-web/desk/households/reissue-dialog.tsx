// Asks before a new code is made: the old code and phones stop at once. Then leads to the letter.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { cryptoRandomBytes, type Hex } from "../../shared/protocol/bytes.ts";
import { goTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import type { Household } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { text } from "../text.ts";
import { planReissue } from "./plan-reissue.ts";

export function ReissueDialog(props: {
  schemeId: Hex;
  household: Household;
  ids: readonly Hex[];
  /** The child's number on the screen; null for the whole family. */
  child: number | null;
  onClose: () => void;
}) {
  const { schemeId, household, ids, child } = props;
  const desk = useDesk();
  const { running } = useStore(desk.letterWork.state);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const part = planReissue({
      schemeId,
      household,
      beneficiaryIds: ids,
      now: desk.deployments.now(),
      random: cryptoRandomBytes,
    });
    await desk.letterWork.add([part]);
    const refused = desk.letterWork.state.get().refused?.workId === part.workId;
    // A refusal, with its reason, stands with the letters too.
    goTo(refused ? ["letters"] : ["letters", part.workId]);
  };
  const who =
    child === null
      ? text("reissue.family", { client: household.clientNumber })
      : text("reissue.child", { number: child, client: household.clientNumber });
  return (
    <Dialog
      title={text("reissue.title")}
      onClose={busy ? () => undefined : props.onClose}
      testId="reissue"
    >
      <p class="strong">{who}</p>
      <ul class="bullets">
        <li>{text("reissue.old")}</li>
        <li>{text("reissue.balance")}</li>
        <li>{text("reissue.print")}</li>
      </ul>
      <p class="final">
        <Icon name="lock" size={20} /> {text("final")}
      </p>
      {running !== null && !busy && <p class="soft">{text("reissue.wait")}</p>}
      <div class="row dialog-actions">
        <Button look="second" onPress={props.onClose} disabled={busy}>
          {text("cancel")}
        </Button>
        <Button
          icon="letter"
          busy={busy}
          disabled={running !== null && !busy}
          onPress={() => void confirm()}
          testId="reissue-confirm"
        >
          {text("reissue.confirm")}
        </Button>
      </div>
    </Dialog>
  );
}
