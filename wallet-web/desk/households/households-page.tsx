// The families of the scheme: number, letter, children and what is left.
import { useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { EmptyState, Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatDate } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { pathTo } from "../../shared/router.ts";
import type { Household, HouseholdList } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading, Page } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import { text } from "../text.ts";
import { fetchHouseholds, HOUSEHOLDS_PER_PAGE } from "./fetch.ts";
import { FindHousehold } from "./find-household.tsx";
import { HouseholdDialog } from "./household-dialog.tsx";

export function HouseholdsPage() {
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
        <Households schemeId={schemeId} />
      ) : (
        <Notice title={text(scheme ? "households.notYours" : "import.noScheme")} />
      )}
    </Page>
  );
}

function Households({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [page, setPage] = useState(0);
  const [openId, setOpenId] = useState<Hex | null>(null);
  const [found, setFound] = useState<Household | null>(null);
  const loaded = useLoad<HouseholdList>(`households ${schemeId} ${page}`, (signal) =>
    fetchHouseholds(desk.api, { schemeId, page }, signal),
  );
  const open =
    loaded.value?.households.find(({ householdId }) => householdId === openId) ??
    (found?.householdId === openId ? found : null);
  return (
    <Loading loaded={loaded}>
      {({ households, total }) =>
        total === 0 ? (
          <Nobody />
        ) : (
          <>
            <FindHousehold
              schemeId={schemeId}
              onFound={(household) => {
                setFound(household);
                setOpenId(household.householdId);
              }}
            />
            <DataTable
              caption={text("households.title")}
              columns={columnsOf(setOpenId)}
              rows={households}
              rowKey={({ householdId }) => householdId}
              testId="households-table"
            />
            <Pager page={page} perPage={HOUSEHOLDS_PER_PAGE} total={total} onPage={setPage} />
            {open && (
              <HouseholdDialog
                schemeId={schemeId}
                household={open}
                onClose={() => setOpenId(null)}
              />
            )}
          </>
        )
      }
    </Loading>
  );
}

function Nobody() {
  const mayAct = useRole("validator");
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

function columnsOf(onOpen: (id: Hex) => void): DataColumn<Household>[] {
  return [
    {
      id: "client",
      title: text("households.client"),
      cell: ({ clientNumber }) => <span class="strong">{clientNumber}</span>,
      sortBy: ({ clientNumber }) => clientNumber,
    },
    {
      id: "letter",
      title: text("households.letter"),
      cell: ({ letterNumber }) => letterNumber,
      sortBy: ({ letterNumber }) => letterNumber,
      isNumber: true,
    },
    {
      id: "children",
      title: text("households.children"),
      cell: (household) => <States household={household} />,
      sortBy: ({ beneficiaries }) => beneficiaries.length,
    },
    {
      id: "balance",
      title: text("households.balance"),
      cell: (household) => <Amount cents={balanceOf(household)} />,
      sortBy: balanceOf,
      isNumber: true,
    },
    {
      id: "since",
      title: text("households.since"),
      cell: ({ registeredAt }) => formatDate(registeredAt),
      sortBy: ({ registeredAt }) => registeredAt,
    },
    {
      id: "open",
      title: text("households.open"),
      isActions: true,
      cell: ({ householdId, clientNumber }) => (
        <Button look="second" onPress={() => onOpen(householdId)} testId="open-household">
          {text("households.open")} <span class="unseen">{clientNumber}</span>
        </Button>
      ),
    },
  ];
}

const STATE_KINDS = { registered: "warn", active: "good", frozen: "bad", closed: "info" } as const;

/** How many children are in which state: two who use it, one who hasn't begun. */
function States({ household }: { household: Household }) {
  const counts = Map.groupBy(household.beneficiaries, ({ state }) => state);
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

function balanceOf({ beneficiaries }: Household): bigint {
  return beneficiaries.reduce((sum, { balanceCents }) => sum + BigInt(balanceCents), 0n);
}
