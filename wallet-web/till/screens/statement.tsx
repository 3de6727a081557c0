// A month on paper: what the shop was owed before and after, and each payout with the sales in it.
import { useEffect, useState } from "preact/hooks";
import type { StatementAnswer } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { SelectField } from "../../shared/components/field.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { fetchFile, saveFile } from "../../shared/files.ts";
import { formatCents } from "../../shared/money.ts";
import { goTo } from "../../shared/router.ts";
import { shortCode } from "../../shared/short-code.ts";
import { monthName, monthsUntil } from "../model/money.ts";
import { shopIdOf } from "../model/till.ts";
import { tillName } from "../parts/till-name.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

type Scheme = StatementAnswer["schemes"][number];
type Payout = Scheme["payouts"][number];
type Line = Scheme["unpaid"][number];

export function StatementScreen() {
  const till = useTill();
  const shop = useShop();
  const months = monthsUntil(till.deployments.now());
  const [month, setMonth] = useState(months[0] ?? "");
  const { statement, error } = useStatement(month);
  const [failed, setFailed] = useState<unknown>(null);
  const shown = statement?.schemes.filter((scheme) => !isEmpty(scheme));
  const isOfMore = (statement?.schemes.length ?? 0) > 1;
  const download = async () => {
    setFailed(null);
    const path = `/shops/${shopIdOf(till)}/statement.csv?month=${month}`;
    try {
      saveFile(await fetchFile(till, path), `overzicht-${month}.csv`);
    } catch (cause) {
      setFailed(cause);
    }
  };
  return (
    <>
      <TopBar title={t("statement.title")} onBack={() => goTo(["geld"])} />
      <main class="screen" id="main">
        <p class="only-print strong">
          {shop?.name}, {shop?.address}
        </p>
        <p class="only-print">{monthName(month)}</p>
        <div class="no-print stack">
          <SelectField
            label={t("statement.month")}
            value={month}
            onInput={(value) => value && setMonth(value)}
            empty={t("statement.choose")}
            choices={months.map((value) => ({ value, text: monthName(value) }))}
            testId="statement-month"
          />
          <div class="row">
            <Button look="second" icon="print" onPress={() => print()}>
              {t("receipt.print")}
            </Button>
            <Button
              look="second"
              icon="list"
              testId="statement-csv"
              onPress={() => void download()}
            >
              {t("statement.csv")}
            </Button>
          </div>
        </div>
        <Problem error={error ?? failed} />
        {shown?.length === 0 && <EmptyState icon="bank" title={t("statement.none")} />}
        {shown?.map((scheme) => (
          <SchemeStatement
            key={scheme.schemeId}
            scheme={scheme}
            name={isOfMore ? scheme.name : null}
          />
        ))}
      </main>
    </>
  );
}

/** Nothing was owed, and nothing happened. */
const isEmpty = ({ openingCents, payouts, unpaid }: Scheme) =>
  openingCents === "0" && payouts.length === 0 && unpaid.length === 0;

function useStatement(month: string) {
  const till = useTill();
  const [statement, setStatement] = useState<StatementAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    let isCurrent = true;
    setStatement(null);
    setError(null);
    const path = `/shops/${shopIdOf(till)}/statement?month=${month}`;
    till.api.get<StatementAnswer>(path).then(
      (read) => isCurrent && setStatement(read),
      (cause: unknown) => isCurrent && setError(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [till, month]);
  return { statement, error };
}

/** @param props.name Where the shop sells in more schemes than one: each keeps its own account. */
function SchemeStatement({ scheme, name }: { scheme: Scheme; name: string | null }) {
  const sums = [
    ["opening", scheme.openingCents],
    ["earned", scheme.earnedCents],
    ["paidOut", `-${scheme.paidOutCents}`],
    ["closing", scheme.closingCents],
  ] as const;
  return (
    <>
      <section class="card" data-testid="statement">
        {name !== null && <h2 class="card-title">{name}</h2>}
        <dl class="facts">
          {sums.map(([sum, cents]) => (
            <div key={sum}>
              <dt>{t(`statement.${sum}`)}</dt>
              <dd data-testid={`statement-${sum}`}>{formatCents(BigInt(cents))}</dd>
            </div>
          ))}
        </dl>
      </section>
      {scheme.payouts.map((payout) => (
        <PayoutCard key={payout.payoutId} payout={payout} />
      ))}
      {scheme.unpaid.length > 0 && (
        <section class="card">
          <h2 class="card-title">{t("statement.unpaid")}</h2>
          <Lines lines={scheme.unpaid} />
        </section>
      )}
    </>
  );
}

function PayoutCard({ payout }: { payout: Payout }) {
  const carried = [
    ["carriedIn", payout.carriedInCents],
    ["carriedOut", payout.carriedOutCents],
  ] as const;
  const [carriedIn, carriedOut] = carried.map(
    ([name, cents]) =>
      cents !== "0" && (
        <p class="row row-apart small" key={name}>
          <span>{t(`statement.${name}`)}</span>
          <span>{formatCents(BigInt(cents))}</span>
        </p>
      ),
  );
  return (
    <section class="card" data-testid="statement-payout">
      <h2 class="card-title row row-apart">
        <span>{t("statement.payout", { moment: formatMoment(payout.openedAt) })}</span>
        <span class="no-wrap">{formatCents(BigInt(payout.amountCents))}</span>
      </h2>
      <p class="soft small reference">
        {t("payout.reference", { reference: payout.payoutId.slice(2) })}
        {payout.bankReference && ` ${t("payout.bankNumber", { number: payout.bankReference })}`}
      </p>
      {payout.returnedAt !== null && (
        <p class="strong small">
          {t("statement.returned", { moment: formatMoment(payout.returnedAt) })}
        </p>
      )}
      {carriedIn}
      <Lines lines={payout.lines} />
      {carriedOut}
    </section>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const shop = useShop();
  return (
    <ul class="statement-lines">
      {lines.map((line) => (
        <li key={`${line.kind}${line.reference}${line.at}`} class="row row-apart small">
          <span>
            {formatMoment(line.at)} {t(`statement.line.${line.kind}`)}{" "}
            <span class="soft">
              {line.kind !== "repaid" && shortCode(line.reference)}
              {line.till && `, ${tillName(shop, line.till)}`}
            </span>
          </span>
          <span class="no-wrap">{formatCents(BigInt(line.amountCents))}</span>
        </li>
      ))}
    </ul>
  );
}
