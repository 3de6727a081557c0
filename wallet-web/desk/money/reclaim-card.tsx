// After the end and its grace: takes back what families did not spend, with a bar that says how far it is.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Progress } from "../../shared/components/layout.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { formatCents } from "../../shared/money.ts";
import { useDesk, useRole } from "../app/context.ts";
import { noteChange, type Scheme } from "../app/desk.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";
import { type Reclaimed, reclaimAll } from "./reclaim.ts";

export function ReclaimCard({ scheme, outstanding }: { scheme: Scheme; outstanding: bigint }) {
  const mayReclaim = useRole("sponsor");
  const [isAsking, setAsking] = useState(false);
  const work = useReclaim(scheme);
  if (!mayReclaim) return null;
  return (
    <section class="card narrow" data-testid="reclaim-card">
      <h2 class="card-title">{text("reclaim.title")}</h2>
      <p class="soft">{text("reclaim.what", { amount: formatCents(outstanding) })}</p>
      {work.reclaimed && (
        <>
          <Progress
            {...work.reclaimed}
            text={text("reclaim.progress", work.reclaimed)}
            testId="reclaim-bar"
          />
          <p class="soft">{text("reclaim.open")}</p>
        </>
      )}
      <DeskProblem error={work.error} />
      {!work.reclaimed && (
        <>
          <p class="soft">{text("reclaim.then")}</p>
          <div class="row">
            <Button onPress={() => setAsking(true)} testId="reclaim">
              {text("reclaim.go")}
            </Button>
          </div>
        </>
      )}
      {isAsking && (
        <Dialog
          title={text("reclaim.confirm.title")}
          onClose={() => setAsking(false)}
          testId="reclaim-dialog"
        >
          <p>{text("reclaim.confirm.what")}</p>
          <p class="final">
            <Icon name="lock" size={20} /> {text("final")}
          </p>
          <div class="row dialog-actions">
            <Button look="second" onPress={() => setAsking(false)}>
              {text("cancel")}
            </Button>
            <Button
              look="danger"
              onPress={() => {
                setAsking(false);
                work.begin();
              }}
              testId="reclaim-confirm"
            >
              {text("reclaim.confirm")}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

/** One at a time; it stops between two commands when the screen is left. */
function useReclaim({ schemeId }: Scheme) {
  const desk = useDesk();
  const [reclaimed, setReclaimed] = useState<Reclaimed | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), [schemeId]);
  const begin = () => {
    if (running.current) return;
    const stop = new AbortController();
    running.current = stop;
    setError(null);
    setReclaimed({ done: 0, total: 0 });
    reclaimAll(desk, { schemeId, signal: stop.signal, onProgress: setReclaimed })
      .then(() => {
        if (!stop.signal.aborted) toast(text("reclaim.said"));
      }, setError)
      .finally(() => {
        running.current = null;
        setReclaimed(null);
        noteChange(desk);
      });
  };
  return { reclaimed, error, begin };
}
