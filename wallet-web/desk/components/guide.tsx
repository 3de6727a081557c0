// The steps of a page in plain words: shown the first time on this device, and whenever somebody asks for them.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { useDesk } from "../app/context.ts";
import { text } from "../text.ts";
import { stepsOf } from "./guide-steps.ts";

export type Guide = {
  steps: readonly string[];
  isOpen: boolean;
  toggle: () => void;
  close: () => void;
  /** The button that asks for the steps; it gets the focus back. */
  button: { current: HTMLButtonElement | null };
};

/** @param page The page's name in the texts; a page without steps has no guide. */
export function useGuide(page: string): Guide {
  const { database } = useDesk();
  // By page, not cleared by an effect: that would undo a press which comes before it ran.
  const [openPage, setOpenPage] = useState<string | null>(null);
  const isOpen = openPage === page;
  const button = useRef<HTMLButtonElement>(null);
  const steps = stepsOf(page);
  const hasSteps = steps.length > 0;
  useEffect(() => {
    if (!hasSteps) return;
    let isLeft = false;
    const kept = `guide ${page}`;
    const show = async () => {
      if (await database.read<boolean>(kept)) return;
      await database.write(kept, true);
      if (!isLeft) setOpenPage(page);
    };
    // What can't be kept is no reason to keep anyone from working: the button is there.
    show().catch(() => undefined);
    return () => {
      isLeft = true;
    };
  }, [database, page, hasSteps]);
  const close = () => {
    setOpenPage(null);
    button.current?.focus();
  };
  const toggle = () => setOpenPage(isOpen ? null : page);
  return { steps, isOpen, toggle, close, button };
}

export function GuideButton({ guide }: { guide: Guide }) {
  if (guide.steps.length === 0) return null;
  return (
    <button
      ref={guide.button}
      type="button"
      class="button button-quiet"
      aria-expanded={guide.isOpen}
      aria-controls="guide"
      data-testid="guide-open"
      onClick={guide.toggle}
    >
      {text("guide.open")}
    </button>
  );
}

export function GuideSteps({ guide }: { guide: Guide }) {
  return (
    <section
      id="guide"
      class="card guide"
      aria-labelledby="guide-title"
      data-testid="guide"
      hidden={!guide.isOpen}
    >
      <h2 id="guide-title" class="card-title">
        {text("guide.title")}
      </h2>
      <ol class="numbered">
        {guide.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div class="row">
        <Button look="second" onPress={guide.close} testId="guide-close">
          {text("guide.close")}
        </Button>
        <span class="soft small">{text("guide.again")}</span>
      </div>
    </section>
  );
}
