// The frame of every screen: its name, in whose role one acts, its steps, and room for its main button.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../shared/components/layout.tsx";
import type { RoleName } from "../../shared/protocol/commands.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useMunicipality } from "../app/context.ts";
import { holdsRole } from "../app/desk.ts";
import type { Loaded } from "../app/use-load.ts";
import { text } from "../text.ts";
import { GuideButton, GuideSteps, useGuide } from "./guide.tsx";
import { DeskProblem } from "./problem.tsx";

const EVERY_ROLE: readonly RoleName[] = ["sponsor", "validator", "treasurer", "guardian", "admin"];

export function Page(props: {
  title: string;
  intro?: string;
  /** Roles that may act here; `own` when each role finds something to do here. */
  roles: readonly RoleName[] | "own";
  actions?: ComponentChildren;
  children: ComponentChildren;
  /** Also the name of its steps in the texts. */
  testId: string;
}) {
  const { title, intro, roles, actions } = props;
  const heading = useFocusOnOpen<HTMLHeadingElement>(title);
  const guide = useGuide(props.testId);
  useEffect(() => {
    document.title = `${title} | ${text("title")}`;
  }, [title]);
  return (
    <div class="page-body" data-testid={props.testId}>
      <header class="page-head">
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {intro && <p class="soft">{intro}</p>}
        </div>
        <div class="row page-actions">
          {actions}
          <GuideButton guide={guide} />
        </div>
      </header>
      <RoleLine roles={roles} />
      <GuideSteps guide={guide} />
      {props.children}
    </div>
  );
}

/** In whose role one acts, or which role is missing; and who is responsible. */
function RoleLine({ roles }: { roles: readonly RoleName[] | "own" }) {
  const desk = useDesk();
  const municipality = useMunicipality();
  const held = useStore(desk.roles);
  const schemeId = useStore(desk.schemeId);
  const meant = roles === "own" ? EVERY_ROLE : roles;
  const own = meant
    .filter((role) => holdsRole(held, [role], schemeId))
    .map((role) => text(`role.${role}`));
  const needed = meant.map((role) => text(`role.${role}`));
  return (
    <p class={own.length > 0 ? "role-line" : "role-line role-line-none"} data-testid="role-line">
      <Icon name={own.length > 0 ? "pencil" : "lock"} size={18} />
      <span>
        {own.length > 0
          ? text("role.acting", { role: joined(own, "conjunction") })
          : text("role.looking", { role: joined(needed, "disjunction") })}
      </span>
      <span class="role-line-end">{text("role.responsible", { municipality })}</span>
    </p>
  );
}

/** What was asked for, once it is there; until then that it is coming, or why it isn't. */
export function Loading<T>(props: {
  loaded: Loaded<T>;
  children: (value: T) => ComponentChildren;
}) {
  const { value, error, reload } = props.loaded;
  return (
    <>
      {error !== null && <DeskProblem error={error} onRetry={reload} />}
      {value === null
        ? error === null && (
            <p class="loading soft" role="status">
              <span class="spinner" /> {text("loading")}
            </p>
          )
        : props.children(value)}
    </>
  );
}

/** "a, b en c", or with "of". */
function joined(words: readonly string[], type: "conjunction" | "disjunction"): string {
  return new Intl.ListFormat("nl-NL", { type }).format(words);
}
