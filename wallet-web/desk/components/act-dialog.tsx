// Asks once more before something is signed: what will happen, whether it is final, and a button that says so.
import type { ComponentChildren } from "preact";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import type { IconName } from "../../shared/components/icon.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { toast } from "../../shared/components/toast.tsx";
import type { Posting } from "../app/desk.ts";
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
        {props.isFinal && (
          <p class="final">
            <Icon name="lock" size={20} /> {text("final")}
          </p>
        )}
        <DeskProblem error={act.error} isUncertain={act.isUncertain} />
        <div class="row dialog-actions">
          <Button look="second" onPress={props.onClose} disabled={act.busy}>
            {text("cancel")}
          </Button>
          <Button
            type="submit"
            look={props.isDangerous ? "danger" : "first"}
            busy={act.busy}
            testId={`${props.testId}-confirm`}
            {...(props.icon ? { icon: props.icon } : {})}
          >
            {act.isUncertain ? text("retry") : props.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
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
