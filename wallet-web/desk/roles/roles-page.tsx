// Which roles this device has; and for the framework-setter: giving roles and taking them away.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { commands, NO_SCHEME } from "../../shared/protocol/commands.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useRole } from "../app/context.ts";
import { type HeldRole, posting, refreshRoles } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { CopyButton } from "../components/copy-button.tsx";
import { Page } from "../components/page.tsx";
import { text } from "../text.ts";
import { GiveRole } from "./give-role.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { TakeRole } from "./take-role.tsx";

export function RolesPage() {
  const isAdmin = useRole("admin");
  return (
    <Page title={text("roles.title")} intro={text("roles.intro")} roles={["admin"]} testId="roles">
      <div class="split">
        {isAdmin && <GiveRole />}
        <OwnRoles />
      </div>
      {isAdmin && <InvitationList />}
      {isAdmin && <TakeRole />}
      {!isAdmin && <WhoDoesWhat />}
    </Page>
  );
}

function OwnRoles() {
  const desk = useDesk();
  const held = useStore(desk.roles);
  const device = useStore(desk.device);
  const [leaving, setLeaving] = useState<HeldRole | null>(null);
  return (
    <section class="card" data-testid="own-roles">
      <h2 class="card-title">{text("roles.own")}</h2>
      <ul class="role-list">
        {held.map((one) => (
          <li key={`${one.schemeId}/${one.role}`} class="role-item" data-testid={`own-${one.role}`}>
            <span class="list-icon">
              <Icon name="lock" />
            </span>
            <span class="list-main">
              <span class="strong">{text(`role.${one.role}`)}</span>
              <span class="soft small">{useSchemeName(one)}</span>
            </span>
            <Button look="quiet" onPress={() => setLeaving(one)} testId="leave">
              {text("roles.leave")}
              <span class="unseen"> {text(`role.${one.role}`)}</span>
            </Button>
          </li>
        ))}
      </ul>
      {device && (
        <div class="device">
          <p class="soft small">{text("roles.device")}</p>
          <p class="device-number" data-testid="device-number">
            {device.address}
          </p>
          <CopyButton value={device.address} />
        </div>
      )}
      {leaving && device && (
        <ActDialog
          title={text("leave.title", { role: text(`role.${leaving.role}`) })}
          confirm={text("leave.confirm")}
          isFinal
          isDangerous
          make={() => posting(desk, commands.withdrawRole({ ...leaving, holder: device.address }))}
          said={text("leave.said")}
          onDone={() => void refreshRoles(desk)}
          onClose={() => setLeaving(null)}
          testId="leave-dialog"
        >
          <p>{text("leave.what")}</p>
        </ActDialog>
      )}
    </section>
  );
}

/** Under which scheme a role is held, in words. */
function useSchemeName({ schemeId }: { schemeId: string }): string {
  const deployment = useStore(useDesk().deployments.store);
  if (schemeId === NO_SCHEME) return text("roles.everywhere");
  const scheme = deployment?.schemes.find((one) => one.schemeId === schemeId);
  return scheme?.name ?? text("scheme.unopened");
}

const EVERYBODY = ["sponsor", "validator", "treasurer", "guardian", "admin"] as const;

function WhoDoesWhat() {
  return (
    <section class="card">
      <h2 class="card-title">{text("roles.who")}</h2>
      <dl class="desk-facts desk-facts-wide">
        {EVERYBODY.map((role) => (
          <div key={role}>
            <dt>{text(`role.${role}`)}</dt>
            <dd>{text(`role.${role}.does`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
