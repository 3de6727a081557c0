// Several children: a row of names to tap, and cards to swipe between. Both show the same choice.
import { useEffect, useRef } from "preact/hooks";
import type { Child } from "../model/child.ts";
import { t } from "../texts.ts";
import { Avatar } from "./avatar.tsx";
import { ChildCard } from "./child-card.tsx";
import { useBudgetTexts, useNameOf } from "./child-name.ts";
import { useFamily } from "./use-family.ts";

export function ChildSwitch(props: { children: readonly Child[]; selected: Child }) {
  const { children, selected } = props;
  const family = useFamily();
  const track = useRef<HTMLDivElement>(null);
  const index = children.indexOf(selected);
  /** Set while the cards scroll by themselves, so that those passed by aren't chosen. */
  const goal = useRef<number | null>(null);
  const isOpen = useRef(false);
  const letGo = () => {
    goal.current = null;
  };

  useEffect(() => {
    const behavior = isOpen.current ? "smooth" : "instant";
    isOpen.current = true;
    const element = track.current;
    // A card that is passed by on the way to another isn't where the way ends.
    if (!element || (goal.current === null && cardInSight(element) === index)) return;
    goal.current = index;
    const card = element.children[index];
    if (card instanceof HTMLElement) {
      element.scrollTo({ left: card.offsetLeft - element.offsetLeft, behavior });
    }
  }, [index]);

  const onScroll = () => {
    const element = track.current;
    if (!element) return;
    const seen = cardInSight(element);
    if (goal.current !== null) {
      if (seen === goal.current) goal.current = null;
      return;
    }
    const child = children[seen];
    if (child) family.selected.set(child.beneficiaryId);
  };

  return (
    <>
      {children.length > 1 && <Chips children={children} selected={selected} />}
      <section
        class="cards"
        ref={track}
        aria-label={t("home.budgets")}
        {...(children.length > 1 ? { tabIndex: 0 } : {})}
        onScroll={onScroll}
        onPointerDown={letGo}
        onKeyDown={letGo}
        onWheel={letGo}
      >
        {children.map((child) => (
          <ChildCard key={child.beneficiaryId} child={child} />
        ))}
      </section>
    </>
  );
}

function Chips({ children, selected }: { children: readonly Child[]; selected: Child }) {
  const family = useFamily();
  const tOfBudgets = useBudgetTexts();
  const nameOf = useNameOf();
  return (
    <ul class="chips" aria-label={tOfBudgets("choose")}>
      {children.map((child) => (
        <li key={child.beneficiaryId}>
          <button
            type="button"
            class="chip"
            data-colour={child.colour}
            aria-pressed={child === selected}
            onClick={() => family.selected.set(child.beneficiaryId)}
          >
            <Avatar picture={child.picture} size={28} />
            <bdi>{nameOf(child)}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Index of the card that stands most in view; scrolling goes below zero in right-to-left. */
function cardInSight(track: HTMLElement): number {
  return Math.round(Math.abs(track.scrollLeft) / Math.max(track.clientWidth, 1));
}
