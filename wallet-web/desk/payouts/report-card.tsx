// What went in and out on one day, line by line, also as a file for the bookkeeping.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { fetchFile, saveFile } from "../../shared/files.ts";
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
import { ReportLines } from "./report-lines.tsx";

const KINDS = ["paid", "refused", "returned", "unknown", "held", "conflict"] as const;

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
      <Head path={path} day={day} name="uitbetalingen" isDay={isDay} testId="report-csv">
        <DateField label={text("report.day")} value={day} onInput={setDay} testId="report-day" />
      </Head>
      {isDay && (
        <Loading loaded={loaded}>
          {(report) => (
            <>
              <Totals report={report} />
              <ReportLines key={report.day} lines={report.lines} testId="report-lines" />
            </>
          )}
        </Loading>
      )}
      {maySeeAccount && isDay && <AccountPart day={day} />}
    </section>
  );
}

/** What the account shows that no payout explains: the same for every scheme, and in none of their totals. */
function AccountPart({ day }: { day: string }) {
  const desk = useDesk();
  const loaded = useLoad<AccountReport>(`account report ${day}`, (signal) =>
    desk.api.get(`/account-report?day=${day}`, { signal }),
  );
  return (
    <div class="stack" data-testid="account-report">
      <Head
        path="/account-report"
        day={day}
        name="zonder-uitbetaling"
        isDay
        testId="account-report-csv"
      >
        <div class="stack stack-tight">
          <h3>{text("report.unmatched")}</h3>
          <p class="soft">{text("report.unmatched.what")}</p>
        </div>
      </Head>
      <Loading loaded={loaded}>
        {({ lines, total }) =>
          total.count === 0 ? (
            <p>{text("report.none")}</p>
          ) : (
            <>
              <p>
                <span class="strong">{total.count}</span> {formatCents(BigInt(total.amountCents))}
              </p>
              <ReportLines lines={lines} testId="account-report-lines" />
            </>
          )
        }
      </Loading>
    </div>
  );
}

/** What a part is about, with its lines as a file beside it. */
function Head(props: {
  path: string;
  day: string;
  name: string;
  isDay: boolean;
  testId: string;
  children: ComponentChildren;
}) {
  const { path, day, name } = props;
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
      <div class="report-head">
        {props.children}
        <Button
          look="second"
          busy={busy}
          disabled={!props.isDay}
          onPress={() => void download()}
          testId={props.testId}
        >
          {text("report.csv")}
        </Button>
      </div>
      <DeskProblem error={error} />
    </>
  );
}

function Totals({ report }: { report: Report }) {
  return (
    <dl class="report-totals" data-testid="report-totals">
      {KINDS.map((kind) => {
        const { count, amountCents } = report.totals[kind] ?? { count: 0, amountCents: "0" };
        return (
          <div key={kind} class={count === 0 ? "report-total report-total-none" : "report-total"}>
            <dt>{text(`report.${kind}`)}</dt>
            <dd>
              <span class="strong">{count}</span>
              <span>{formatCents(BigInt(amountCents))}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
