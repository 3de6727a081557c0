// Practising before the first customer. Everything here is play: it shows so on every step, and nothing of it reaches key or server.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { TopBar, useFocusOnOpen } from "../../shared/components/layout.tsx";
import { formatCents } from "../../shared/money.ts";
import { goTo } from "../../shared/router.ts";
import {
  LESSONS,
  type Lesson,
  type PracticeCustomer,
  type PracticeResult,
  practise,
  saleOf,
} from "../model/practice.ts";
import { Keypad } from "../parts/keypad.tsx";
import { t } from "../texts.ts";
import { PracticeScan } from "./practice/scan.tsx";

type Step =
  | { kind: "amount" }
  | { kind: "scan" }
  | PracticeResult
  | { kind: "refunded"; cents: bigint };

export function PracticeScreen() {
  const [amount, setAmount] = useState(0n);
  const [step, setStep] = useState<Step>({ kind: "amount" });
  const [done, setDone] = useState<ReadonlySet<Lesson>>(new Set());
  const learn = (lesson: Lesson) => setDone(new Set([...done, lesson]));
  const again = () => {
    setAmount(0n);
    setStep({ kind: "amount" });
  };
  const scanned = (customer: PracticeCustomer) => {
    const result = practise(amount, customer);
    if (result.kind === "taken") learn("charge");
    setStep(result);
  };
  const back = () => (step.kind === "amount" ? goTo([], { replace: true }) : again());
  return (
    <div class="practice" data-testid="practice" data-step={step.kind}>
      <aside class="practice-mark" aria-label={t("practice.title")}>
        {t("practice.mark")}
      </aside>
      <TopBar title={t("practice.title")} onBack={back} />
      <main class="screen" id="main">
        {step.kind === "amount" && (
          <>
            <Lessons done={done} />
            <Keypad
              amountCents={amount}
              onAmount={setAmount}
              onEnter={() => setStep({ kind: "scan" })}
            />
            <Button
              big
              wide
              icon="scan"
              disabled={amount === 0n}
              testId="practice-scan"
              onPress={() => setStep({ kind: "scan" })}
            >
              {t("charge.scan")}
            </Button>
          </>
        )}
        {step.kind === "scan" && <PracticeScan amount={amount} onScanned={scanned} />}
        {step.kind === "less" && (
          <Less
            result={step}
            onTake={() => {
              learn("less");
              setStep({ kind: "taken", sale: saleOf(step.payableCents, step.restCents) });
            }}
            onStop={again}
          />
        )}
        {step.kind === "taken" && (
          <Taken
            sale={step.sale}
            onRefund={() => {
              learn("refund");
              setStep({ kind: "refunded", cents: step.sale.amountCents });
            }}
            onNext={again}
          />
        )}
        {step.kind === "refunded" && (
          <Outcome icon="refund" title={t("practice.refunded")} say={t("practice.refunded.text")}>
            <Amount cents={step.cents} big />
            <Button wide big testId="practice-next" onPress={again}>
              {t("practice.again")}
            </Button>
          </Outcome>
        )}
      </main>
    </div>
  );
}

function Lessons({ done }: { done: ReadonlySet<Lesson> }) {
  return (
    <div class="stack stack-tight">
      <p>{t("practice.what")}</p>
      <ul class="practice-lessons" data-testid="lessons">
        {LESSONS.map((lesson) => (
          <li key={lesson} class={done.has(lesson) ? "strong" : "soft"}>
            <Icon name={done.has(lesson) ? "check" : "next"} size={20} />
            {t(`practice.lesson.${lesson}`)}
            {done.has(lesson) && <span class="unseen">{t("practice.lesson.done")}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome(props: {
  icon: "check" | "euro" | "refund";
  title: string;
  say: string;
  children: ComponentChildren;
}) {
  const heading = useFocusOnOpen<HTMLHeadingElement>(props.title);
  return (
    <div class="stack centre">
      <span class="practice-picture">
        <Icon name={props.icon} size={56} />
      </span>
      <h2 ref={heading} tabIndex={-1}>
        {props.title}
      </h2>
      <p role="status">{props.say}</p>
      {props.children}
    </div>
  );
}

function Less(props: {
  result: Extract<PracticeResult, { kind: "less" }>;
  onTake: () => void;
  onStop: () => void;
}) {
  const { payableCents, restCents } = props.result;
  const payable = formatCents(payableCents);
  return (
    <Outcome
      icon="euro"
      title={t("practice.less")}
      say={t("practice.less.text", { payable, rest: formatCents(restCents) })}
    >
      <Button wide big testId="practice-take-less" onPress={props.onTake}>
        {t("refused.take", { amount: payable })}
      </Button>
      <Button wide look="second" onPress={props.onStop}>
        {t("refused.stop")}
      </Button>
    </Outcome>
  );
}

function Taken(props: {
  sale: Extract<PracticeResult, { kind: "taken" }>["sale"];
  onRefund: () => void;
  onNext: () => void;
}) {
  const { amountCents, restCents } = props.sale;
  return (
    <Outcome icon="check" title={t("practice.taken")} say={t("practice.taken.text")}>
      <Amount cents={amountCents} big testId="practice-amount" />
      {restCents > 0n && <p class="strong">{t("paid.rest", { amount: formatCents(restCents) })}</p>}
      <Button wide big testId="practice-next" onPress={props.onNext}>
        {t("practice.again")}
      </Button>
      <Button wide look="second" icon="refund" testId="practice-refund" onPress={props.onRefund}>
        {t("payment.giveBack")}
      </Button>
    </Outcome>
  );
}
