// The figures as files: for the council, and line by line for the bookkeeping.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { fetchFile, saveFile } from "../../shared/files.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk, useRole } from "../app/context.ts";
import { DateField } from "../components/date-field.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { addDays, dayOf, endOfDay } from "../schemes/period.ts";
import { text } from "../text.ts";

export function Downloads({ schemeId }: { schemeId: Hex }) {
  const maySeeLines = useRole("treasurer", "sponsor");
  return (
    <section class="card" aria-labelledby="downloads" data-testid="insight-downloads">
      <h2 class="card-title" id="downloads">
        {text("insight.files")}
      </h2>
      <p class="soft">{text("insight.files.council")}</p>
      <Download
        path={`/schemes/${schemeId}/insight.csv`}
        name="inzicht.csv"
        words={text("insight.files.council.get")}
        testId="council-csv"
      />
      {maySeeLines && <Bookkeeping schemeId={schemeId} />}
    </section>
  );
}

function Bookkeeping({ schemeId }: { schemeId: Hex }) {
  const today = dayOf(useDesk().deployments.now());
  const [from, setFrom] = useState(() => addDays(today, -30));
  const [until, setUntil] = useState(today);
  const isPeriod = endOfDay(from) !== null && endOfDay(until) !== null && from <= until;
  return (
    <>
      <p class="soft">{text("insight.files.books")}</p>
      <div class="pair">
        <DateField
          label={text("insight.files.from")}
          value={from}
          onInput={setFrom}
          testId="books-from"
        />
        <DateField
          label={text("insight.files.until")}
          value={until}
          onInput={setUntil}
          testId="books-until"
        />
      </div>
      <Download
        path={`/schemes/${schemeId}/bookkeeping.csv?from=${from}&until=${until}`}
        name={`boekhouding-${from}-${until}.csv`}
        words={text("insight.files.books.get")}
        disabled={!isPeriod}
        testId="books-csv"
      />
    </>
  );
}

function Download(props: {
  path: string;
  name: string;
  words: string;
  disabled?: boolean;
  testId: string;
}) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const download = async () => {
    setBusy(true);
    setError(null);
    try {
      saveFile(await fetchFile(desk, props.path), props.name);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        look="second"
        busy={busy}
        disabled={props.disabled ?? false}
        onPress={() => void download()}
        testId={props.testId}
      >
        {props.words}
      </Button>
      <DeskProblem error={error} />
    </>
  );
}
