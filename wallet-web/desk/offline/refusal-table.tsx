// What was accepted without a connection and didn't go through: at which shop, why, and who bears it. Not whose budget it was.
import { useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { fetchFile, saveFile } from "../../shared/files.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import type { OfflineRefusal, OfflineRefusalList } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import { SettleDialog } from "./settle-dialog.tsx";

const PER_PAGE = 20;

export function OfflineRefusals({ schemeId }: { schemeId: Hex }) {
  const maySee = useRole("sponsor", "treasurer");
  return maySee ? <Refusals schemeId={schemeId} /> : null;
}

function Refusals({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const maySettle = useRole("treasurer");
  const [page, setPage] = useState(0);
  const [settling, setSettling] = useState<OfflineRefusal | null>(null);
  const loaded = useLoad<OfflineRefusalList>(`offline ${schemeId} ${page}`, (signal) =>
    desk.api.get(
      `/schemes/${schemeId}/offline-refusals?offset=${page * PER_PAGE}&limit=${PER_PAGE}`,
      { signal },
    ),
  );
  return (
    <section class="stack" aria-labelledby="offline-refusals-title" data-testid="offline-refusals">
      <h2 id="offline-refusals-title">{text("offline.refusals")}</h2>
      <Loading loaded={loaded}>
        {({ refusals, total, municipalityCents, settledCents, shopCents }) =>
          total === 0 ? (
            <p class="soft">{text("offline.refusals.none")}</p>
          ) : (
            <>
              <p class="strong" data-testid="offline-owed">
                {text("offline.refusals.owed", { amount: formatCents(BigInt(municipalityCents)) })}
              </p>
              {settledCents !== "0" && (
                <p data-testid="offline-settled">
                  {text("offline.refusals.settled", { amount: formatCents(BigInt(settledCents)) })}
                </p>
              )}
              <p>{text("offline.refusals.shops", { amount: formatCents(BigInt(shopCents)) })}</p>
              <DataTable
                caption={text("offline.refusals")}
                columns={[...COLUMNS, settledColumn(maySettle ? setSettling : null)]}
                rows={refusals}
                rowKey={({ refusalId }) => refusalId}
                testId="offline-refusals-table"
              />
              <Pager page={page} perPage={PER_PAGE} total={total} onPage={setPage} />
              <Download schemeId={schemeId} />
            </>
          )
        }
      </Loading>
      {settling && (
        <SettleDialog schemeId={schemeId} refusal={settling} onClose={() => setSettling(null)} />
      )}
    </section>
  );
}

function Download({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [error, setError] = useState<unknown>(null);
  const download = async () => {
    setError(null);
    try {
      const file = await fetchFile(desk, `/schemes/${schemeId}/offline-refusals.csv`);
      saveFile(file, "niet-doorgegaan.csv");
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <>
      <div class="row">
        <Button look="second" onPress={() => void download()} testId="offline-csv">
          {text("offline.refusals.csv")}
        </Button>
      </div>
      <DeskProblem error={error} />
    </>
  );
}

/** Without the numbers of an error's sentence: whose budget it was is nobody's business here. */
function whyOf(code: string): string {
  const key = `offline.why.${code}`;
  return text.has(key) ? text(key) : text("offline.why.other", { code });
}

const COLUMNS: DataColumn<OfflineRefusal>[] = [
  {
    id: "shop",
    title: text("offline.refusals.shop"),
    cell: ({ shopName, till }) => (
      <span>
        <span class="strong">{shopName || text("timeline.aShop")}</span>
        <br />
        <span class="soft small">{text("offline.refusals.till", { code: shortCode(till) })}</span>
      </span>
    ),
  },
  {
    id: "when",
    title: text("offline.refusals.when"),
    cell: ({ acceptedAt }) => <span class="unbroken">{formatMoment(acceptedAt)}</span>,
  },
  {
    id: "why",
    title: text("offline.refusals.why"),
    cell: ({ code }) => whyOf(code),
  },
  {
    id: "carrier",
    title: text("offline.carrier"),
    cell: ({ carrier }) => text(`offline.carrier.${carrier}`),
  },
  {
    id: "amount",
    title: text("offline.refusals.amount"),
    isNumber: true,
    cell: ({ amountCents }) => <Amount cents={BigInt(amountCents)} />,
  },
];

/** @param onSettle Null for who may not say that it was paid. */
function settledColumn(
  onSettle: ((refusal: OfflineRefusal) => void) | null,
): DataColumn<OfflineRefusal> {
  return {
    id: "settled",
    title: text("offline.settle.column"),
    cell: (refusal) => {
      const { carrier, settled } = refusal;
      if (settled) return <Settled settled={settled} />;
      if (carrier !== "municipality") return null;
      if (!onSettle) return <span class="soft">{text("offline.settle.open")}</span>;
      return (
        <Button look="second" onPress={() => onSettle(refusal)} testId="settle">
          {text("offline.settle")}
        </Button>
      );
    },
  };
}

function Settled({ settled }: { settled: NonNullable<OfflineRefusal["settled"]> }) {
  return (
    <span title={settled.by} data-testid="settled">
      {text("offline.settle.by", {
        date: formatMoment(settled.at),
        code: shortCode(settled.by),
      })}
      <br />
      <span class="soft small">{settled.reference}</span>
    </span>
  );
}
