// A message on the screen: what happened, what to do. Kinds differ in icon and words, not in colour alone.
import type { ComponentChildren } from "preact";
import { type ProblemText, problemText } from "../problem.ts";
import { CallLink } from "./call-link.tsx";
import { Icon, type IconName } from "./icon.tsx";

export type NoticeKind = "info" | "good" | "warn" | "bad";

const ICONS: Record<NoticeKind, IconName> = {
  info: "info",
  good: "check",
  warn: "clock",
  bad: "alert",
};

export function Notice(props: {
  kind?: NoticeKind;
  title?: string;
  children?: ComponentChildren;
  /** It says to call the municipality: its number is below. */
  call?: boolean;
  testId?: string;
}) {
  const { kind = "info", title, children, call } = props;
  return (
    <div
      class={`notice notice-${kind}`}
      role={kind === "bad" ? "alert" : "status"}
      data-testid={props.testId}
    >
      <Icon name={ICONS[kind]} />
      <div class="notice-body">
        {title && <p class="notice-title">{title}</p>}
        {children}
        {call && <CallLink />}
      </div>
    </div>
  );
}

/** An error as its sentences; nothing when there is none. */
export function Problem(props: {
  error: unknown;
  /** Where an act has sentences of its own. */
  textOf?: (error: unknown) => ProblemText;
  children?: ComponentChildren;
}) {
  if (props.error === null || props.error === undefined) return null;
  const { title, todo } = (props.textOf ?? problemText)(props.error);
  return (
    <Notice call kind="bad" title={title} testId="problem">
      {todo && <p>{todo}</p>}
      {props.children}
    </Notice>
  );
}
