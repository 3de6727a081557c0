// How far a registration is, and what a person can do when it stands still.
import { useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Progress } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk } from "../app/context.ts";
import { type LetterWork, makesLetters } from "../codes/letter-work.ts";
import { DeskProblem } from "../components/problem.tsx";
import { text } from "../text.ts";

export function WorkProgressBar({ work }: { work: LetterWork }) {
  const desk = useDesk();
  const state = useStore(desk.letterWork.state);
  const isRunning = state.running === work.workId;
  const refused = state.refused?.workId === work.workId ? state.refused.error : null;
  const resume = () => void desk.letterWork.resume(work.workId);
  return (
    <section class="card" data-testid="work-progress" data-finished={work.finished}>
      <h2 class="card-title">{titleOf(work)}</h2>
      <Progress
        done={work.householdsDone}
        total={work.households}
        text={text("work.progress", { done: work.householdsDone, total: work.households })}
        testId="work-bar"
      />
      {isRunning && state.waitingFor && (
        <Notice kind="warn" title={text("work.waiting")}>
          <p>{text("work.waiting.what")}</p>
        </Notice>
      )}
      {isRunning && !state.waitingFor && <p class="soft">{text("work.mayClose")}</p>}
      <DeskProblem error={refused} />
      {!work.finished && !isRunning && (
        <div class="row">
          <Button onPress={resume} testId="work-resume">
            {text("work.resume")}
          </Button>
          <GiveUp work={work} />
        </div>
      )}
      {work.finished && !makesLetters(work) && (
        <>
          <p>{text("work.closing.next")}</p>
          <Button
            look="second"
            onPress={() => void desk.letterWork.forget(work, "printed")}
            testId="work-seen"
          >
            {text("work.closing.seen")}
          </Button>
        </>
      )}
      {work.finished && makesLetters(work) && (
        <>
          <p>{text.count("work.next", work.householdsDone)}</p>
          <ButtonLink icon="print" href={pathTo("letters", work.workId)} testId="work-letters">
            {text("work.letters")}
          </ButtonLink>
        </>
      )}
    </section>
  );
}

function titleOf(work: LetterWork): string {
  if (!work.finished) return text(`work.${work.kind}.title`);
  return text(makesLetters(work) ? "work.finished" : "work.closing.finished");
}

/** For work that a colleague did meanwhile, or that can't go on: what is registered keeps its letters. */
function GiveUp({ work }: { work: LetterWork }) {
  const desk = useDesk();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button look="quiet" onPress={() => setAsking(true)} testId="work-give-up">
        {text("work.giveUp")}
      </Button>
      {isAsking && (
        <Dialog title={text("work.giveUp.title")} onClose={() => setAsking(false)}>
          {work.kind === "reissue" ? (
            <p>{text("work.giveUp.reissue")}</p>
          ) : makesLetters(work) ? (
            <>
              <p>{text.count("work.giveUp.what", work.households - work.householdsDone)}</p>
              <p>{text("work.giveUp.done", { count: work.householdsDone })}</p>
            </>
          ) : (
            <p>{text.count("work.giveUp.closing", work.households - work.householdsDone)}</p>
          )}
          <div class="row dialog-actions">
            <Button look="second" onPress={() => setAsking(false)}>
              {text("cancel")}
            </Button>
            <Button
              look="danger"
              onPress={() => {
                setAsking(false);
                void desk.letterWork.forget(work, "unregistered");
              }}
            >
              {text("work.giveUp.confirm")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
