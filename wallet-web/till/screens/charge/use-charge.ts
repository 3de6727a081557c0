// What happens to one customer's payment, step by step: a cheque or a card, sent until its result is known.
import { useEffect, useRef, useState } from "preact/hooks";
import { toastProblem } from "../../../shared/components/toast.tsx";
import { ApiError, loadSentences } from "../../../shared/problem.ts";
import type { SignedAuthorisation } from "../../../shared/protocol/qr-payload.ts";
import {
  type ChargeResult,
  type ChequeBody,
  isCheque,
  type PendingCharge,
  prepareCharge,
  refusalOnSight,
  sendCharge,
} from "../../model/charge.ts";
import { isMadeBy } from "../../model/late.ts";
import { type Acceptance, acceptInstead, acceptOffline } from "../../model/offline/queue.ts";
import type { Till } from "../../model/till.ts";
import { useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";
import { useCardCode } from "./use-card-code.ts";

/** What is paid now, and what was to be paid in all. */
export type Amounts = { amountCents: bigint; askedCents: bigint };

export type Step =
  | { kind: "amount"; scanned: SignedAuthorisation | null }
  | { kind: "scan" }
  | { kind: "request" }
  | ({ kind: "card"; wrongPin: ApiError | null } & Amounts)
  | { kind: "sending"; pending: PendingCharge; isSlow: boolean }
  | ChargeResult
  | Extract<Acceptance, { kind: "accepted" }>
  /** With the cheque: of what was too much a part may still be accepted. */
  | (Extract<Acceptance, { kind: "not-accepted" }> & { signed: SignedAuthorisation });

export type Charging = ReturnType<typeof useCharge>;

/** A charge takes less than a second; after this the cashier should know that it isn't sure yet. */
const SLOW_MS = 3_000;

export function useCharge() {
  const till = useTill();
  const [amount, setAmount] = useState(0n);
  const [step, setStep] = useState<Step>({ kind: "amount", scanned: null });
  const { kind } = step;
  const shown = useRef(step);
  shown.current = step;
  useEffect(() => scrollTo(0, 0), [kind]);
  const card = useCardCode((why) => {
    const before = shown.current;
    // What was sent goes on: it holds neither code nor PIN.
    if (before.kind === "sending") return;
    if (why === "hidden") return setStep({ kind: "amount", scanned: null });
    const error = new ApiError({ code: "card-attempt-ended", status: 409 });
    const late = { kind: "refused", error, signed: null, amountCents: amount } as const;
    // Until its sentence is there the cashier may have gone on: then that stands.
    void loadSentences().then(() => setStep((now) => (now === before ? late : now)));
  });
  const toAmount = () => {
    card.set(null);
    setAmount(0n);
    setStep({ kind: "amount", scanned: null });
  };
  const end = (result: ChargeResult, askedCents: bigint) => {
    const isWrongPin = result.kind === "refused" && result.error.code === "card-pin-wrong";
    if (isWrongPin && card.now() !== null) {
      const { amountCents, error } = result;
      return setStep({ kind: "card", wrongPin: error, amountCents, askedCents });
    }
    if (result.kind === "paid") card.set(null);
    setStep(result);
  };
  const { follow, stop } = useSending({ till, setStep, end });
  const resume = () => {
    const unsure = takeUnresumed(till);
    if (unsure) void follow(unsure);
  };
  // A till that was closed in the middle of charges goes on with each of them before anything else.
  useEffect(() => {
    resume();
    return stop;
  }, []);
  const restart = () => {
    toAmount();
    resume();
  };
  const acceptPending = async (pending: PendingCharge<ChequeBody>) => {
    stop();
    const result = await acceptInstead(till, pending);
    if (result.kind === "accepted") return setStep(result);
    // Of what was sent already nobody can say that nothing was paid.
    toastProblem(t(`notAccepted.${result.why}`));
    await follow(pending);
  };
  return {
    ...{ step, setStep, amount, setAmount, restart, card },
    /** Null of a card: the server has to sign too, so without it nothing can be accepted. */
    acceptOf: (pending: PendingCharge) =>
      hasCheque(pending) ? () => void acceptPending(pending) : null,
    /** Sends what a card signed. */
    follow: (pending: PendingCharge, askedCents: bigint) =>
      void follow(pending, askedCents).catch((cause: unknown) => {
        const error = new ApiError({ code: "unexpected", status: 409, cause });
        const { amountCents } = pending.body.charge;
        setStep({ kind: "refused", error, signed: null, amountCents });
      }),
    send: (signed: SignedAuthorisation, amountCents: bigint, askedCents = amountCents) =>
      void send({ till, setStep, follow }, signed, { amountCents, askedCents }),
    /** Goes on with one that the cashier stopped waiting for. */
    look: (pending: PendingCharge) => void follow(pending),
    stop: () => {
      stop();
      toAmount();
    },
  };
}

/** One of before this start, of which the result is still not known. */
function takeUnresumed(till: Till): PendingCharge | null {
  const [next, ...rest] = till.unresumed.filter(({ paymentId }) => till.pending.find(paymentId));
  till.unresumed = rest;
  return next ?? null;
}

const hasCheque = (pending: PendingCharge): pending is PendingCharge<ChequeBody> =>
  isCheque(pending.body);

type Follow = (pending: PendingCharge, askedCents?: bigint) => Promise<void>;

async function send(
  given: { till: Till; setStep: (step: Step) => void; follow: Follow },
  signed: SignedAuthorisation,
  amounts: Amounts,
): Promise<void> {
  const { amountCents, askedCents } = amounts;
  const refuse = (error: ApiError) =>
    given.setStep({ kind: "refused", error, signed, amountCents });
  try {
    if (!navigator.onLine) {
      const result = await acceptOffline(given.till, signed, amountCents);
      return given.setStep(result.kind === "accepted" ? result : { ...result, signed });
    }
    const error = refusalOnSight(signed, amountCents);
    if (error) return refuse(error);
    await given.follow(await prepareCharge(given.till, signed, amounts), askedCents);
  } catch (cause) {
    refuse(new ApiError({ code: "unexpected", status: 409, cause }));
  }
}

/** Sends a charge and follows it: by its answer, or by the list of payments when that is first. */
function useSending(given: {
  till: Till;
  setStep: (step: Step) => void;
  end: (result: ChargeResult, askedCents: bigint) => void;
}) {
  const { till, setStep, end } = given;
  const waiting = useRef<AbortController | null>(null);
  const follow: Follow = async (pending, askedCents = pending.body.charge.amountCents) => {
    const stopped = new AbortController();
    waiting.current = stopped;
    till.watched = pending.paymentId;
    const before = new Set(till.payments.get().map(({ paymentId }) => paymentId));
    const endWatching = till.payments.follow((payments) => {
      const payment = payments.find((one) => isMadeBy(pending, one) && !before.has(one.paymentId));
      if (!payment || stopped.signal.aborted) return;
      stopped.abort();
      end({ kind: "paid", payment }, askedCents);
    });
    const beSlow = () => setStep({ kind: "sending", pending, isSlow: true });
    const timer = setTimeout(beSlow, SLOW_MS);
    setStep({ kind: "sending", pending, isSlow: false });
    try {
      const result = await sendCharge(till, pending, {
        signal: stopped.signal,
        onUncertain: beSlow,
      });
      if (!stopped.signal.aborted) end(result, askedCents);
    } catch (error) {
      // Stopped by the cashier: the charge stays in the list of what isn't sure yet.
      if (!stopped.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      endWatching();
      if (till.watched === pending.paymentId) till.watched = null;
    }
  };
  return { follow, stop: () => waiting.current?.abort() };
}
