// The frame of a screen: skip link, top bar, tabs, banner. A new screen takes the focus to its heading, so that it is read out.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { connection } from "../connection.ts";
import { useStore } from "../store.ts";
import { sharedText } from "../texts.ts";
import { IconButton } from "./button.tsx";
import { Icon, type IconName, Mark } from "./icon.tsx";

export function Card(props: { title?: string; children: ComponentChildren; testId?: string }) {
  return (
    <section class="card" data-testid={props.testId}>
      {props.title && <h2 class="card-title">{props.title}</h2>}
      {props.children}
    </section>
  );
}

/** Name of the app and the municipality, and room for a button. */
export function BrandBar(props: { place?: string; wide?: boolean; children?: ComponentChildren }) {
  usePageTitle(null);
  return (
    <header class={props.wide ? "top-bar top-bar-wide" : "top-bar"}>
      <div class="brand">
        <Mark />
        <span>Kindpakket {props.place && <span class="brand-place">{props.place}</span>}</span>
      </div>
      {props.children}
    </header>
  );
}

/** Title of a screen with the way back. */
export function TopBar(props: {
  title: string;
  onBack?: () => void;
  wide?: boolean;
  children?: ComponentChildren;
}) {
  const heading = useFocusOnOpen<HTMLHeadingElement>(props.title);
  usePageTitle(props.title);
  return (
    <header class={props.wide ? "top-bar top-bar-wide" : "top-bar"}>
      {props.onBack && (
        <IconButton icon="back" label={sharedText("back")} onPress={props.onBack} testId="back" />
      )}
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.children}
    </header>
  );
}

/** The browser's own title says which screen this is, to those who listen and in the list of tabs. */
function usePageTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? "Kindpakket" : `${title} | Kindpakket`;
  }, [title]);
}

/** Puts the focus on an element when it first shows, and again when `key` changes. */
export function useFocusOnOpen<T extends HTMLElement>(key: string) {
  const element = useRef<T>(null);
  // With the drawing, not after it: who is quick has moved the focus by then.
  useLayoutEffect(() => {
    element.current?.focus({ preventScroll: true });
  }, [key]);
  return element;
}

export type Tab = { href: string; text: string; icon: IconName; isHere: boolean; testId?: string };

/** The places of an app, at the bottom where a thumb is. */
export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ href, text, icon, isHere, testId }) => (
        <a
          key={href}
          class="tab"
          href={href}
          aria-current={isHere ? "page" : undefined}
          data-testid={testId}
        >
          <Icon name={icon} />
          {text}
        </a>
      ))}
    </nav>
  );
}

/** Says that there is no connection; `children` says what works all the same. */
export function OfflineBanner({ children }: { children: ComponentChildren }) {
  const state = useStore(connection);
  return (
    <div role="status" data-testid="offline-banner">
      {state === "offline" && (
        <div class="banner">
          <Icon name="offline" size={20} />
          <span>{children}</span>
        </div>
      )}
    </div>
  );
}

export function EmptyState(props: {
  icon: IconName;
  title: string;
  /** Nothing else stands on the page: its title is this one. */
  isPage?: boolean;
  children?: ComponentChildren;
}) {
  const Title = props.isPage ? "h1" : "h2";
  return (
    <div class="empty">
      <span class="empty-picture">
        <Icon name={props.icon} size={32} />
      </span>
      <Title>{props.title}</Title>
      {props.children}
    </div>
  );
}

/** Where someone is in a row of steps. */
export function Steps({
  steps,
  now,
  label,
}: {
  steps: readonly string[];
  now: number;
  label: string;
}) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step, index) => (
        <li
          key={step}
          class={`step ${index < now ? "step-done" : ""} ${index === now ? "step-now" : ""}`}
          aria-current={index === now ? "step" : undefined}
        >
          {step}
        </li>
      ))}
    </ol>
  );
}

/** How far something is: done of total, with the words for it. */
export function Progress(props: { done: number; total: number; text: string; testId?: string }) {
  return (
    <div class="progress" data-testid={props.testId}>
      <progress value={props.done} max={Math.max(props.total, 1)} aria-label={props.text} />
      <span class="small soft" role="status">
        {props.text}
      </span>
    </div>
  );
}

/** A short state in words, with a colour. */
export function Tag(props: {
  kind?: "info" | "good" | "warn" | "bad";
  children: ComponentChildren;
}) {
  return <span class={`tag tag-${props.kind ?? "info"}`}>{props.children}</span>;
}

/** First stop of the keyboard on a screen: past bar and tabs to `#main`. A button, because the address after # is a screen. */
export function SkipLink() {
  const skip = () => {
    const main = document.getElementById("main");
    main?.setAttribute("tabindex", "-1");
    main?.focus();
  };
  return (
    <button type="button" class="skip-link" onClick={skip}>
      {sharedText("skip")}
    </button>
  );
}
