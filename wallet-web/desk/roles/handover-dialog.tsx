// Shows a link once, to hand over. It isn't kept: whoever loses it gets a new one.
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { RoleName } from "../../shared/protocol/commands.ts";
import { QrImage } from "../../shared/qr/qr-image.tsx";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { CopyButton } from "../components/copy-button.tsx";
import type { RoleOffer } from "../enrol/offers.ts";
import { text } from "../text.ts";

export type Handover = { code: string; role: RoleName; candidate: Hex };

export function HandoverDialog({ handover, onClose }: { handover: Handover; onClose: () => void }) {
  const desk = useDesk();
  const link = `${location.origin}/desk/#code=${handover.code}`;
  const { value } = useLoad(`offer ${handover.candidate}`, () =>
    desk.publicApi.get<{ offers: RoleOffer[] }>(`/role-offers/${handover.candidate}`),
  );
  const readyAt = value?.offers[0]?.readyAt;
  const isLater = readyAt !== undefined && readyAt > desk.deployments.now();
  return (
    <Dialog
      title={text("handover.title", { role: text(`role.${handover.role}`) })}
      onClose={onClose}
      testId="handover"
    >
      <p>{text("handover.what")}</p>
      <div class="handover-qr">
        <QrImage text={link} label={text("handover.qr")} testId="handover-qr" />
      </div>
      <p class="link-box" data-testid="handover-link">
        {link}
      </p>
      <Notice kind="warn">
        <p>{text("handover.once")}</p>
        {isLater && <p>{text("handover.from", { moment: formatMoment(readyAt) })}</p>}
      </Notice>
      <div class="row dialog-actions">
        <CopyButton value={link} testId="handover-copy" />
        <Button onPress={onClose} testId="handover-done">
          {text("handover.done")}
        </Button>
      </div>
    </Dialog>
  );
}
