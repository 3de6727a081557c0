// An error in the words of somebody who works for the municipality: "call the municipality" is no help here.
import type { ComponentChildren } from "preact";
import { Button } from "../../shared/components/button.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { ApiError, problemText, readableParams } from "../../shared/problem.ts";
import { text } from "../text.ts";

/** What happened and what to do; the desk's own words first. */
export function deskProblemText(error: unknown): { title: string; todo: string } {
  const code = error instanceof ApiError ? error.code : "unexpected";
  const [title, todo] = [`problem.${code}`, `problem.${code}.todo`];
  if (text.has(title) && text.has(todo)) {
    const params = error instanceof ApiError ? readableParams(error.params) : {};
    return { title: text(title, params), todo: text(todo, params) };
  }
  return problemText(error);
}

export function DeskProblem(props: {
  error: unknown;
  isUncertain?: boolean;
  onRetry?: (() => void) | undefined;
  children?: ComponentChildren;
}) {
  const { error, isUncertain, onRetry } = props;
  if (error === null || error === undefined) return null;
  const { title, todo } = isUncertain
    ? { title: text("problem.uncertain"), todo: text("problem.uncertain.todo") }
    : deskProblemText(error);
  return (
    <Notice kind="bad" title={title} testId="problem">
      {todo && <p>{todo}</p>}
      {props.children}
      {onRetry && (
        <Button look="second" onPress={onRetry}>
          {text("retry")}
        </Button>
      )}
    </Notice>
  );
}
