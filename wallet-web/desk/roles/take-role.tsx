// Who has which role, each device with one button that takes it away at once: somebody left, or lost the device.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatDate } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, NO_SCHEME } from "../../shared/protocol/commands.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useStore } from "../../shared/store.ts";
import type { RoleHolder } from "../app/answers.ts";
import { useDesk, useScheme } from "../app/context.ts";
import { type Desk, posting } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading } from "../components/page.tsx";
import { text } from "../text.ts";
import { readInvitations } from "./invitations.ts";

/** With what the link was noted down as, where it was made on this device. */
type Held = RoleHolder & { note: string };

export function TakeRole() {
  const desk = useDesk();
  const { schemeId } = useScheme();
  const device = useStore(desk.device);
  const [asking, setAsking] = useState<Held | null>(null);
  const asked = schemeId ?? NO_SCHEME;
  const loaded = useLoad(`role holders ${asked}`, () => readHolders(desk, asked));
  return (
    <section class="stack" aria-labelledby="take-title" data-testid="take-role">
      <h2 id="take-title">{text("take.title")}</h2>
      <p class="soft">{text("take.what")}</p>
      <Loading loaded={loaded}>
        {(holders) => (
          <DataTable
            caption={text("take.title")}
            columns={columnsOf(device?.address ?? null, setAsking)}
            rows={holders}
            rowKey={({ role, holder }) => `${role} ${holder}`}
            testId="holders-table"
          />
        )}
      </Loading>
      {asking && (
        <ActDialog
          title={text("take.confirm.title")}
          confirm={text("take.go")}
          isDangerous
          make={() => posting(desk, commands.withdrawRole(asking))}
          said={text("take.said")}
          onClose={() => setAsking(null)}
          testId="take-dialog"
        >
          <Facts
            facts={[
              [text("give.role"), text(`role.${asking.role}`)],
              [text("take.device"), shortCode(asking.holder)],
            ]}
          />
          <p>{text("take.confirm.what")}</p>
        </ActDialog>
      )}
    </section>
  );
}

function columnsOf(own: Hex | null, onTake: (held: Held) => void): DataColumn<Held>[] {
  return [
    { id: "role", title: text("give.role"), cell: ({ role }) => text(`role.${role}`) },
    {
      id: "device",
      title: text("take.device"),
      cell: ({ holder }) =>
        holder === own ? text("take.device.own", { code: shortCode(holder) }) : shortCode(holder),
    },
    { id: "note", title: text("give.note"), cell: ({ note }) => note || "–" },
    { id: "since", title: text("take.since"), cell: ({ acceptedAt }) => formatDate(acceptedAt) },
    {
      id: "act",
      title: text("invitations.act"),
      isActions: true,
      cell: (held) => (
        <Button look="quiet" onPress={() => onTake(held)} testId="take">
          {text("take.go")}
          <span class="unseen"> {shortCode(held.holder)}</span>
        </Button>
      ),
    },
  ];
}

async function readHolders(desk: Desk, schemeId: Hex): Promise<Held[]> {
  const [invitations, { holders }] = await Promise.all([
    readInvitations(desk.database),
    desk.api.get<{ holders: RoleHolder[] }>(`/schemes/${schemeId}/role-holders`),
  ]);
  return holders.map((held) => ({
    ...held,
    note: invitations.find(({ candidate }) => candidate === held.candidate)?.note ?? "",
  }));
}
