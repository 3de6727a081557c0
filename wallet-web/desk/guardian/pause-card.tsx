// The guardian's stop of a whole scheme: what it stops, and the reason that the next person reads.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { useDesk, useRole } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { ReasonedDialog } from "../payouts/reasoned-dialog.tsx";
import { text } from "../text.ts";
import { type Stopping, stopScheme } from "./stop-scheme.ts";

export function PauseCard({ scheme }: { scheme: Scheme }) {
  const [isAsking, setAsking] = useState(false);
  const mayPause = useRole("guardian");
  if (scheme.closed) return null;
  const act: Stopping = scheme.paused ? "resume" : "pause";
  return (
    <section class="card" data-testid="pause-card">
      <h2 class="card-title">{text(`${act}.card`)}</h2>
      <p class="soft">{text(`${act}.what`)}</p>
      {mayPause ? (
        <div class="row">
          <Button
            look={scheme.paused ? "first" : "danger"}
            onPress={() => setAsking(true)}
            testId={`${act}-scheme`}
          >
            {text(`${act}.go`)}
          </Button>
        </div>
      ) : (
        <p class="soft small">{text("role.needed", { role: text("role.guardian") })}</p>
      )}
      {isAsking && <StopDialog scheme={scheme} act={act} onClose={() => setAsking(false)} />}
    </section>
  );
}

function StopDialog(props: { scheme: Scheme; act: Stopping; onClose: () => void }) {
  const desk = useDesk();
  const { schemeId } = props.scheme;
  // As it was when it was asked: the answer changes the scheme before the dialog closes.
  const [act] = useState(props.act);
  const [said] = useState(text(`${act}.said`));
  return (
    <ReasonedDialog
      title={text(`${act}.title`)}
      confirm={text(`${act}.go`)}
      hint={text(`guardian.stop.reason.${act}`)}
      isDangerous={act === "pause"}
      make={(reason) => stopScheme(desk, { schemeId, act, reason })}
      said={said}
      onDone={() => void desk.deployments.refresh().catch(() => undefined)}
      onClose={props.onClose}
      testId="pause-dialog"
    >
      {act === "pause" ? <WhatStops /> : <p>{text("resume.check")}</p>}
    </ReasonedDialog>
  );
}

function WhatStops() {
  return (
    <>
      <p class="strong">{text("guardian.stop.list")}</p>
      <ul class="bullets">
        <li>{text("guardian.stop.pays")}</li>
        <li>{text("guardian.stop.payouts")}</li>
        <li>{text("guardian.stop.work")}</li>
        <li>{text("guardian.stop.refunds")}</li>
      </ul>
      <p>{text("guardian.stop.stays")}</p>
    </>
  );
}
