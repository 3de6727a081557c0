// One letter on the screen, as it comes out of the printer.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../../shared/components/button.tsx";
import { text } from "../text.ts";
import type { Letter } from "./letter.ts";
import { LetterSheet } from "./letter-sheet.tsx";
import type { LetterFrame } from "./letter-texts.ts";

/** 210 mm in CSS pixels. */
const SHEET_WIDTH = (210 / 25.4) * 96;

/** One letter at a time; the printer gets them all. */
export function LetterPreview({
  letters,
  frame,
}: {
  letters: readonly Letter[];
  frame: LetterFrame;
}) {
  const [index, setIndex] = useState(0);
  const paper = useFittingSheet();
  const at = Math.min(index, letters.length - 1);
  const letter = letters[at];
  if (!letter) return null;
  return (
    <section class="preview" aria-label={text("print.preview")}>
      <div class="row row-apart preview-head">
        <IconButton
          icon="back"
          label={text("print.before")}
          onPress={() => setIndex(Math.max(0, at - 1))}
        />
        <span role="status" class="soft small">
          {text("print.here", { number: at + 1, total: letters.length })}
        </span>
        <IconButton
          icon="next"
          label={text("print.after")}
          onPress={() => setIndex(Math.min(letters.length - 1, at + 1))}
        />
      </div>
      <div class="preview-paper" ref={paper}>
        <LetterSheet letter={letter} frame={frame} />
      </div>
    </section>
  );
}

/** The sheet keeps its millimetres and is drawn smaller, so that the screen shows what the paper gets. */
export function useFittingSheet() {
  const paper = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = paper.current;
    if (!element) return;
    const resize = () => {
      const sheet = element.firstElementChild as HTMLElement | null;
      if (sheet) sheet.style.transform = `scale(${element.clientWidth / SHEET_WIDTH})`;
    };
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    resize();
    return () => observer.disconnect();
  });
  return paper;
}
