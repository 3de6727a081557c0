// Who looked at which family, when and why: for the guardian, and for who gives the roles.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { EmptyState } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { toastProblem } from "../../shared/components/toast.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { fetchFile, saveFile } from "../../shared/files.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import type { AccessLog } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { DateField } from "../components/date-field.tsx";
import { Loading, Page } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import { useServerOrder } from "../components/sorting.ts";
import { text } from "../text.ts";
import { type AccessFilter, accessQuery } from "./access-query.ts";

const PER_PAGE = 50;
const EVERYTHING: AccessFilter = { number: "", from: "", until: "" };

export function AccessPage() {
  const { schemeId } = useScheme();
  const maySee = useRole("guardian", "admin");
  return (
    <Page
      title={text("access.title")}
      intro={text("access.intro")}
      roles={["guardian", "admin"]}
      testId="access"
    >
      {schemeId && maySee ? (
        <Log schemeId={schemeId} />
      ) : (
        <Notice title={text("access.notYours")} testId="access-closed" />
      )}
    </Page>
  );
}

function Log({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [filter, setFilter] = useState(EVERYTHING);
  const [page, setPage] = useState(0);
  const path = `/schemes/${schemeId}/access-log-searches`;
  const { sort, ...sorting } = useServerOrder(() => setPage(0));
  const body = { ...accessQuery(filter), offset: page * PER_PAGE, limit: PER_PAGE, sort };
  const loaded = useLoad<AccessLog>(`${path} ${JSON.stringify(body)}`, (signal) =>
    desk.api.post(path, body, { signal }),
  );
  return (
    <>
      <Filter
        onFilter={(chosen) => {
          setFilter(chosen);
          setPage(0);
        }}
      />
      <Loading loaded={loaded}>
        {({ looks, total }) =>
          total === 0 ? (
            <section class="card">
              <EmptyState icon="lock" title={text("access.none")} />
            </section>
          ) : (
            <>
              <DataTable
                caption={text("access.title")}
                columns={COLUMNS}
                rows={looks}
                rowKey={({ lookId }) => lookId}
                {...sorting}
                testId="access-table"
              />
              <Pager page={page} perPage={PER_PAGE} total={total} onPage={setPage} />
              <Download path={`${path}.csv`} filter={filter} />
            </>
          )
        }
      </Loading>
    </>
  );
}

function Filter({ onFilter }: { onFilter: (filter: AccessFilter) => void }) {
  const [typed, setTyped] = useState(EVERYTHING);
  const change = (part: Partial<AccessFilter>) => setTyped({ ...typed, ...part });
  return (
    <search>
      <form
        class="find find-log"
        onSubmit={(event) => {
          event.preventDefault();
          onFilter(typed);
        }}
      >
        <Field
          label={text("access.number")}
          hint={text("access.number.hint")}
          value={typed.number}
          maxLength={40}
          onInput={(number) => change({ number })}
          testId="access-number"
        />
        <DateField
          label={text("access.from")}
          value={typed.from}
          onInput={(from) => change({ from })}
          testId="access-from"
        />
        <DateField
          label={text("access.until")}
          value={typed.until}
          onInput={(until) => change({ until })}
          testId="access-until"
        />
        <Button type="submit" look="second" testId="access-go">
          {text("access.go")}
        </Button>
      </form>
    </search>
  );
}

function Download({ path, filter }: { path: string; filter: AccessFilter }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      saveFile(await fetchFile(desk, path, accessQuery(filter)), "wie-keek-er.csv");
    } catch {
      toastProblem(text("access.csv.failed"));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="row">
      <Button look="second" busy={busy} onPress={() => void download()} testId="access-csv">
        {text("access.csv")}
      </Button>
    </div>
  );
}

type Look = AccessLog["looks"][number];

const COLUMNS: DataColumn<Look>[] = [
  {
    id: "at",
    title: text("access.at"),
    cell: ({ at }) => formatMoment(at),
    sortBy: "server",
  },
  {
    id: "role",
    title: text("access.role"),
    cell: ({ role }) => text(`role.${role}`),
    sortBy: "server",
  },
  {
    id: "viewer",
    title: text("access.viewer"),
    cell: ({ viewer }) => <span title={viewer}>{shortCode(viewer)}</span>,
    sortBy: "server",
  },
  {
    id: "letter",
    title: text("access.letter"),
    cell: ({ letterNumber }) => letterNumber ?? text("access.erased"),
  },
  {
    id: "reason",
    title: text("access.reason"),
    cell: ({ reason }) => text(`look.reason.${reason}`),
    sortBy: "server",
  },
  { id: "note", title: text("access.note"), cell: ({ note }) => note },
];
