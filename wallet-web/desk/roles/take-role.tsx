// Who has which role, each device with one button that takes it away at once: somebody left, or lost the device.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatDate } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { NO_SCHEME } from "../../shared/protocol/commands.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useStore } from "../../shared/store.ts";
import type { RoleHolder } from "../app/answers.ts";
import { useDesk, useScheme } from "../app/context.ts";
import type { Desk } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { Loading } from "../components/page.tsx";
import { text } from "../text.ts";
import { readInvitations } from "./invitations.ts";
import { inTakingOrder, isLastAdmin, takeAll } from "./taking.ts";

/** With what the link was noted down as, where it was made on this device. */
type Held = RoleHolder & { note: string };
/** One role, or all that a lost device has. */
type Asking = { device: Hex; roles: readonly Held[]; isDevice: boolean };

export function TakeRole() {
  const desk = useDesk();
  const { schemeId } = useScheme();
  const device = useStore(desk.device);
  const [asking, setAsking] = useState<Asking | null>(null);
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
            columns={columnsOf({ own: device?.address ?? null, holders, onTake: setAsking })}
            rows={holders}
            rowKey={({ schemeId: of, role, holder }) => `${of} ${role} ${holder}`}
            testId="holders-table"
          />
        )}
      </Loading>
      {asking && <TakeDialog asking={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

function TakeDialog({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const { device, roles, isDevice } = asking;
  const desk = useDesk();
  // Whoever gives up the giving of roles can't give it back to themselves.
  const isOwnAdmin =
    device === desk.device.get()?.address && roles.some(({ role }) => role === "admin");
  return (
    <ActDialog
      title={text(isDevice ? "take.all.title" : "take.confirm.title")}
      confirm={text(isDevice ? "take.all.go" : "take.go")}
      isFinal={isOwnAdmin}
      isDangerous
      make={() => takeAll(desk, roles)}
      said={text(isDevice ? "take.all.said" : "take.said")}
      onClose={onClose}
      testId="take-dialog"
    >
      <Facts
        facts={[
          [
            text(isDevice ? "take.roles" : "give.role"),
            roles.map((held) => (
              <div key={`${held.schemeId} ${held.role}`}>
                <RoleName held={held} />
              </div>
            )),
          ],
          [text("take.device"), shortCode(device)],
        ]}
      />
      <p>{text(isDevice ? "take.all.what" : "take.confirm.what")}</p>
    </ActDialog>
  );
}

function columnsOf(given: {
  own: Hex | null;
  holders: readonly Held[];
  onTake: (asking: Asking) => void;
}): DataColumn<Held>[] {
  const { own, holders, onTake } = given;
  const rolesOf = ({ holder }: Held) =>
    inTakingOrder(
      holders.filter((one) => one.holder === holder),
      { isOwn: holder === own },
    );
  return [
    { id: "role", title: text("give.role"), cell: (held) => <RoleName held={held} /> },
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
        <div class="row">
          <Button
            look="quiet"
            onPress={() => onTake({ device: held.holder, roles: [held], isDevice: false })}
            testId="take"
          >
            {text("take.go")}
            <span class="unseen"> {shortCode(held.holder)}</span>
          </Button>
          {rolesOf(held).length > 1 && !isLastAdmin(holders, held.holder) && (
            <Button
              look="quiet"
              onPress={() => onTake({ device: held.holder, roles: rolesOf(held), isDevice: true })}
              testId="take-all"
            >
              {text("take.all")}
              <span class="unseen"> {shortCode(held.holder)}</span>
            </Button>
          )}
        </div>
      ),
    },
  ];
}

/** With the scheme where it isn't the one on the screen. */
function RoleName({ held }: { held: Held }) {
  const { schemeId } = useScheme();
  const deployment = useStore(useDesk().deployments.store);
  const isElsewhere = held.schemeId !== NO_SCHEME && held.schemeId !== schemeId;
  const scheme = deployment?.schemes.find((one) => one.schemeId === held.schemeId);
  return (
    <span>
      {text(`role.${held.role}`)}
      {isElsewhere && (
        <>
          <br />
          <span class="soft small">{scheme?.name ?? text("scheme.unopened")}</span>
        </>
      )}
    </span>
  );
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
