// The cards that say that a budget ends: what is left of it and until when. Put away, they come back at the next stage.
import { Button } from "../../shared/components/button.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatDate } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { type EndWarning, endWarningsOf } from "../model/end-warning.ts";
import { saveChildren } from "../model/family.ts";
import { t } from "../texts.ts";
import { useNameOf } from "./child-name.ts";
import { useChildren, useFamily } from "./use-family.ts";

export function EndWarnings() {
  const { deployments } = useFamily();
  return (
    <>
      {endWarningsOf(useChildren(), deployments.now()).map((warning) => (
        <Warning key={`${warning.stage}/${warning.until}`} warning={warning} />
      ))}
    </>
  );
}

function Warning({ warning }: { warning: EndWarning }) {
  const { stage, until, children } = warning;
  const family = useFamily();
  const nameOf = useNameOf();
  const putAway = () => {
    const ids = new Set(children.map((child) => child.beneficiaryId));
    void saveChildren(family, (all) =>
      all.map((child) =>
        ids.has(child.beneficiaryId) ? { ...child, endPutAway: { stage, until } } : child,
      ),
    );
  };
  // The last day on which can be paid, as the letter says it.
  const date = formatDate(until - 1);
  return (
    <Notice
      kind={stage === "over" ? "info" : "warn"}
      title={t(`end.${stage}.title`, { date })}
      testId="end-warning"
    >
      <ul class="plain-list">
        {children.map((child) => (
          <li key={child.beneficiaryId}>
            {t("end.left", {
              name: nameOf(child),
              amount: formatCents(child.budget?.balanceCents ?? 0n),
            })}
          </li>
        ))}
      </ul>
      <p>{t(`end.${stage}.todo`)}</p>
      <Button look="second" testId="end-ok" onPress={putAway}>
        {t("end.ok")}
      </Button>
    </Notice>
  );
}
