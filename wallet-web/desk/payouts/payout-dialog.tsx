// One payout, and what a treasurer can decide about it.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { useDesk, useRole } from "../app/context.ts";
import { sign } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { Loading } from "../components/page.tsx";
import { text } from "../text.ts";
import type { PayoutDetail as Detail, TreasuryPayout } from "./answers.ts";
import { BlockDialog } from "./block-dialogs.tsx";
import { decision } from "./decide.ts";
import { PayoutDetail } from "./payout-detail.tsx";
import { ReasonedDialog } from "./reasoned-dialog.tsx";
import { useBlocks } from "./use-blocks.ts";

type Decide = TreasuryPayout["decisions"][number];
type Choice = Decide | "block";

export function PayoutDialog(props: { schemeId: Hex; payoutId: Hex; onClose: () => void }) {
  const { schemeId, payoutId } = props;
  const desk = useDesk();
  const [choice, setChoice] = useState<Choice | null>(null);
  const loaded = useLoad<Detail>(`payout ${payoutId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payouts/${payoutId}`, { signal }),
  );
  const payout = loaded.value?.payout;
  const end = () => setChoice(null);
  if (choice === "block" && payout) {
    const { shopId, shopName } = payout;
    return <BlockDialog {...{ schemeId, shopId, shopName }} onClose={end} />;
  }
  if (choice && choice !== "block" && payout) {
    return <DecideDialog schemeId={schemeId} payout={payout} choice={choice} onClose={end} />;
  }
  return (
    <Dialog title={text("payouts.one")} onClose={props.onClose} testId="payout-dialog">
      <Loading loaded={loaded}>
        {(detail) => (
          <div class="stack">
            <PayoutDetail detail={detail} />
            <Actions schemeId={schemeId} payout={detail.payout} onChoose={setChoice} />
          </div>
        )}
      </Loading>
    </Dialog>
  );
}

function Actions(props: {
  schemeId: Hex;
  payout: TreasuryPayout;
  onChoose: (choice: Choice) => void;
}) {
  const { schemeId, payout, onChoose } = props;
  const mayDecide = useRole("treasurer");
  const blocks = useBlocks(schemeId);
  const isBlocked = blocks?.some(({ shopId }) => shopId === payout.shopId) ?? true;
  if (!mayDecide || (payout.decisions.length === 0 && isBlocked)) return null;
  return (
    <div class="row dialog-actions">
      {!isBlocked && (
        <Button look="second" onPress={() => onChoose("block")} testId="block">
          {text("blocks.stop")}
        </Button>
      )}
      {payout.decisions.map((choice) => (
        <Button
          key={choice}
          look={choice === "not-paid" ? "danger" : choice === "open" ? "first" : "second"}
          onPress={() => onChoose(choice)}
          testId={`decide-${choice}`}
        >
          {text(`payouts.decide.${choice}`)}
        </Button>
      ))}
    </div>
  );
}

function DecideDialog(props: {
  schemeId: Hex;
  payout: TreasuryPayout;
  choice: Decide;
  onClose: () => void;
}) {
  const { schemeId, payout, choice } = props;
  const desk = useDesk();
  const { shopId, payoutId } = payout;
  const about = {
    title: text(`payouts.decide.${choice}`),
    confirm: text(`payouts.decide.${choice}`),
    isFinal: choice !== "look-again",
    said: text("payouts.decided"),
    onClose: props.onClose,
    testId: "decide-dialog",
  };
  const facts = (
    <>
      <p>{text(`payouts.decide.${choice}.what`)}</p>
      <Facts
        facts={[
          [text("payouts.shop"), payout.shopName],
          [text("payouts.amount"), formatCents(BigInt(payout.amountCents))],
        ]}
      />
    </>
  );
  const decide = (chosen: Exclude<Decide, "open">, reason = "") =>
    decision(desk, { schemeId, subjectId: payoutId, decision: chosen, reason });
  const open = async () => {
    const amountCents = BigInt(payout.amountCents);
    const command = commands.openPayout({ schemeId, shopId, payoutId, amountCents });
    return {
      path: `/schemes/${schemeId}/payouts/${payoutId}/opening`,
      body: { request: await sign(desk, command) },
    };
  };
  if (choice === "not-paid" || choice === "paid") {
    return (
      <ReasonedDialog
        {...about}
        isDangerous={choice === "not-paid"}
        hint={text("payouts.reason.hint")}
        make={(reason) => decide(choice, reason)}
      >
        {facts}
      </ReasonedDialog>
    );
  }
  return (
    <ActDialog {...about} make={() => (choice === "open" ? open() : decide(choice))}>
      {facts}
    </ActDialog>
  );
}
