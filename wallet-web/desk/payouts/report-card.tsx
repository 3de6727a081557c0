// What went in and out on one day, line by line, also as a file for the bookkeeping.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { DateField } from "../components/date-field.tsx";
import { Loading } from "../components/page.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { dayOf } from "../schemes/period.ts";
import { text } from "../text.ts";
import type { Report } from "./answers.ts";
import { fetchFile, saveFile } from "./files.ts";

const KINDS = ["paid", "refused", "returned", "unknown", "held", "unmatched"] as const;

export function ReportCard({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [day, setDay] = useState(() => dayOf(desk.deployments.now()));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day);
  const loaded = useLoad<Report>(isDay ? `report ${schemeId} ${day}` : null, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payout-report?day=${day}`, { signal }),
  );
  const download = async () => {
    setBusy(true);
    setError(null);
    try {
      const path = `/schemes/${schemeId}/payout-report.csv?day=${day}`;
      saveFile(await fetchFile(desk, path), `uitbetalingen-${day}.csv`);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card" aria-labelledby="report" data-testid="report">
      <h2 class="card-title" id="report">
        {text("report.title")}
      </h2>
      <DateField label={text("report.day")} value={day} onInput={setDay} testId="report-day" />
      <Loading loaded={loaded}>{(report) => <Totals report={report} />}</Loading>
      <DeskProblem error={error} />
      <div class="row">
        <Button
          look="second"
          busy={busy}
          disabled={!isDay}
          onPress={() => void download()}
          testId="report-csv"
        >
          {text("report.csv")}
        </Button>
      </div>
    </section>
  );
}

function Totals({ report }: { report: Report }) {
  return (
    <dl class="desk-facts" data-testid="report-totals">
      {KINDS.map((kind) => {
        const total = report.totals[kind];
        return (
          <div key={kind}>
            <dt>{text(`report.${kind}`)}</dt>
            <dd>
              {total && total.count > 0
                ? `${total.count} × ${formatCents(BigInt(total.amountCents))}`.replace(" × ", ": ")
                : text("report.none")}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
