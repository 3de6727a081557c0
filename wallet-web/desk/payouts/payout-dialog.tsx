// One payout: what happened, why, what is in it, what the bank shows, and what a treasurer can decide.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { useDesk, useRole } from "../app/context.ts";
import { sign } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { Loading } from "../components/page.tsx";
import { NameCheckNotice } from "../shops/name-check.tsx";
import { text } from "../text.ts";
import type { PayoutDetail, TreasuryPayout } from "./answers.ts";
import { decision } from "./decide.ts";
import { explain } from "./reasons.ts";
import { lookOf } from "./states.ts";

type Choice = TreasuryPayout["decisions"][number];
const HIGHEST_ITEMS = 50;

export function PayoutDialog(props: { schemeId: Hex; payoutId: Hex; onClose: () => void }) {
  const { schemeId, payoutId } = props;
  const desk = useDesk();
  const [choice, setChoice] = useState<Choice | null>(null);
  const loaded = useLoad<PayoutDetail>(`payout ${payoutId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payouts/${payoutId}`, { signal }),
  );
  const payout = loaded.value?.payout;
  if (choice && payout) {
    return (
      <DecideDialog
        schemeId={schemeId}
        payout={payout}
        choice={choice}
        onClose={() => setChoice(null)}
      />
    );
  }
  return (
    <Dialog title={text("payouts.one")} onClose={props.onClose} testId="payout-dialog">
      <Loading loaded={loaded}>
        {(detail) => <Detail detail={detail} onChoose={setChoice} />}
      </Loading>
    </Dialog>
  );
}

function Detail({
  detail,
  onChoose,
}: {
  detail: PayoutDetail;
  onChoose: (choice: Choice) => void;
}) {
  const { payout, items, entries, nameCheck } = detail;
  const mayDecide = useRole("treasurer");
  const why = payout.reason === null ? null : explain(payout.reason);
  const shown = items.slice(0, HIGHEST_ITEMS);
  return (
    <div class="stack">
      <p class="row row-apart">
        <span class="strong">{payout.shopName}</span>
        <Tag kind={lookOf(payout.state)}>{text(`payouts.state.${payout.state}`)}</Tag>
      </p>
      {why && (
        <Notice kind={lookOf(payout.state) === "bad" ? "bad" : "warn"} title={why.what}>
          <p>{why.todo}</p>
        </Notice>
      )}
      <NameCheckNotice check={nameCheck} task="pay" />
      <Facts
        facts={[
          [text("payouts.amount"), formatCents(BigInt(payout.amountCents))],
          [
            text("payouts.iban"),
            payout.ibanTail ? `•••• ${payout.ibanTail}` : text("payouts.unknown"),
          ],
          [text("payouts.made"), formatMoment(payout.createdAt)],
          [
            text("payouts.booked"),
            payout.bookedAt ? formatMoment(payout.bookedAt) : text("payouts.notYet"),
          ],
          [text("payouts.reference"), <code key="id">{payout.payoutId.slice(2)}</code>],
          [text("payouts.bankNumber"), payout.bankPaymentId ?? text("payouts.notYet")],
        ]}
      />
      {entries.length > 0 && (
        <>
          <h3>{text("payouts.entries")}</h3>
          <ul class="list small">
            {entries.map((entry) => (
              <li key={entry.entryId} class="row row-apart">
                <span>
                  {text(`payouts.entry.${entry.kind}`)}
                  {entry.returnReason ? ` (${entry.returnReason})` : ""}
                  {entry.status === "pending" ? `, ${text("payouts.entry.pending")}` : ""}
                </span>
                <span>{formatCents(BigInt(entry.amountCents))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{text.count("payouts.items", items.length)}</h3>
      <ul class="list small">
        {shown.map((item) => (
          <li key={`${item.paymentId}${item.kind}${item.at}`} class="row row-apart">
            <span>
              {formatMoment(item.at)} {text(`payouts.item.${item.kind}`)}
            </span>
            <span>{formatCents(BigInt(item.amountCents))}</span>
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <p class="soft small">
          {text("payouts.items.more", { count: items.length - shown.length })}
        </p>
      )}
      {mayDecide && payout.decisions.length > 0 && (
        <div class="row dialog-actions">
          {payout.decisions.map((choice) => (
            <Button
              key={choice}
              look={choice === "not-paid" ? "danger" : "second"}
              onPress={() => onChoose(choice)}
              testId={`decide-${choice}`}
            >
              {text(`payouts.decide.${choice}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function DecideDialog(props: {
  schemeId: Hex;
  payout: TreasuryPayout;
  choice: Choice;
  onClose: () => void;
}) {
  const { schemeId, payout, choice } = props;
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const needsReason = choice === "not-paid" || choice === "paid";
  const make = () => {
    if (needsReason && reason.trim() === "") {
      setMissing(true);
      return null;
    }
    if (choice !== "open") {
      return decision(desk, { schemeId, subjectId: payout.payoutId, decision: choice, reason });
    }
    const { shopId, payoutId } = payout;
    const amountCents = BigInt(payout.amountCents);
    const command = commands.openPayout({ schemeId, shopId, payoutId, amountCents });
    return sign(desk, command).then((request) => ({
      path: `/schemes/${schemeId}/payouts/${payoutId}/opening`,
      body: { request },
    }));
  };
  return (
    <ActDialog
      title={text(`payouts.decide.${choice}`)}
      confirm={text(`payouts.decide.${choice}`)}
      isFinal={choice !== "look-again"}
      isDangerous={choice === "not-paid"}
      make={make}
      said={text("payouts.decided")}
      onClose={props.onClose}
      testId="decide-dialog"
    >
      <p>{text(`payouts.decide.${choice}.what`)}</p>
      <Facts
        facts={[
          [text("payouts.shop"), payout.shopName],
          [text("payouts.amount"), formatCents(BigInt(payout.amountCents))],
        ]}
      />
      {needsReason && (
        <Field
          label={text("payouts.reason")}
          hint={text("payouts.reason.hint")}
          value={reason}
          onInput={(value) => {
            setReason(value);
            setMissing(false);
          }}
          error={isMissing ? text("payouts.reason.missing") : undefined}
          testId="decide-reason"
        />
      )}
    </ActDialog>
  );
}
