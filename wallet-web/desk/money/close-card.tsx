// The last act: closes a scheme that is over, of which every cent is paid out or taken back.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatCents } from "../../shared/money.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { Conservation } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { posting, type Scheme } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { text } from "../text.ts";

export function CloseCard(props: { scheme: Scheme; conservation: Conservation }) {
  const { schemeId } = props.scheme;
  const { owedCents, inPayoutCents, shopDebtCents } = props.conservation;
  const desk = useDesk();
  const mayClose = useRole("sponsor");
  const [isAsking, setAsking] = useState(false);
  if (!mayClose) return null;
  // What one shop is owed another may owe: together nothing, and yet both stand open.
  const isSettled = [owedCents, inPayoutCents, shopDebtCents].every((cents) => cents === "0");
  return (
    <section class="card narrow" data-testid="close-card">
      <h2 class="card-title">{text("closeScheme.title")}</h2>
      <p class="soft">{whyOf({ isSettled, shopDebt: BigInt(shopDebtCents) })}</p>
      {isSettled && (
        <div class="row">
          <Button look="danger" onPress={() => setAsking(true)} testId="close-scheme">
            {text("closeScheme.go")}
          </Button>
        </div>
      )}
      {isAsking && (
        <ActDialog
          title={text("closeScheme.title")}
          confirm={text("closeScheme.go")}
          isFinal
          isDangerous
          make={() => posting(desk, commands.closeScheme({ schemeId }))}
          said={text("closeScheme.said")}
          onDone={() => void desk.deployments.refresh().catch(() => undefined)}
          onClose={() => setAsking(false)}
          testId="close-scheme-dialog"
        >
          <p>{text("closeScheme.confirm.what")}</p>
        </ActDialog>
      )}
    </section>
  );
}

function whyOf({ isSettled, shopDebt }: { isSettled: boolean; shopDebt: bigint }): string {
  if (isSettled) return text("closeScheme.what");
  return shopDebt > 0n
    ? text("closeScheme.debt", { amount: formatCents(shopDebt) })
    : text("closeScheme.wait");
}
