// What a family asked about its payments, each with the payment it is about, and the field to answer it.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { LONGEST_QUESTION } from "../../shared/protocol/questions.ts";
import { shortCode } from "../../shared/short-code.ts";
import type { Household } from "../app/answers.ts";
import { useRole, useScheme } from "../app/context.ts";
import { useAct } from "../app/use-act.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";

type Question = Household["questions"][number];

export function Questions(props: { questions: readonly Question[]; onAnswered: () => void }) {
  const { schemeId } = useScheme();
  const mayAnswer = useRole("validator");
  return (
    <>
      {props.questions.map((question) => (
        <Notice
          key={question.paymentId}
          kind={question.answer === null ? "warn" : "good"}
          title={text(`question.kind.${question.kind}`)}
          testId="question"
        >
          {question.note && <p class="own-words">{question.note}</p>}
          <p class="small">{aboutOf(question)}</p>
          {question.answer !== null && (
            <p class="own-words">{text("question.answered", { answer: question.answer })}</p>
          )}
          {question.answer === null && mayAnswer && schemeId && (
            <AnswerForm schemeId={schemeId} question={question} onDone={props.onAnswered} />
          )}
        </Notice>
      ))}
    </>
  );
}

const aboutOf = ({ child, shopName, amountCents, paidAt, paymentId, askedAt }: Question) =>
  text("question.about", {
    number: child,
    shop: shopName,
    amount: formatCents(BigInt(amountCents)),
    when: formatMoment(paidAt),
    code: shortCode(paymentId),
    asked: formatMoment(askedAt),
  });

function AnswerForm(props: { schemeId: Hex; question: Question; onDone: () => void }) {
  const { schemeId, question } = props;
  const [answer, setAnswer] = useState("");
  const [isMissing, setMissing] = useState(false);
  const act = useAct(props.onDone);
  const send = (event: Event) => {
    event.preventDefault();
    setMissing(answer.trim() === "");
    if (answer.trim() === "") return;
    const path = `/schemes/${schemeId}/questions/${question.paymentId}/answer`;
    void act.run(async () => ({ path, body: { answer } }));
  };
  return (
    <form class="stack stack-tight" onSubmit={send} noValidate>
      <Field
        label={text("question.answer")}
        hint={text("question.answer.hint")}
        value={answer}
        maxLength={LONGEST_QUESTION}
        onInput={(value) => {
          setAnswer(value);
          setMissing(false);
        }}
        error={isMissing ? text("question.answer.missing") : null}
        testId="question-answer"
      />
      <DeskProblem error={act.error} isUncertain={act.isUncertain} />
      <div class="row">
        <Button type="submit" look="second" busy={act.busy} testId="question-send">
          {text("question.send")}
        </Button>
      </div>
    </form>
  );
}
