// The families of the scheme: number, letter, children and what is left.

import { useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { EmptyState, Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatDate } from "../../shared/dates.ts";
import { groupBy } from "../../shared/group-by.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { pathTo } from "../../shared/router.ts";
import type { HouseholdList, HouseholdSummary } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Choices } from "../components/choices.tsx";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading, Page } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import { useServerOrder } from "../components/sorting.ts";
import { text } from "../text.ts";
import { fetchHouseholds, HOUSEHOLDS_PER_PAGE, SHOWN, type Shown } from "./fetch.ts";
import { FindHousehold } from "./find-household.tsx";
import { STATE_KINDS } from "./household-children.tsx";
import { HouseholdDialog } from "./household-dialog.tsx";
import { notBegunText } from "./not-begun.ts";

/** @param props.show Which families to begin with. */
export function HouseholdsPage({ show = "all" }: { show?: Shown }) {
  const { schemeId, scheme } = useScheme();
  const mayAct = useRole("validator");
  const maySee = useRole("validator");
  return (
    <Page
      title={text("households.title")}
      intro={text("households.intro")}
      roles={["validator"]}
      actions={
        mayAct &&
        scheme && (
          <ButtonLink icon="plus" href={pathTo("households", "add")} testId="add-households">
            {text("households.add")}
          </ButtonLink>
        )
      }
      testId="households"
    >
      {schemeId && scheme && maySee ? (
        <Households key={show} schemeId={schemeId} first={show} />
      ) : (
        <Notice title={text(scheme ? "households.notYours" : "import.noScheme")} />
      )}
    </Page>
  );
}

function Households({ schemeId, first }: { schemeId: Hex; first: Shown }) {
  const desk = useDesk();
  const [page, setPage] = useState(0);
  const [show, setShow] = useState<Shown>(first);
  const [open, setOpen] = useState<HouseholdSummary | null>(null);
  const { sort, ...sorting } = useServerOrder(() => setPage(0));
  const loaded = useLoad<HouseholdList>(
    `households ${schemeId} ${show} ${page} ${sort}`,
    (signal) => fetchHouseholds(desk.api, { schemeId, page, show, sort }, signal),
  );
  if (show === "all" && loaded.value?.total === 0) return <Nobody show={show} />;
  return (
    <>
      <FindHousehold schemeId={schemeId} onFound={setOpen} />
      <Choices
        label={text("families.show")}
        chosen={show}
        choices={SHOWN.map((value) => ({ value, text: text(`families.show.${value}`) }))}
        onChoose={(value) => {
          setShow(value);
          setPage(0);
        }}
      />
      {show !== "all" && <p class="soft">{text(`families.what.${show}`)}</p>}
      <Loading loaded={loaded}>
        {({ households, total }) =>
          total === 0 ? (
            <Nobody show={show} />
          ) : (
            <>
              <DataTable
                caption={text("households.title")}
                columns={columnsOf(setOpen, show)}
                rows={households}
                rowKey={({ householdId }) => householdId}
                {...sorting}
                testId="households-table"
              />
              <Pager page={page} perPage={HOUSEHOLDS_PER_PAGE} total={total} onPage={setPage} />
            </>
          )
        }
      </Loading>
      {open && (
        <HouseholdDialog
          key={open.householdId}
          schemeId={schemeId}
          found={open}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function Nobody({ show }: { show: Shown }) {
  const mayAct = useRole("validator");
  if (show !== "all") {
    return (
      <section class="card">
        <EmptyState icon="check" title={text(`families.none.${show}`)} />
      </section>
    );
  }
  return (
    <section class="card">
      <EmptyState icon="people" title={text("households.none")}>
        <p class="soft">{text("households.none.what")}</p>
        {mayAct && (
          <ButtonLink icon="upload" href={pathTo("households", "add")}>
            {text("households.add")}
          </ButtonLink>
        )}
      </EmptyState>
    </section>
  );
}

function columnsOf(
  onOpen: (household: HouseholdSummary) => void,
  show: Shown,
): DataColumn<HouseholdSummary>[] {
  return [
    {
      id: "client",
      title: text("households.client"),
      cell: ({ clientNumber }) => <span class="strong">{clientNumber}</span>,
    },
    {
      id: "letter",
      title: text("households.letter"),
      cell: ({ letterNumber }) => letterNumber,
      sortBy: "server",
      isNumber: true,
    },
    {
      id: "children",
      title: text("households.children"),
      cell: (household) =>
        show === "not-started" ? notBegunText(household) : <States household={household} />,
    },
    {
      id: "since",
      title: text("households.since"),
      cell: ({ registeredAt }) => formatDate(registeredAt),
      sortBy: "server",
    },
    {
      id: "open",
      title: text("households.open"),
      isActions: true,
      cell: (household) => (
        <Button look="second" onPress={() => onOpen(household)} testId="open-household">
          {text("households.open")} <span class="unseen">{household.clientNumber}</span>
        </Button>
      ),
    },
  ];
}

/** How many children are in which state: two who use it, one who hasn't begun. */
function States({ household }: { household: HouseholdSummary }) {
  const counts = groupBy(household.states, (state) => state);
  return (
    <span class="tags">
      {[...counts].map(([state, some]) => (
        <Tag key={state} kind={STATE_KINDS[state]}>
          {some.length} {text(`state.${state}`)}
        </Tag>
      ))}
    </span>
  );
}
