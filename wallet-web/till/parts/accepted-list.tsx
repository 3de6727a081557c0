// What was accepted without a connection, and what became of each: paid, not yet, or refused and for whom.
import { Amount } from "../../shared/components/amount.tsx";
import { Icon, type IconName } from "../../shared/components/icon.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { useStore } from "../../shared/store.ts";
import type { AcceptedCharge } from "../model/offline/queue.ts";
import { t } from "../texts.ts";
import { RefusalSentence } from "./refusal-sentence.tsx";
import { useTill } from "./use-till.ts";

export function AcceptedList() {
  const accepted = useStore(useTill().accepted);
  if (accepted.length === 0) return null;
  return (
    <section class="stack stack-tight" aria-labelledby="accepted-title">
      <h2 id="accepted-title">{t("accepted.list")}</h2>
      <ul class="list" data-testid="accepted-list">
        {accepted.map((charge) => (
          <li key={charge.paymentId}>
            <Row charge={charge} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const LOOKS: Record<AcceptedCharge["end"]["kind"], { icon: IconName; look: string }> = {
  waiting: { icon: "clock", look: "list-icon list-icon-warn" },
  paid: { icon: "check", look: "list-icon list-icon-good" },
  refused: { icon: "close", look: "list-icon list-icon-bad" },
};

function Row({ charge }: { charge: AcceptedCharge }) {
  const { end } = charge;
  const { icon, look } = LOOKS[end.kind];
  return (
    <div class="list-row" data-testid={`accepted-${end.kind}`} data-payment={charge.paymentId}>
      <span class={look}>
        <Icon name={icon} />
      </span>
      <span class="list-main">
        <span class="strong">{t(`accepted.end.${end.kind}`)}</span>
        <span class="soft small">{formatMoment(charge.acceptedAt)}</span>
        {end.kind === "refused" && (
          <>
            <RefusalSentence code={end.code} params={end.params} />
            <span class="small strong">{t(`accepted.bears.${end.carrier}`)}</span>
          </>
        )}
      </span>
      <Amount cents={charge.body.charge.amountCents} />
    </div>
  );
}
