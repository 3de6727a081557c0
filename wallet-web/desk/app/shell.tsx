// The frame around the screens: places at the side (behind a button on a phone), the scheme, and what is under way.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon, type IconName, Mark } from "../../shared/components/icon.tsx";
import { OfflineBanner } from "../../shared/components/layout.tsx";
import { pathTo, useRoute } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { makesLetters } from "../codes/letter-work.ts";
import { WorkStatus } from "../letters/work-status.tsx";
import { text } from "../text.ts";
import { useDesk, useMunicipality, useScheme } from "./context.ts";
import { chooseScheme, schemeIdsOf } from "./desk.ts";

const PLACES = [
  "overview",
  "insight",
  "households",
  "letters",
  "shops",
  "money",
  "payouts",
  "guardian",
  "scheme",
  "roles",
  "access",
] as const;
const ICONS: Record<(typeof PLACES)[number], IconName> = {
  overview: "home",
  insight: "chart",
  households: "people",
  letters: "letter",
  shops: "shop",
  money: "euro",
  payouts: "bank",
  guardian: "eye",
  scheme: "list",
  roles: "lock",
  access: "info",
};

/** Before one has a role: only the name and one column. */
export function Bare({ children }: { children: ComponentChildren }) {
  return (
    <div class="bare">
      <header class="bare-head">
        <Brand />
      </header>
      <OfflineBanner>{text("offline")}</OfflineBanner>
      <main class="bare-main">{children}</main>
    </div>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  const [place = "overview"] = useRoute();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(false), [place]);
  return (
    <div class="desk">
      <button type="button" class="skip-link" onClick={focusContent}>
        {text("skip")}
      </button>
      <header class={isOpen ? "side side-open" : "side"}>
        <div class="side-head">
          <Brand />
          <button
            type="button"
            class="menu-button"
            aria-expanded={isOpen}
            aria-controls="places"
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? "close" : "list"} />
            {text(isOpen ? "menu.close" : "menu")}
          </button>
        </div>
        <div class="side-body" id="places">
          <SchemeChoice />
          <Places place={place} />
          <WorkStatus />
        </div>
      </header>
      <div class="desk-main">
        <OfflineBanner>{text("offline")}</OfflineBanner>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function Brand() {
  const municipality = useMunicipality();
  return (
    <a class="desk-brand" href={pathTo()}>
      <Mark size={36} />
      <span>
        Kindpakket
        <span class="desk-brand-place">{municipality || text("place")}</span>
      </span>
    </a>
  );
}

function Places({ place }: { place: string }) {
  const desk = useDesk();
  const { work } = useStore(desk.letterWork.state);
  const letters = work.filter(makesLetters).length;
  return (
    <nav aria-label={text("menu.label")}>
      <ul class="places">
        {PLACES.map((name) => (
          <li key={name}>
            <a
              class="place"
              href={pathTo(name)}
              aria-current={name === place ? "page" : undefined}
              data-testid={`nav-${name}`}
            >
              <Icon name={ICONS[name]} size={22} />
              <span>{text(`nav.${name}`)}</span>
              {name === "letters" && letters > 0 && (
                <span class="place-count" title={text.count("nav.letters.count", letters)}>
                  <span aria-hidden="true">{letters}</span>
                  <span class="unseen">{text.count("nav.letters.count", letters)}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A choice only when there is something to choose. */
function SchemeChoice() {
  const desk = useDesk();
  const { schemeId } = useScheme();
  const deployment = useStore(desk.deployments.store);
  useStore(desk.roles);
  const choices = schemeIdsOf(desk).map((id) => ({
    id,
    name:
      deployment?.schemes.find((scheme) => scheme.schemeId === id)?.name ?? text("scheme.unopened"),
  }));
  if (choices.length < 2) {
    return <p class="scheme-name">{choices[0]?.name ?? text("scheme.none")}</p>;
  }
  return (
    <label class="scheme-choice">
      <span>{text("scheme.choose")}</span>
      <span class="select">
        <select
          value={schemeId ?? ""}
          data-testid="scheme-choice"
          onChange={(event) => void chooseScheme(desk, event.currentTarget.value as `0x${string}`)}
        >
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </label>
  );
}

/** No link: what stands after # in the address names a screen. */
function focusContent(): void {
  document.getElementById("content")?.focus();
}
