// What earlier customers left open, above the next one's amount: charges that aren't sure, requests that can still be paid,
// payments that came afterwards, and what is accepted but not sent.
import { Button, ButtonLink } from "../../../shared/components/button.tsx";
import { Notice } from "../../../shared/components/notice.tsx";
import { formatTime } from "../../../shared/dates.ts";
import { formatCents } from "../../../shared/money.ts";
import { pathTo } from "../../../shared/router.ts";
import { useStore } from "../../../shared/store.ts";
import type { PendingCharge } from "../../model/charge.ts";
import { isWaiting } from "../../model/offline/queue.ts";
import { useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";

export function OpenEnds({ onLook }: { onLook: (pending: PendingCharge) => void }) {
  return (
    <>
      <Late />
      <Unsure onLook={onLook} />
      <Left />
      <Unsent />
    </>
  );
}

const sumOf = (charges: readonly { amountCents: bigint }[]) =>
  formatCents(charges.reduce((sum, { amountCents }) => sum + amountCents, 0n));

/** Charges that the cashier stopped waiting for. */
function Unsure({ onLook }: { onLook: (pending: PendingCharge) => void }) {
  const pending = useStore(useTill().pending);
  if (pending.length === 0) return null;
  const amount = sumOf(pending.map(({ body }) => body.charge));
  return (
    <Notice call kind="warn" title={t.count("unsure.title", pending.length)} testId="unsure">
      <p>{t.count("unsure.text", pending.length, { amount })}</p>
      <div class="stack stack-tight">
        {pending.map((one) => (
          <Button key={one.paymentId} look="second" onPress={() => onLook(one)}>
            {t("unsure.look", {
              amount: formatCents(one.body.charge.amountCents),
              time: formatTime(one.startedAt),
            })}
          </Button>
        ))}
      </div>
    </Notice>
  );
}

/** Requests that the till no longer shows, and couldn't take back yet. */
function Left() {
  const requests = useStore(useTill().requests);
  if (requests.length === 0) return null;
  return (
    <Notice call kind="warn" title={t.count("left.title", requests.length)} testId="left">
      <p>{t.count("left.text", requests.length, { amount: sumOf(requests) })}</p>
    </Notice>
  );
}

/** Each by itself: the cashier knows which customer that was. */
function Late() {
  const till = useTill();
  const late = useStore(till.late);
  return late.map(({ paymentId, amountCents, paidAt }) => (
    <Notice
      key={paymentId}
      kind="good"
      title={t("late.title", { amount: formatCents(amountCents) })}
      testId="late"
    >
      <p>{t("late.text", { time: formatTime(paidAt) })}</p>
      <div class="row">
        <Button look="second" testId="late-ok" onPress={() => void till.late.forget(paymentId)}>
          {t("late.ok")}
        </Button>
        <ButtonLink look="quiet" href={pathTo("betaling", paymentId)}>
          {t("late.open")}
        </ButtonLink>
      </div>
    </Notice>
  ));
}

/** What was accepted without a connection and has yet to be sent. */
function Unsent() {
  const waiting = useStore(useTill().accepted).filter(isWaiting);
  if (waiting.length === 0) return null;
  const amount = sumOf(waiting.map(({ body }) => body.charge));
  return (
    <Notice kind="warn" title={t.count("unsent.title", waiting.length)} testId="unsent">
      <p>{t("unsent.text", { amount })}</p>
    </Notice>
  );
}
