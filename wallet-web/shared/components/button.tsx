// Button and link that looks like one. While busy it says so, keeps its size and takes no second press.
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";

type Look = "first" | "second" | "quiet" | "danger" | "danger-line";

type Common = {
  children: ComponentChildren;
  look?: Look;
  icon?: IconName;
  wide?: boolean;
  big?: boolean;
  testId?: string;
};

export type ButtonProps = Common & {
  onPress?: () => void;
  type?: "button" | "submit";
  busy?: boolean;
  disabled?: boolean;
};

const classOf = ({ look = "first", wide, big }: Pick<Common, "look" | "wide" | "big">) =>
  [
    "button",
    look === "first" ? "" : `button-${look}`,
    wide ? "button-wide" : "",
    big ? "button-big" : "",
  ]
    .filter(Boolean)
    .join(" ");

export function Button(props: ButtonProps) {
  const { children, icon, onPress, type = "button", busy = false, disabled = false } = props;
  return (
    <button
      type={type}
      class={classOf(props)}
      data-testid={props.testId}
      aria-busy={busy}
      aria-disabled={busy}
      disabled={disabled}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {busy ? <span class="spinner" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button of an icon only; its label is what screen readers say. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  onPress: () => void;
  testId?: string;
  pressed?: boolean;
}) {
  return (
    <button
      type="button"
      class="button button-icon"
      aria-label={props.label}
      aria-pressed={props.pressed}
      title={props.label}
      data-testid={props.testId}
      onClick={props.onPress}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** Goes to another screen or page. */
export function ButtonLink(props: Common & { href: string }) {
  return (
    <a class={classOf(props)} href={props.href} data-testid={props.testId}>
      {props.icon && <Icon name={props.icon} />}
      {props.children}
    </a>
  );
}
