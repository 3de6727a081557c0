// Asks once more before something is signed: what will happen, whether it is final, and a button that says so.
import type { ComponentChildren } from "preact";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import type { IconName } from "../../shared/components/icon.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { type Command, commands } from "../../shared/protocol/commands.ts";
import { useDesk } from "../app/context.ts";
import { type Posting, sign } from "../app/desk.ts";
import { useAct } from "../app/use-act.ts";
import { text } from "../text.ts";
import { DeskProblem } from "./problem.tsx";

export function ActDialog(props: {
  title: string;
  /** What will happen, and what has to be filled in. */
  children: ComponentChildren;
  confirm: string;
  icon?: IconName;
  /** Said in so many words. */
  isFinal?: boolean;
  isDangerous?: boolean;
  /** Makes the request; null when something still has to be filled in. */
  make: () => Promise<Posting> | null;
  /** The command, where it may be beyond what one person does alone: then it is proposed for another to confirm. */
  together?: { schemeId: Hex; command: () => Command };
  /** Said when it happened. */
  said: string;
  onDone?: () => void;
  onClose: () => void;
  testId: string;
}) {
  const act = useAct(() => {
    toast(props.said);
    props.onDone?.();
    props.onClose();
  });
  const isForTwo = props.together !== undefined && needsTwo(act.error);
  const confirm = () => {
    const making = props.make();
    if (making) void act.run(() => making);
  };
  return (
    <Dialog
      title={props.title}
      onClose={act.busy ? () => undefined : props.onClose}
      testId={props.testId}
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          confirm();
        }}
      >
        <fieldset class="stack" disabled={act.busy || act.isUncertain}>
          {props.children}
        </fieldset>
        {props.isFinal && !isForTwo && (
          <p class="final">
            <Icon name="lock" size={20} /> {text("final")}
          </p>
        )}
        {props.together && isForTwo ? (
          <Propose together={props.together} onClose={props.onClose} />
        ) : (
          <DeskProblem error={act.error} isUncertain={act.isUncertain} />
        )}
        <div class="row dialog-actions">
          <Button look="second" onPress={props.onClose} disabled={act.busy}>
            {text("cancel")}
          </Button>
          {!isForTwo && (
            <Button
              type="submit"
              look={props.isDangerous ? "danger" : "first"}
              busy={act.busy}
              testId={`${props.testId}-confirm`}
              {...(props.icon ? { icon: props.icon } : {})}
            >
              {act.isUncertain ? text("retry") : props.confirm}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

const needsTwo = (error: unknown): boolean =>
  error instanceof ApiError && error.code === "act-needs-two";

/** What takes two: this signature only proposes it. */
function Propose(props: {
  together: { schemeId: Hex; command: () => Command };
  onClose: () => void;
}) {
  const { schemeId, command } = props.together;
  const desk = useDesk();
  const act = useAct(() => {
    toast(text("together.proposed"));
    props.onClose();
  });
  const propose = async () => {
    const { ledger } = await desk.deployments.get();
    const proposal = commands.proposeAct({ schemeId, ledger, call: command().data });
    return {
      path: `/schemes/${schemeId}/proposals`,
      body: { request: await sign(desk, proposal) },
    };
  };
  return (
    <Notice kind="warn" title={text("together.needed")} testId="together">
      <p>{text("together.needed.what")}</p>
      <DeskProblem error={act.error} isUncertain={act.isUncertain} />
      <Button busy={act.busy} onPress={() => void act.run(propose)} testId="propose">
        {text("together.propose")}
      </Button>
    </Notice>
  );
}

/** Two columns of what is confirmed: the word and its value. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="desk-facts">
      {facts.map(([word, value]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
