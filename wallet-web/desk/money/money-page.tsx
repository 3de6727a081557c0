// The sponsor's money in and out, and what the treasurer lets the system pay.

import { Notice } from "../../shared/components/notice.tsx";
import { formatCents } from "../../shared/money.ts";
import type { SchemeOverview } from "../app/answers.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading, Page } from "../components/page.tsx";
import { ProposalsCard } from "../proposals/proposals-card.tsx";
import { text } from "../text.ts";
import { CloseCard } from "./close-card.tsx";
import { FundCard } from "./fund-card.tsx";
import { MandateCard } from "./mandate-card.tsx";
import { ReclaimCard } from "./reclaim-card.tsx";
import { WithdrawCard } from "./withdraw-card.tsx";

export function MoneyPage() {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const maySee = useRole("sponsor", "validator", "treasurer", "guardian");
  const loaded = useLoad<SchemeOverview>(scheme && maySee ? `money ${schemeId}` : null, (signal) =>
    desk.api.get(`/schemes/${schemeId}/overview`, { signal }),
  );
  return (
    <Page
      title={text("money.title")}
      intro={text("money.intro")}
      roles={["sponsor", "treasurer"]}
      testId="money"
    >
      {scheme && maySee ? (
        <Loading loaded={loaded}>
          {(overview) => <Cards scheme={scheme} overview={overview} />}
        </Loading>
      ) : (
        <Notice title={text(scheme ? "households.notYours" : "import.noScheme")} />
      )}
    </Page>
  );
}

function Cards({ scheme, overview }: { scheme: Scheme; overview: SchemeOverview }) {
  const desk = useDesk();
  const unallocated = BigInt(overview.conservation.unallocatedCents);
  const isOver = desk.deployments.now() >= scheme.endsAt + scheme.graceSeconds;
  const perChild = BigInt(scheme.amountPerBeneficiaryCents);
  return (
    <>
      <p class="lead" data-testid="unallocated">
        {isOver && text("money.over")}
        {!isOver && unallocated === 0n && text("money.unallocated.none")}
        {!isOver &&
          unallocated > 0n &&
          text("money.unallocated", {
            amount: formatCents(unallocated),
            children: text.count("children", Number(unallocated / (perChild || 1n))),
          })}
      </p>
      <ProposalsCard schemeId={scheme.schemeId} kinds={["fund", "withdraw"]} />
      {isOver && !scheme.closed && <AfterTheEnd scheme={scheme} overview={overview} />}
      <div class="split split-even">
        {!isOver && <FundCard scheme={scheme} />}
        <MandateCard scheme={scheme} overview={overview} />
      </div>
    </>
  );
}

/** First what families have left, then what the scheme has, then the scheme itself. */
function AfterTheEnd({ scheme, overview }: { scheme: Scheme; overview: SchemeOverview }) {
  const { conservation } = overview;
  const outstanding = BigInt(conservation.outstandingCents);
  if (outstanding > 0n) return <ReclaimCard scheme={scheme} outstanding={outstanding} />;
  if (conservation.unallocatedCents !== "0")
    return <WithdrawCard scheme={scheme} conservation={conservation} />;
  return <CloseCard scheme={scheme} conservation={conservation} />;
}
