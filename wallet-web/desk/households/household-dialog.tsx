// One family, after a reason was given: what a caller asks about, and what can be done for it.
import { useState } from "preact/hooks";
import { Dialog } from "../../shared/components/dialog.tsx";
import { formatDate } from "../../shared/dates.ts";
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Household, HouseholdSummary } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { CardDialog } from "../cards/card-dialogs.tsx";
import { Facts } from "../components/act-dialog.tsx";
import { Loading } from "../components/page.tsx";
import { text } from "../text.ts";
import { CloseDialog, TopUpDialog } from "./budget-dialogs.tsx";
import { EraseDialog } from "./erase-dialog.tsx";
import { fetchHousehold } from "./fetch.ts";
import { FreezeDialog, UnfreezeDialog } from "./freeze-dialog.tsx";
import { type Asking, Children, WholeFamily } from "./household-children.tsx";
import { LastPayments, Refusals } from "./household-history.tsx";
import { Questions } from "./household-questions.tsx";
import { LookForm } from "./look-form.tsx";
import { ReissueDialog } from "./reissue-dialog.tsx";

type Given = {
  schemeId: Hex;
  found: Pick<HouseholdSummary, "householdId" | "clientNumber">;
  onClose: () => void;
};

export function HouseholdDialog({ schemeId, found, onClose }: Given) {
  const desk = useDesk();
  const { householdId } = found;
  const [asking, setAsking] = useState<Asking | null>(null);
  const loaded = useLoad<Household>(`household ${householdId}`, (signal) =>
    fetchHousehold(desk.api, { schemeId, householdId }, signal),
  );
  const mustSayWhy = loaded.error instanceof ApiError && loaded.error.code === "look-reason-needed";
  // One question at a time: the answer comes back here.
  if (asking && loaded.value) {
    return (
      <AskDialog
        schemeId={schemeId}
        household={loaded.value}
        asking={asking}
        onEnd={() => setAsking(null)}
        onErased={onClose}
      />
    );
  }
  return (
    <Dialog
      title={text("household.title", { client: found.clientNumber })}
      onClose={onClose}
      testId="household"
    >
      {mustSayWhy ? (
        <LookForm schemeId={schemeId} at={{ householdId }} onDone={loaded.reload} />
      ) : (
        <Loading loaded={loaded}>
          {(household) => (
            <Opened household={household} onAsk={setAsking} onAnswered={loaded.reload} />
          )}
        </Loading>
      )}
    </Dialog>
  );
}

function Opened(props: {
  household: Household;
  onAsk: (asking: Asking) => void;
  onAnswered: () => void;
}) {
  const { household } = props;
  return (
    <div class="stack" data-testid="household-open">
      <Facts
        facts={[
          [text("households.letter"), household.letterNumber],
          [text("household.language"), text(`language.${household.language}`)],
          [text("households.since"), formatDate(household.registeredAt)],
          [text("caller.until"), formatDate(household.spendableUntil - 1)],
        ]}
      />
      <Questions questions={household.questions} onAnswered={props.onAnswered} />
      <Refusals refusals={household.refusals} />
      <Children {...props} />
      <LastPayments payments={household.payments} />
      <WholeFamily {...props} />
    </div>
  );
}

function AskDialog(props: {
  schemeId: Hex;
  household: Household;
  asking: Asking;
  onEnd: () => void;
  onErased: () => void;
}) {
  const { schemeId, household, asking, onEnd } = props;
  if (asking.act === "reissue") {
    return <ReissueDialog schemeId={schemeId} household={household} {...asking} onClose={onEnd} />;
  }
  if (asking.act === "erase") {
    return (
      <EraseDialog
        schemeId={schemeId}
        household={household}
        onErased={props.onErased}
        onClose={onEnd}
      />
    );
  }
  const [beneficiaryId = "0x" as Hex] = asking.ids;
  const given = { household, beneficiaryId, child: asking.child ?? 1, onClose: onEnd };
  const whose = text("reissue.child", { number: given.child, client: household.clientNumber });
  switch (asking.act) {
    case "freeze":
      return <FreezeDialog {...{ beneficiaryId, whose }} onClose={onEnd} />;
    case "unfreeze":
      return <UnfreezeDialog {...{ beneficiaryId, whose }} onClose={onEnd} />;
    case "top-up":
      return <TopUpDialog {...given} />;
    case "close":
      return <CloseDialog {...given} />;
    default:
      return <CardDialog {...given} schemeId={schemeId} act={asking.act} />;
  }
}
