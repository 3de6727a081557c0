// What went in and out on one day, line by line, also as a file for the bookkeeping.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { DateField } from "../components/date-field.tsx";
import { Loading } from "../components/page.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { dayOf } from "../schemes/period.ts";
import { text } from "../text.ts";
import type { AccountReport, Report } from "./answers.ts";
import { fetchFile, saveFile } from "./files.ts";

const KINDS = ["paid", "refused", "returned", "unknown", "held", "conflict"] as const;
const HIGHEST_LINES = 50;

export function ReportCard({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const maySeeAccount = useRole("treasurer", "sponsor");
  const [day, setDay] = useState(() => dayOf(desk.deployments.now()));
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day);
  const path = `/schemes/${schemeId}/payout-report`;
  const loaded = useLoad<Report>(isDay ? `report ${schemeId} ${day}` : null, (signal) =>
    desk.api.get(`${path}?day=${day}`, { signal }),
  );
  return (
    <section class="card" aria-labelledby="report" data-testid="report">
      <h2 class="card-title" id="report">
        {text("report.title")}
      </h2>
      <DateField label={text("report.day")} value={day} onInput={setDay} testId="report-day" />
      <Loading loaded={loaded}>{(report) => <Totals report={report} />}</Loading>
      <Csv path={path} day={day} name="uitbetalingen" isDay={isDay} testId="report-csv" />
      {maySeeAccount && <AccountPart day={day} isDay={isDay} />}
    </section>
  );
}

/** What the account shows that no payout explains: the same for every scheme, and in none of their totals. */
function AccountPart({ day, isDay }: { day: string; isDay: boolean }) {
  const desk = useDesk();
  const loaded = useLoad<AccountReport>(isDay ? `account report ${day}` : null, (signal) =>
    desk.api.get(`/account-report?day=${day}`, { signal }),
  );
  return (
    <div class="stack" data-testid="account-report">
      <h3>{text("report.unmatched")}</h3>
      <p class="soft">{text("report.unmatched.what")}</p>
      <Loading loaded={loaded}>
        {({ lines, total }) => (
          <>
            <p>{sumOf(total)}</p>
            <ul class="list small">
              {lines.slice(0, HIGHEST_LINES).map((line) => (
                <li key={line.bankReference} class="row row-apart">
                  <span>{[line.shopName, line.reason].filter(Boolean).join(", ")}</span>
                  <span>{formatCents(BigInt(line.amountCents))}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loading>
      <Csv
        path="/account-report"
        day={day}
        name="zonder-uitbetaling"
        isDay={isDay}
        testId="account-report-csv"
      />
    </div>
  );
}

function Csv(props: { path: string; day: string; name: string; isDay: boolean; testId: string }) {
  const { path, day, name, isDay } = props;
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const download = async () => {
    setBusy(true);
    setError(null);
    try {
      saveFile(await fetchFile(desk, `${path}.csv?day=${day}`), `${name}-${day}.csv`);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <DeskProblem error={error} />
      <div class="row">
        <Button
          look="second"
          busy={busy}
          disabled={!isDay}
          onPress={() => void download()}
          testId={props.testId}
        >
          {text("report.csv")}
        </Button>
      </div>
    </>
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
            <dd>{sumOf(total)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

const sumOf = (total: { count: number; amountCents: string } | undefined): string =>
  total && total.count > 0
    ? `${total.count}: ${formatCents(BigInt(total.amountCents))}`
    : text("report.none");
