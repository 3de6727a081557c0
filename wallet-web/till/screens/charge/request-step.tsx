// The other way: the till shows the amount as a QR, the customer confirms on the phone; the till waits for its own server's word.
import { useEffect, useState } from "preact/hooks";
import type { PaymentAnswer } from "../../../shared/api-types.ts";
import { useScreenAwake } from "../../../shared/app/device.ts";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { TopBar } from "../../../shared/components/layout.tsx";
import { Notice, Problem } from "../../../shared/components/notice.tsx";
import { ApiError } from "../../../shared/problem.ts";
import { requestCodeOf } from "../../../shared/protocol/pay-code.ts";
import { formatTypedCode } from "../../../shared/protocol/typed-code.ts";
import { QrImage } from "../../../shared/qr/qr-image.tsx";
import { useStore } from "../../../shared/store.ts";
import {
  askPayment,
  cancelRequest,
  keepAsking,
  lookAtRequest,
  receiptOf,
  type ShownRequest,
  STILL_SHOWN_MS,
} from "../../model/ask.ts";
import { useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";

/** With the live stream up, asking is only for what it might have missed. */
const ASK_MS = { live: 10_000, down: 2_000 } as const;

type Props = { amount: bigint; onLeave: () => void; onPaid: (payment: PaymentAnswer) => void };

export function RequestStep(props: Props) {
  const { shown, error, ended, again } = useShownRequest(props);
  const till = useTill();
  const { leave, isLeaving, hindrance } = useLeaving(ended ? null : shown, props.onLeave);
  const isLive = useStore(till.isLive);
  useScreenAwake();
  return (
    <>
      <TopBar title={t("request.title")} onBack={leave} />
      <main class="screen" id="main">
        <div class="request-frame">
          <Amount cents={props.amount} big testId="request-amount" />
          {shown && !ended && (
            <QrImage text={shown.qr} label={t("request.qr")} testId="request-qr" />
          )}
          {shown && !ended && (
            <p class="centre">
              <span class="soft small">{t("request.code")}</span>
              <br />
              <span class="spelled" data-testid="request-code">
                {formatTypedCode(requestCodeOf(shown.request.requestId))}
              </span>
            </p>
          )}
          {!shown && !error && <div class="qr qr-empty" aria-busy="true" />}
          {shown && !ended && (
            <p class="strong" role="status">
              {isLive ? t("request.say") : t("request.slow")}
            </p>
          )}
        </div>
        <Problem error={error} />
        <Hindrance error={hindrance} />
        {ended && (
          <Notice call kind="warn" title={t(`request.${ended}.title`)} testId={`request-${ended}`}>
            <p>{t(`request.${ended}.todo`)}</p>
          </Notice>
        )}
        <div class="push stack stack-tight">
          {(ended || error !== null) && (
            <Button wide big icon="qr" onPress={again}>
              {t("request.again")}
            </Button>
          )}
          <Button wide look="second" busy={isLeaving} testId="cancel-request" onPress={leave}>
            {ended ? t("request.back") : t("request.cancel")}
          </Button>
        </div>
      </main>
    </>
  );
}

/** Why the request can't be left now. */
function Hindrance({ error }: { error: unknown }) {
  if (!(error instanceof ApiError && error.code === "payment-request-closed")) {
    return <Problem error={error} />;
  }
  return (
    <Notice call kind="warn" title={t("request.paying.title")} testId="request-paying">
      <p>{t("request.paying.todo")}</p>
    </Notice>
  );
}

/** @param open What a customer can still pay; null when nobody can. */
function useLeaving(open: ShownRequest | null, onLeave: () => void) {
  const till = useTill();
  const [isLeaving, setLeaving] = useState(false);
  const [hindrance, setHindrance] = useState<unknown>(null);
  const leave = async () => {
    setLeaving(true);
    setHindrance(null);
    try {
      if (open) await cancelRequest(till, open.request.requestId);
    } catch (cause) {
      // What isn't known stays kept: the till goes on taking it back, and says so.
      if (!(cause instanceof ApiError && cause.isUncertain)) {
        setHindrance(cause);
        return setLeaving(false);
      }
    }
    onLeave();
  };
  return { leave: () => void leave(), isLeaving, hindrance };
}

type Ended = "expired" | "cancelled";

function useShownRequest({ amount, onPaid }: Props) {
  const till = useTill();
  const [shown, setShown] = useState<ShownRequest | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [ended, setEnded] = useState<Ended | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    setShown(null);
    setEnded(null);
    setError(null);
    const asked = askPayment(till, amount);
    asked.then(
      (made) => isCurrent && setShown(made),
      (cause: unknown) => isCurrent && setError(cause),
    );
    return () => {
      isCurrent = false;
      // However the screen was left. What couldn't be asked needs no taking back.
      void asked.then(
        ({ leave }) => leave(),
        () => undefined,
      );
    };
  }, [till, amount, turn]);
  const isLive = useStore(till.isLive);
  const payments = useStore(till.payments);
  const requestId = shown?.request.requestId;
  useEffect(() => {
    if (!requestId || ended) return;
    let isCurrent = true;
    const look = async () => {
      const request = await lookAtRequest(till, requestId).catch(() => null);
      if (!request || !isCurrent) return;
      if (request.state === "open") return;
      if (request.state !== "paid") {
        await till.requests.forget(requestId);
        return setEnded(request.state);
      }
      const payment = await receiptOf(till, request);
      await till.requests.forget(requestId);
      onPaid(payment);
    };
    void look();
    const timer = setInterval(() => void look(), isLive ? ASK_MS.live : ASK_MS.down);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
    // A new payment in the list, heard live, is a reason to look at once.
  }, [till, requestId, ended, isLive, payments]);
  useEffect(() => {
    if (!shown || ended) return;
    const timer = setInterval(() => {
      // What can't be sent now is sent with the next; until then there's time enough.
      if (!document.hidden) keepAsking(till, shown.request).catch(() => undefined);
    }, STILL_SHOWN_MS);
    return () => clearInterval(timer);
  }, [till, shown, ended]);
  return { shown, error, ended, again: () => setTurn(turn + 1) };
}
