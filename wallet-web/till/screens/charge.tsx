// Charging, from the amount to the result. One screen with steps, so that the amount stays in sight and nothing half-done is lost.
import type { ComponentChildren } from "preact";
import { prepareSound } from "../../shared/app/device.ts";
import { lazy } from "../../shared/app/lazy.tsx";
import { ApiError } from "../../shared/problem.ts";
import { AcceptedStep } from "./charge/accepted-step.tsx";
import { AmountStep } from "./charge/amount-step.tsx";
import { NotAcceptedStep } from "./charge/not-accepted-step.tsx";
import { PaidStep } from "./charge/paid-step.tsx";
import { RefusedStep } from "./charge/refused-step.tsx";
import { RequestStep } from "./charge/request-step.tsx";
import { ScanStep } from "./charge/scan-step.tsx";
import { SendingStep } from "./charge/sending-step.tsx";
import { type Charging, type Step, useCharge } from "./charge/use-charge.ts";

/** With the arithmetic of cards: only who takes one needs it. */
const CardStep = lazy(async () => (await import("./card/card-step.tsx")).CardStep);

type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** @param props.places The way to the till's other screens; gone while a customer is being served. */
export function ChargeScreen({ places }: { places: ComponentChildren }) {
  const charge = useCharge();
  const { step, amount, setStep, restart } = charge;
  switch (step.kind) {
    case "amount":
      return <Start places={places} charge={charge} step={step} />;
    case "scan":
      return <Scan charge={charge} />;
    case "request":
      return (
        <RequestStep
          amount={amount}
          onLeave={() => setStep({ kind: "amount", scanned: null })}
          onPaid={(payment) => setStep({ kind: "paid", payment })}
        />
      );
    case "card":
      return <Card charge={charge} step={step} />;
    case "sending":
      return (
        <SendingStep
          amount={step.pending.body.charge.amountCents}
          isSlow={step.isSlow}
          onStop={charge.stop}
          onAccept={charge.acceptOf(step.pending)}
        />
      );
    case "paid":
      return <PaidStep payment={step.payment} onNext={restart} />;
    case "accepted":
      return <AcceptedStep charge={step.charge} onNext={restart} />;
    case "not-accepted":
      return (
        <NotAcceptedStep
          why={step.why}
          amountCents={amount}
          onLess={(less) => charge.send(step.signed, less, amount)}
          onScan={() => setStep({ kind: "scan" })}
          onStop={restart}
        />
      );
    case "refused":
      return <Refused charge={charge} step={step} />;
  }
}

function Start(props: { places: ComponentChildren; charge: Charging; step: StepOf<"amount"> }) {
  const { charge, step } = props;
  const { amount, card, setStep } = charge;
  return (
    <AmountStep
      places={props.places}
      amount={amount}
      onAmount={charge.setAmount}
      scanned={step.scanned}
      hasCard={card.code !== null}
      isCardEnding={card.isEnding}
      onForget={() => {
        card.set(null);
        setStep({ kind: "amount", scanned: null });
      }}
      onScan={() => {
        prepareSound();
        setStep({ kind: "scan" });
      }}
      onCharge={() => {
        prepareSound();
        if (step.scanned) charge.send(step.scanned, amount);
        else askPin(charge, amount);
      }}
      onRequest={() => setStep({ kind: "request" })}
      onLook={charge.look}
    />
  );
}

function askPin({ setStep }: Charging, amountCents: bigint, askedCents = amountCents): void {
  // A card needs the server: without internet there's nothing to type a PIN for.
  const error = navigator.onLine ? null : new ApiError({ code: "offline", status: 0 });
  if (error) setStep({ kind: "refused", error, signed: null, amountCents });
  else setStep({ kind: "card", wrongPin: null, amountCents, askedCents });
}

function Scan({ charge }: { charge: Charging }) {
  const { amount, card, setStep } = charge;
  const back = () => setStep({ kind: "amount", scanned: null });
  return (
    <ScanStep
      amount={amount}
      onBack={back}
      onRequest={() => setStep({ kind: "request" })}
      onScanned={(scanned) => {
        if (amount === 0n) setStep({ kind: "amount", scanned });
        else charge.send(scanned, amount);
      }}
      onCard={(code) => {
        card.set(code);
        if (amount === 0n) back();
        else askPin(charge, amount);
      }}
    />
  );
}

function Card({ charge, step }: { charge: Charging; step: StepOf<"card"> }) {
  const { card } = charge;
  const { amountCents, askedCents } = step;
  if (card.code === null) return null;
  return (
    <CardStep
      code={card.code}
      amountCents={amountCents}
      askedCents={askedCents}
      wrongPin={step.wrongPin}
      isEnding={card.isEnding}
      onSigned={(pending) => charge.follow(pending, askedCents)}
      onRefused={(error) => charge.setStep({ kind: "refused", error, signed: null, amountCents })}
      onCancel={charge.restart}
    />
  );
}

function Refused({ charge, step }: { charge: Charging; step: StepOf<"refused"> }) {
  const { card, setStep } = charge;
  const { signed, amountCents } = step;
  const scanAgain = () => {
    card.set(null);
    setStep({ kind: "scan" });
  };
  return (
    <RefusedStep
      result={step}
      onLess={(less) => {
        if (signed) return charge.send(signed, less, amountCents);
        if (card.code !== null) return askPin(charge, less, amountCents);
        charge.setAmount(less);
        scanAgain();
      }}
      onScan={scanAgain}
      onStop={charge.restart}
    />
  );
}
