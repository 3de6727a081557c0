// Stops payouts to a shop, or lets them go on; each with a reason.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk } from "../app/context.ts";
import { text } from "../text.ts";
import { decision } from "./decide.ts";
import { ReasonedDialog } from "./reasoned-dialog.tsx";

type Payee = { schemeId: Hex; shopId: Hex; shopName: string; onClose: () => void };

export function BlockDialog({ schemeId, shopId, shopName, onClose }: Payee) {
  const desk = useDesk();
  return (
    <ReasonedDialog
      title={text("blocks.stop")}
      confirm={text("blocks.stop")}
      hint={text("blocks.stop.hint")}
      isDangerous
      make={(reason) =>
        decision(desk, { schemeId, subjectId: shopId, decision: "block-payee", reason })
      }
      said={text("blocks.stopped")}
      onClose={onClose}
      testId="block-dialog"
    >
      <p>{text("blocks.stop.what", { shop: shopName })}</p>
    </ReasonedDialog>
  );
}

export function UnblockDialog({ schemeId, shopId, shopName, onClose }: Payee) {
  const desk = useDesk();
  return (
    <ReasonedDialog
      title={text("blocks.lift")}
      confirm={text("blocks.lift")}
      hint={text("blocks.lift.hint")}
      make={(reason) =>
        decision(desk, { schemeId, subjectId: shopId, decision: "unblock-payee", reason })
      }
      said={text("blocks.lifted")}
      onClose={onClose}
      testId="unblock-dialog"
    >
      <p>{text("blocks.lift.what", { shop: shopName })}</p>
    </ReasonedDialog>
  );
}
