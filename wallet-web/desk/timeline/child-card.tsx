// A budget as it stands now, beside what happened to it: who may stop one does it here, without seeing whose it is.
import { useState } from "preact/hooks";
import type { BeneficiaryAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading } from "../components/page.tsx";
import { FreezeDialog, UnfreezeDialog } from "../households/freeze-dialog.tsx";
import { STATE_KINDS } from "../households/household-children.tsx";
import { text } from "../text.ts";

export function ChildCard({ beneficiaryId }: { beneficiaryId: Hex }) {
  const desk = useDesk();
  const mayFreeze = useRole("validator", "guardian");
  const [asking, setAsking] = useState<"freeze" | "unfreeze" | null>(null);
  const loaded = useLoad<BeneficiaryAnswer>(`beneficiary ${beneficiaryId}`, (signal) =>
    desk.api.get(`/beneficiaries/${beneficiaryId}`, { signal }),
  );
  const whose = text("timeline.to.child", { code: shortCode(beneficiaryId) });
  const Ask = asking === "freeze" ? FreezeDialog : UnfreezeDialog;
  return (
    <section class="card" data-testid="child-card">
      <Loading loaded={loaded}>
        {({ state, balanceCents, reason }) => (
          <>
            <div class="row row-apart">
              <span class="strong">{whose}</span>
              <Tag kind={STATE_KINDS[state]}>{text(`state.${state}`)}</Tag>
              <Amount cents={BigInt(balanceCents)} />
            </div>
            {reason !== null && (
              <p class="soft small">
                {text("reason")}: {text(`reason.${reason}`)}
              </p>
            )}
            {mayFreeze && state !== "closed" && (
              <div class="row">
                <Button
                  look={state === "frozen" ? "second" : "danger"}
                  {...(state === "frozen" ? {} : { icon: "lock" as const })}
                  onPress={() => setAsking(state === "frozen" ? "unfreeze" : "freeze")}
                  testId={state === "frozen" ? "unfreeze" : "freeze"}
                >
                  {text(state === "frozen" ? "household.unfreeze" : "household.freeze")}
                </Button>
              </div>
            )}
          </>
        )}
      </Loading>
      {asking && <Ask {...{ beneficiaryId, whose }} onClose={() => setAsking(null)} />}
    </section>
  );
}
