// "This isn't right": a question to the municipality about one payment, and how far it is.

import { useEffect, useState } from "preact/hooks";
import type { PaymentAnswer, QuestionAnswer } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { TextArea } from "../../shared/components/field.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { formatMoment } from "../../shared/dates.ts";
import {
  LONGEST_QUESTION,
  QUESTION_KINDS,
  type QuestionKind,
} from "../../shared/protocol/questions.ts";
import { shortCode } from "../../shared/short-code.ts";
import { askQuestion, findQuestion } from "../model/questions.ts";
import { t } from "../texts.ts";
import { useFamily } from "./use-family.ts";

export function PaymentQuestion({ payment }: { payment: PaymentAnswer }) {
  const family = useFamily();
  const { paymentId, beneficiaryId } = payment;
  /** Undefined until it is known whether there is one. */
  const [question, setQuestion] = useState<QuestionAnswer | null | undefined>(undefined);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    findQuestion(family, { paymentId, beneficiaryId }).then(setQuestion, () => {
      // Without a connection the way to the shop and the telephone is still told.
    });
  }, [family, paymentId, beneficiaryId]);
  if (question) return <Asked question={question} />;
  return (
    <>
      <Notice call title={t("receipt.wrong.title")}>
        <p>{t("receipt.wrong.todo", { code: shortCode(paymentId) })}</p>
        {question === null && (
          <Button look="second" testId="ask" onPress={() => setAsking(true)}>
            {t("question.open")}
          </Button>
        )}
      </Notice>
      {isAsking && (
        <QuestionDialog
          paymentId={paymentId}
          onClose={() => setAsking(false)}
          onAsked={(asked) => {
            setQuestion(asked);
            setAsking(false);
            toast(t("question.sent.title"));
          }}
        />
      )}
    </>
  );
}

function Asked({ question }: { question: QuestionAnswer }) {
  const { kind, note, askedAt, answer, answeredAt } = question;
  return (
    <section class="card stack stack-tight" data-testid="asked">
      <div class="row row-apart">
        <h2 class="card-title">{t("question.yours")}</h2>
        <Tag kind={answer === null ? "warn" : "good"}>
          {answer === null ? t("question.waiting") : t("question.answered")}
        </Tag>
      </div>
      <p class="strong">{t(`question.kind.${kind}`)}</p>
      {note && <p class="own-words">{note}</p>}
      <p class="soft small">{t("question.sentAt", { moment: formatMoment(askedAt) })}</p>
      {answer === null ? (
        <>
          <p>{t("question.wait")}</p>
          <CallLink />
        </>
      ) : (
        <div class="notice notice-good" data-testid="answer">
          <div class="notice-body">
            <p class="notice-title">{t("question.answerOf")}</p>
            <p class="own-words">{answer}</p>
            {answeredAt !== null && <p class="soft small">{formatMoment(answeredAt)}</p>}
          </div>
        </div>
      )}
    </section>
  );
}

function QuestionDialog(props: {
  paymentId: string;
  onClose: () => void;
  onAsked: (question: QuestionAnswer) => void;
}) {
  const family = useFamily();
  const [kind, setKind] = useState<QuestionKind | null>(null);
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<"kind" | "note" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    if (kind === null) return setTrouble("kind");
    if (kind === "other" && note.trim() === "") return setTrouble("note");
    setBusy(true);
    setError(null);
    try {
      props.onAsked(await askQuestion(family, props.paymentId, { kind, note }));
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("question.title")} onClose={props.onClose} testId="question-dialog">
      <form class="stack" noValidate onSubmit={(event) => void send(event)}>
        <fieldset class="stack stack-tight">
          <legend class="unseen">{t("question.title")}</legend>
          {QUESTION_KINDS.map((one) => (
            <label key={one} class="choice">
              <input
                type="radio"
                name="kind"
                checked={kind === one}
                onChange={() => {
                  setKind(one);
                  setTrouble(null);
                }}
              />
              <span class="list-main">{t(`question.kind.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        {trouble === "kind" && (
          <p class="field-error" role="alert">
            <Icon name="alert" size={18} />
            {t("question.choose")}
          </p>
        )}
        <TextArea
          label={t("question.note")}
          hint={t("question.note.hint", { limit: LONGEST_QUESTION })}
          value={note}
          maxLength={LONGEST_QUESTION}
          onInput={(value) => {
            setNote(value);
            setTrouble(null);
          }}
          error={trouble === "note" ? t("question.note.missing") : null}
          testId="question-note"
        />
        <Problem error={error} />
        <Button type="submit" wide busy={isBusy} testId="question-send">
          {t("question.send")}
        </Button>
      </form>
    </Dialog>
  );
}
