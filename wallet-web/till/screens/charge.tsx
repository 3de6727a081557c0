// Charging, from the amount to the result. One screen with steps, so that the amount stays in sight and nothing half-done is lost.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { prepareSound } from "../../shared/app/device.ts";
import { toast } from "../../shared/components/toast.tsx";
import { ApiError } from "../../shared/problem.ts";
import type { SignedAuthorisation } from "../../shared/protocol/qr-payload.ts";
import { useStore } from "../../shared/store.ts";
import {
  type ChargeResult,
  isMadeBy,
  type PendingCharge,
  prepareCharge,
  refusalOnSight,
  sendCharge,
} from "../model/charge.ts";
import { type Acceptance, acceptInstead, acceptOffline } from "../model/offline/queue.ts";
import type { Till } from "../model/till.ts";
import { useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";
import { AcceptedStep } from "./charge/accepted-step.tsx";
import { AmountStep } from "./charge/amount-step.tsx";
import { NotAcceptedStep } from "./charge/not-accepted-step.tsx";
import { PaidStep } from "./charge/paid-step.tsx";
import { RefusedStep } from "./charge/refused-step.tsx";
import { RequestStep } from "./charge/request-step.tsx";
import { ScanStep } from "./charge/scan-step.tsx";
import { SendingStep } from "./charge/sending-step.tsx";

type Step =
  | { kind: "amount"; scanned: SignedAuthorisation | null }
  | { kind: "scan" }
  | { kind: "request" }
  | { kind: "sending"; isSlow: boolean }
  | ChargeResult
  | Acceptance;

/** A charge takes less than a second; after this the cashier should know that it isn't sure yet. */
const SLOW_MS = 3_000;

/** @param props.places The way to the till's other screens; gone while a customer is being served. */
export function ChargeScreen({ places }: { places: ComponentChildren }) {
  const charge = useCharge();
  const { step, amount, setAmount, setStep, restart } = charge;
  switch (step.kind) {
    case "amount":
      return (
        <AmountStep
          places={places}
          amount={amount}
          onAmount={setAmount}
          scanned={step.scanned}
          onForget={() => setStep({ kind: "amount", scanned: null })}
          onScan={() => {
            prepareSound();
            setStep({ kind: "scan" });
          }}
          onCharge={(scanned) => charge.send(scanned, amount)}
          onRequest={() => setStep({ kind: "request" })}
          onLook={charge.look}
        />
      );
    case "scan":
      return (
        <ScanStep
          amount={amount}
          onBack={() => setStep({ kind: "amount", scanned: null })}
          onScanned={(scanned) => {
            if (amount === 0n) setStep({ kind: "amount", scanned });
            else charge.send(scanned, amount);
          }}
        />
      );
    case "request":
      return (
        <RequestStep
          amount={amount}
          onLeave={() => setStep({ kind: "amount", scanned: null })}
          onPaid={(payment) => setStep({ kind: "paid", payment })}
        />
      );
    case "sending":
      return (
        <SendingStep
          amount={charge.sent}
          isSlow={step.isSlow}
          onStop={charge.stop}
          onAccept={charge.acceptPending}
        />
      );
    case "paid":
      return <PaidStep payment={step.payment} onNext={restart} />;
    case "accepted":
      return <AcceptedStep charge={step.charge} onNext={restart} />;
    case "not-accepted":
      return (
        <NotAcceptedStep why={step.why} onScan={() => setStep({ kind: "scan" })} onStop={restart} />
      );
    case "refused":
      return (
        <RefusedStep
          result={step}
          onLess={(less) => charge.send(step.signed, less, step.amountCents)}
          onScan={() => setStep({ kind: "scan" })}
          onStop={restart}
        />
      );
  }
}

function useCharge() {
  const till = useTill();
  const [amount, setAmount] = useState(0n);
  const [sent, setSent] = useState(0n);
  const [step, setStep] = useState<Step>({ kind: "amount", scanned: null });
  const waiting = useRef<AbortController | null>(null);
  const kept = useStore(till.pending);
  const { kind } = step;
  useEffect(() => scrollTo(0, 0), [kind]);

  const restart = () => {
    setAmount(0n);
    setStep({ kind: "amount", scanned: null });
  };

  const follow = async (pending: PendingCharge) => {
    const stopped = new AbortController();
    waiting.current = stopped;
    const endWatching = watchFor(till, pending, (payment) => {
      if (stopped.signal.aborted) return;
      stopped.abort();
      setStep({ kind: "paid", payment });
    });
    const beSlow = () => setStep({ kind: "sending", isSlow: true });
    const timer = setTimeout(beSlow, SLOW_MS);
    setSent(pending.body.charge.amountCents);
    setStep({ kind: "sending", isSlow: false });
    try {
      const result = await sendCharge(till, pending, {
        signal: stopped.signal,
        onUncertain: beSlow,
      });
      if (!stopped.signal.aborted) setStep(result);
    } catch (error) {
      // Stopped by the cashier: the charge stays in the list of what isn't sure yet.
      if (!stopped.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      endWatching();
    }
  };

  const send = async (signed: SignedAuthorisation, amountCents: bigint, askedCents: bigint) => {
    try {
      const end = await endUnsent(till, signed, amountCents);
      if (end) return setStep(end);
      await follow(await prepareCharge(till, signed, { amountCents, askedCents }));
    } catch (cause) {
      const unexpected = new ApiError({ code: "unexpected", status: 409, cause });
      setStep({ kind: "refused", error: unexpected, signed, amountCents });
    }
  };

  const acceptPending = async (pending: PendingCharge) => {
    waiting.current?.abort();
    const result = await acceptInstead(till, pending);
    if (result.kind === "accepted") return setStep(result);
    // Of what was sent already nobody can say that nothing was paid.
    toast(t(`notAccepted.${result.why}`));
    await follow(pending);
  };

  // A till that was closed in the middle of a charge goes on with it before anything else.
  useEffect(() => {
    if (kept && !till.hasResumed) void follow(kept);
    till.hasResumed = true;
    return () => waiting.current?.abort();
  }, []);

  return {
    step,
    setStep,
    amount,
    setAmount,
    sent,
    restart,
    send: (signed: SignedAuthorisation, amountCents: bigint, askedCents = amountCents) =>
      void send(signed, amountCents, askedCents),
    look: () => kept && void follow(kept),
    acceptPending: () => kept && void acceptPending(kept),
    stop: () => {
      waiting.current?.abort();
      restart();
    },
  };
}

/** How it ends without being sent: accepted or not for want of a connection, or refused on sight; null when it is to be sent. */
async function endUnsent(
  till: Till,
  signed: SignedAuthorisation,
  amountCents: bigint,
): Promise<Step | null> {
  if (!navigator.onLine) return acceptOffline(till, signed, amountCents);
  const error = refusalOnSight(signed, amountCents);
  return error && { kind: "refused", error, signed, amountCents };
}

/** Hears of the payment from the live stream too; one that was there before is another sale's. Gives the function that ends it. */
function watchFor(
  till: Till,
  pending: PendingCharge,
  onPaid: (payment: PaymentAnswer) => void,
): () => void {
  const before = new Set(till.payments.get().map(({ paymentId }) => paymentId));
  return till.payments.follow((payments) => {
    const payment = payments.find((one) => isMadeBy(pending, one) && !before.has(one.paymentId));
    if (payment) onPaid(payment);
  });
}
