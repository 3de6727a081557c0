// The guardian's stop of a whole scheme: what it stops, and the way to stop it.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { useRole } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { text } from "../text.ts";
import { StopDialog } from "./stop-dialog.tsx";
import type { Stopping } from "./stop-scheme.ts";

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
