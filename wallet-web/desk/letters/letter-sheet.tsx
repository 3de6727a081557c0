// One letter on one A4 sheet. Nothing in the window of the envelope but the reference; the code lies on the part that is folded in.
import { memo } from "preact/compat";
import { Mark } from "../../shared/components/icon.tsx";
import { formatDate } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { qrPath } from "../../shared/qr/qr-image.tsx";
import { text } from "../text.ts";
import type { Letter } from "./letter.ts";
import type { LetterSettings } from "./letter-settings.ts";

/** What is the same on every letter of one print. */
export type LetterFrame = {
  kind: "import" | "reissue";
  municipality: string;
  settings: LetterSettings;
  /** Unix seconds. */
  writtenAt: number;
  lastDay: string;
  amountCents: bigint;
  /** Where the code can be typed, without https://. */
  site: string;
};

export const LetterSheet = memo(function LetterSheet(props: {
  letter: Letter;
  frame: LetterFrame;
}) {
  const { letter, frame } = props;
  return (
    <article class="sheet" data-testid="letter" data-client-number={letter.clientNumber}>
      <Head letter={letter} frame={frame} />
      <p class="sheet-subject">
        {text(frame.kind === "import" ? "letter.subject" : "letter.subject.reissue")}
      </p>
      <p>{text("letter.dear")}</p>
      <p>{opening(letter, frame)}</p>
      <div class="sheet-start">
        <div>
          <h2>{text("letter.steps")}</h2>
          <ol>
            <li>{text("letter.step1")}</li>
            <li>{text.count("letter.step2", letter.children)}</li>
            <li>{text("letter.step3")}</li>
          </ol>
        </div>
        <Code letter={letter} />
      </div>
      <p class="sheet-typed">
        {text("letter.type", { site: frame.site })}
        <span class="sheet-code" data-testid="letter-code">
          {letter.typedCode}
        </span>
      </p>
      <p class="sheet-keep">
        <strong>{text("letter.keep.title")}</strong> {text("letter.keep")}
      </p>
      <p>
        <strong>{text("letter.help.title")}</strong> {help(frame)}
      </p>
      <p class="sheet-greeting">{text("letter.greeting")}</p>
      <p>{text("letter.sender", { municipality: frame.municipality })}</p>
    </article>
  );
});

function Head({ letter, frame }: { letter: Letter; frame: LetterFrame }) {
  const { settings } = frame;
  return (
    <header class="sheet-head">
      <div class="sheet-logo">
        <Mark size={40} />
        <span>
          Kindpakket
          <span>{text("letter.sender", { municipality: frame.municipality })}</span>
        </span>
      </div>
      <div class="sheet-window">
        {settings.sender && <p class="sheet-return">{settings.sender}</p>}
        <p>{text("letter.to")}</p>
        <p>{text("letter.client", { client: letter.clientNumber })}</p>
      </div>
      <dl class="sheet-facts">
        <div>
          <dt>{text("letter.date")}</dt>
          <dd>{formatDate(frame.writtenAt)}</dd>
        </div>
        <div>
          <dt>{text("letter.reference")}</dt>
          <dd>{letter.clientNumber}</dd>
        </div>
        <div>
          <dt>{text("letter.number")}</dt>
          <dd data-testid="letter-number">{letter.letterNumber ?? "–"}</dd>
        </div>
      </dl>
    </header>
  );
}

function Code({ letter }: { letter: Letter }) {
  const { path, side } = qrPath(letter.link);
  return (
    <svg
      class="sheet-qr"
      viewBox={`0 0 ${side} ${side}`}
      shape-rendering="crispEdges"
      role="img"
      aria-label={text("letter.qr")}
      data-testid="letter-qr"
    >
      <path d={path} />
    </svg>
  );
}

function opening(letter: Letter, frame: LetterFrame): string {
  const { children } = letter;
  if (frame.kind === "reissue") return text.count("letter.opening.reissue", children);
  return text.count("letter.opening", children, {
    amount: formatCents(frame.amountCents),
    date: frame.lastDay,
  });
}

function help({ settings, municipality }: LetterFrame): string {
  if (settings.phone === "") return text("letter.help.municipality", { municipality });
  if (settings.hours === "") return text("letter.help.phone", { phone: settings.phone });
  return text("letter.help.hours", { phone: settings.phone, hours: settings.hours });
}
