// Charging, from the amount to the result. One screen with steps, so that the amount stays in sight and nothing half-done is lost.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { prepareSound } from "../../shared/app/device.ts";
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
import { useTill } from "../parts/use-till.ts";
import { AmountStep } from "./charge/amount-step.tsx";
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
  | ChargeResult;

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
      return <SendingStep amount={charge.sent} isSlow={step.isSlow} onStop={charge.stop} />;
    case "paid":
      return <PaidStep payment={step.payment} onNext={restart} />;
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
    const before = new Set(till.payments.get().map(({ paymentId }) => paymentId));
    const endWatching = till.payments.follow((payments) => {
      const payment = payments.find((one) => isMadeBy(pending, one) && !before.has(one.paymentId));
      if (!payment || stopped.signal.aborted) return;
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
    const error = navigator.onLine
      ? refusalOnSight(signed, amountCents)
      : new ApiError({ code: "offline", status: 0 });
    if (error) return setStep({ kind: "refused", error, signed, amountCents });
    try {
      await follow(await prepareCharge(till, signed, { amountCents, askedCents }));
    } catch (cause) {
      const unexpected = new ApiError({ code: "unexpected", status: 409, cause });
      setStep({ kind: "refused", error: unexpected, signed, amountCents });
    }
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
    look: () => {
      if (kept) void follow(kept);
    },
    stop: () => {
      waiting.current?.abort();
      restart();
    },
  };
}
