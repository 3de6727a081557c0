// Asks for a mark from 1 to 10: a card that can be passed by, and that waits for nobody. It comes when the server says that there
// may be one; what was chosen is kept nowhere on this device.
import { useEffect, useId, useState } from "preact/hooks";
import type { Api } from "../api.ts";
import type { MarkChancesAnswer } from "../api-types.ts";
import { Button } from "../components/button.tsx";
import { Problem } from "../components/notice.tsx";
import type { AppDatabase } from "../database.ts";
import type { Translator } from "../i18n.ts";
import { ApiError } from "../problem.ts";
import type mark from "../translations/nl/mark.json";

export type MarkText = Translator<typeof mark>;

const MARKS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const SKIPPED = "mark-skipped-until";
/** Who would rather not is left alone until next month. */
const SKIP_SECONDS = 31 * 86_400;

type Chance = MarkChancesAnswer["chances"][number];
/** What may be marked, and what is said about it. */
type Question = { chance: Chance; t: MarkText };
type Given = {
  api: Api;
  database: AppDatabase;
  kind: Chance["kind"];
  /** The sentences in the reader's language, fetched when they may be needed. */
  texts: () => Promise<MarkText>;
  /** Unix time in seconds. */
  now: () => number;
};

export function AskMark({ given }: { given: Given }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [isThanked, setThanked] = useState(false);
  useEffect(() => {
    let isGone = false;
    void findQuestion(given).then((found) => {
      if (!isGone) setQuestion(found);
    });
    return () => {
      isGone = true;
    };
  }, []);
  if (!question) return null;
  if (isThanked) {
    return (
      <p class="card mark-card mark-thanks" role="status" data-testid="mark-thanks">
        {question.t("mark.thanks")}
      </p>
    );
  }
  const skip = () => {
    setQuestion(null);
    void given.database.write(SKIPPED, given.now() + SKIP_SECONDS);
  };
  return <Card given={given} question={question} onDone={() => setThanked(true)} onSkip={skip} />;
}

async function findQuestion(given: Given): Promise<Question | null> {
  const { api, database, kind, texts, now } = given;
  try {
    if (((await database.read<number>(SKIPPED)) ?? 0) > now()) return null;
    const { chances } = await api.get<MarkChancesAnswer>("/mark-chances");
    const chance = chances.find((one) => one.kind === kind);
    return chance ? { chance, t: await texts() } : null;
  } catch {
    // No connection: nothing is asked, and nothing is missed.
    return null;
  }
}

function Card(props: { given: Given; question: Question; onDone: () => void; onSkip: () => void }) {
  const { given, onDone } = props;
  const { chance, t } = props.question;
  const [chosen, setChosen] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const titleId = useId();
  const send = async (event: Event) => {
    event.preventDefault();
    if (chosen === null || busy) return;
    setBusy(true);
    setError(null);
    try {
      await given.api.post("/marks", { ...chance, mark: chosen });
      onDone();
    } catch (cause) {
      // An answer that was lost, or another phone of the family: the mark is there.
      if (cause instanceof ApiError && cause.code === "mark-already-given") onDone();
      else setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card mark-card" aria-labelledby={titleId} data-testid="ask-mark">
      <form class="stack stack-tight" onSubmit={(event) => void send(event)}>
        <h2 class="card-title" id={titleId}>
          {t("mark.title")}
        </h2>
        <p class="soft small">{t("mark.why")}</p>
        <Choice t={t} titleId={titleId} chosen={chosen} onChoose={setChosen} />
        <Problem error={error} />
        <div class="row row-apart">
          <Button look="quiet" onPress={props.onSkip} testId="mark-skip">
            {t("mark.skip")}
          </Button>
          {chosen !== null && (
            <Button type="submit" look="second" busy={busy} testId="mark-send">
              {t("mark.send")}
            </Button>
          )}
        </div>
      </form>
    </section>
  );
}

function Choice(props: {
  t: MarkText;
  titleId: string;
  chosen: number | null;
  onChoose: (mark: number) => void;
}) {
  return (
    <div>
      <div class="mark-choice" role="radiogroup" aria-labelledby={props.titleId}>
        {MARKS.map((one) => (
          <label key={one} class="mark-one">
            <input
              type="radio"
              name="mark"
              value={one}
              checked={props.chosen === one}
              onChange={() => props.onChoose(one)}
              data-testid={`mark-${one}`}
            />
            {one}
          </label>
        ))}
      </div>
      <p class="row row-apart soft small">
        <span>{props.t("mark.low")}</span>
        <span>{props.t("mark.high")}</span>
      </p>
    </div>
  );
}
