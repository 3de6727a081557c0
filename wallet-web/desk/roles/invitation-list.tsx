// The invitations of this device: still open, or used; the open ones can be taken back. Of a role that is still held the note stays.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { useDesk } from "../app/context.ts";
import { type Desk, noteChange, posting } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading } from "../components/page.tsx";
import { Pager } from "../components/pager.tsx";
import type { RoleOffer } from "../enrol/offers.ts";
import { text } from "../text.ts";
import {
  forgetInvitation,
  heldCandidates,
  type Invitation,
  readInvitations,
} from "./invitations.ts";

type Standing = Invitation & { isOpen: boolean; isHeld: boolean };

/** The server is asked about each that shows. */
const PER_PAGE = 20;

export function InvitationList() {
  const desk = useDesk();
  const [asking, setAsking] = useState<Standing | null>(null);
  const [page, setPage] = useState(0);
  const loaded = useLoad(`invitation standings ${page}`, () => readStandings(desk, page));
  return (
    <section class="stack" aria-labelledby="invitations-title" data-testid="invitations">
      <h2 id="invitations-title">{text("invitations.title")}</h2>
      <Loading loaded={loaded}>
        {({ standings, shown, total }) =>
          total === 0 ? (
            <p class="soft">{text("invitations.none")}</p>
          ) : (
            <>
              <DataTable
                caption={text("invitations.title")}
                columns={columnsOf(setAsking, (standing) => {
                  void forgetInvitation(desk.database, standing.candidate).then(() =>
                    noteChange(desk),
                  );
                })}
                rows={standings}
                rowKey={({ candidate }) => candidate}
                testId="invitations-table"
              />
              <Pager page={shown} perPage={PER_PAGE} total={total} onPage={setPage} />
            </>
          )
        }
      </Loading>
      {asking && (
        <ActDialog
          title={text("takeBack.title")}
          confirm={text("takeBack.confirm")}
          isDangerous
          make={() => posting(desk, commands.withdrawRoleOffer(asking))}
          said={text("takeBack.said")}
          onDone={() => {
            void forgetInvitation(desk.database, asking.candidate).then(() => noteChange(desk));
          }}
          onClose={() => setAsking(null)}
          testId="take-back-dialog"
        >
          <p>{text("takeBack.what")}</p>
        </ActDialog>
      )}
    </section>
  );
}

function columnsOf(
  onTakeBack: (standing: Standing) => void,
  onForget: (standing: Standing) => void,
): DataColumn<Standing>[] {
  return [
    { id: "role", title: text("give.role"), cell: ({ role }) => text(`role.${role}`) },
    { id: "note", title: text("give.note"), cell: ({ note }) => note || "–" },
    { id: "made", title: text("invitations.made"), cell: ({ madeAt }) => formatMoment(madeAt) },
    {
      id: "state",
      title: text("invitations.state"),
      cell: (standing) => (
        <Tag kind={standing.isOpen ? "warn" : "info"}>
          {text(`invitations.${stateOf(standing)}`)}
        </Tag>
      ),
    },
    {
      id: "act",
      title: text("invitations.act"),
      isActions: true,
      cell: (standing) => {
        const state = stateOf(standing);
        if (state === "held") return null;
        return state === "open" ? (
          <Button look="quiet" onPress={() => onTakeBack(standing)} testId="take-back">
            {text("takeBack.go")}
          </Button>
        ) : (
          <Button look="quiet" onPress={() => onForget(standing)} testId="forget">
            {text("invitations.forget")}
          </Button>
        );
      },
    },
  ];
}

function stateOf({ isOpen, isHeld }: Standing): "open" | "held" | "used" {
  if (isOpen) return "open";
  return isHeld ? "held" : "used";
}

/** @returns `shown`: the page, also when the list became too short for the one that was asked. */
async function readStandings(
  desk: Desk,
  page: number,
): Promise<{ standings: Standing[]; shown: number; total: number }> {
  const all = await readInvitations(desk.database);
  const shown = Math.min(page, Math.max(0, Math.ceil(all.length / PER_PAGE) - 1));
  const here = all.slice(shown * PER_PAGE, (shown + 1) * PER_PAGE);
  const held = await heldCandidates(desk.api, here);
  const standings = await Promise.all(
    here.map(async (one) => {
      const path = `/role-offers/${one.candidate}`;
      const { offers } = await desk.publicApi.get<{ offers: RoleOffer[] }>(path);
      return { ...one, isOpen: offers.length > 0, isHeld: held.has(one.candidate) };
    }),
  );
  return { standings, shown, total: all.length };
}
