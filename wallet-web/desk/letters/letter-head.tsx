// What stands on a letter in Dutch only, because the office and the post read it; and the code as a QR.
import { Mark } from "../../shared/components/icon.tsx";
import { formatDate } from "../../shared/dates.ts";
import { qrPath } from "../../shared/qr/qr-image.tsx";
import { text } from "../text.ts";
import type { Letter } from "./letter.ts";
import type { LetterFrame } from "./letter-texts.ts";

export function LetterHead(props: {
  letter: Pick<Letter, "clientNumber" | "letterNumber">;
  frame: Pick<LetterFrame, "settings" | "municipality" | "writtenAt">;
}) {
  const { letter, frame } = props;
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

export function LetterQr({ letter }: { letter: Letter }) {
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
