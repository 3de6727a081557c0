// "What happened here": the chain's own account of a child, a shop, a payment or the scheme, newest first, page by page.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { EmptyState } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useDesk, useRole, useScheme } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Loading, Page } from "../components/page.tsx";
import { LookForm } from "../households/look-form.tsx";
import { text } from "../text.ts";
import type { Timeline } from "./answers.ts";
import { ChildCard } from "./child-card.tsx";
import { isSubjectKind, type SubjectKind, timelineQuery } from "./places.ts";
import { TimelineList } from "./timeline-list.tsx";

export function TimelinePage({ kind, id }: { kind: string | undefined; id: string | undefined }) {
  const { schemeId, scheme } = useScheme();
  const seesFamilies = useRole("validator", "guardian");
  const seesScheme = useRole("validator", "guardian", "sponsor");
  const isKnown = isSubjectKind(kind) && (kind === "scheme" || id !== undefined);
  const maySee = kind === "shop" || kind === "scheme" ? seesScheme : seesFamilies;
  return (
    <Page
      title={text("timeline.title")}
      intro={isKnown ? introOf(kind, id ?? "") : text("timeline.unknown")}
      roles={["validator", "guardian"]}
      actions={
        <Button look="second" icon="back" onPress={() => history.back()} testId="timeline-back">
          {text("timeline.back")}
        </Button>
      }
      testId="timeline"
    >
      {schemeId && scheme && isKnown && maySee && (
        <Events
          key={`${schemeId} ${kind} ${id}`}
          schemeId={schemeId}
          kind={kind}
          id={id ?? schemeId}
        />
      )}
      {isKnown && !maySee && <Notice title={text("households.notYours")} />}
    </Page>
  );
}

function introOf(kind: SubjectKind, id: string): string {
  return text(`timeline.intro.${kind}`, { code: shortCode(id) });
}

function Events({ schemeId, kind, id }: { schemeId: Hex; kind: SubjectKind; id: string }) {
  const desk = useDesk();
  // Where each page that was seen begins; the last is shown.
  const [trail, setTrail] = useState<readonly (string | null)[]>([null]);
  const before = trail.at(-1) ?? null;
  const query = timelineQuery({ kind, id, before });
  const loaded = useLoad<Timeline>(`timeline ${schemeId} ${query}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/timeline?${query}`, { signal }),
  );
  const mustSayWhy = loaded.error instanceof ApiError && loaded.error.code === "look-reason-needed";
  if (mustSayWhy) {
    return (
      <section class="card">
        <LookForm schemeId={schemeId} at={{ beneficiaryId: id as Hex }} onDone={loaded.reload} />
      </section>
    );
  }
  return (
    <Loading loaded={loaded}>
      {({ events, next, payout }) =>
        events.length === 0 ? (
          <section class="card">
            <EmptyState icon="clock" title={text("timeline.none")} />
          </section>
        ) : (
          <>
            {kind === "payment" && <PayoutLine payout={payout} />}
            {kind === "child" && <ChildCard beneficiaryId={id as Hex} />}
            <section class="card">
              <TimelineList events={events} subject={{ kind, id }} />
            </section>
            {(next !== null || trail.length > 1) && (
              <nav class="pager" aria-label={text("pager.label")}>
                <Button
                  look="second"
                  icon="back"
                  disabled={trail.length === 1}
                  onPress={() => setTrail(trail.slice(0, -1))}
                  testId="timeline-newer"
                >
                  {text("timeline.newer")}
                </Button>
                <Button
                  look="second"
                  disabled={next === null}
                  onPress={() => setTrail([...trail, next])}
                  testId="timeline-older"
                >
                  {text("timeline.older")}
                </Button>
              </nav>
            )}
          </>
        )
      }
    </Loading>
  );
}

/** Whether the shop has its money, and by what it finds it back. */
function PayoutLine({ payout }: { payout: Timeline["payout"] }) {
  if (payout === null)
    return <Notice title={text("timeline.payout.none")} testId="timeline-payout" />;
  const { payoutId, state, bankReference } = payout;
  return (
    <Notice
      title={text("timeline.payout", { state: text(`payouts.state.${state}`) })}
      testId="timeline-payout"
    >
      <p class="breaks">{text("timeline.payout.reference", { reference: payoutId.slice(2) })}</p>
      {bankReference !== null && (
        <p class="breaks">{text("timeline.payout.bank", { bank: bankReference })}</p>
      )}
    </Notice>
  );
}
