// The scheme's terms; opening one; and the guardian's stop.
import { Tag } from "../../shared/components/layout.tsx";
import { useDesk, useScheme } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { CardLimitsCard } from "../cards/limits-card.tsx";
import { Facts } from "../components/act-dialog.tsx";
import { Page } from "../components/page.tsx";
import { PauseCard } from "../guardian/pause-card.tsx";
import { OfflineCard } from "../offline/offline-card.tsx";
import { OfflineRefusals } from "../offline/refusal-table.tsx";
import { text } from "../text.ts";
import { OpenScheme } from "./open-scheme.tsx";
import { schemeFacts } from "./scheme-facts.ts";

export function SchemePage() {
  const { schemeId, scheme } = useScheme();
  return (
    <Page
      title={text(scheme ? "scheme.title" : "open.title")}
      intro={text(scheme ? "scheme.intro" : "open.intro")}
      roles={scheme ? ["guardian", "sponsor"] : ["sponsor"]}
      testId="scheme"
    >
      {scheme && <Terms scheme={scheme} />}
      {scheme && <OfflineCard scheme={scheme} />}
      {scheme && <OfflineRefusals schemeId={scheme.schemeId} />}
      {!scheme && schemeId && <OpenScheme schemeId={schemeId} />}
      {!schemeId && (
        <section class="card">
          <p>{text("empty.scheme.role.what")}</p>
        </section>
      )}
    </Page>
  );
}

function Terms({ scheme }: { scheme: Scheme }) {
  const desk = useDesk();
  const now = desk.deployments.now();
  return (
    <div class="split">
      <section class="card" data-testid="scheme-terms">
        <div class="row row-apart">
          <h2 class="card-title">{scheme.name}</h2>
          <StandingTag scheme={scheme} now={now} />
        </div>
        <Facts facts={schemeFacts(scheme)} />
        <p class="soft small">{text("scheme.fixed")}</p>
      </section>
      <div class="stack">
        <CardLimitsCard scheme={scheme} />
        <PauseCard scheme={scheme} />
      </div>
    </div>
  );
}

function StandingTag({ scheme, now }: { scheme: Scheme; now: number }) {
  if (scheme.closed) return <Tag>{text("scheme.closed")}</Tag>;
  if (scheme.paused) return <Tag kind="bad">{text("scheme.paused")}</Tag>;
  if (now < scheme.startsAt) return <Tag kind="warn">{text("scheme.before")}</Tag>;
  if (now >= scheme.endsAt) return <Tag kind="warn">{text("scheme.over")}</Tag>;
  return <Tag kind="good">{text("scheme.running")}</Tag>;
}
