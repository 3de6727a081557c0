// Two letters for two envelopes: the card to cut out, and its PIN. What stands on the one never stands on the other.
import { formatTypedCode } from "../../shared/protocol/typed-code.ts";
import { qrPath } from "../../shared/qr/qr-image.tsx";
import { LetterHead } from "../letters/letter-head.tsx";
import type { LetterFrame } from "../letters/letter-texts.ts";
import { text } from "../text.ts";
import type { NewCard } from "./make-card.ts";

export type CardFrame = Pick<LetterFrame, "settings" | "municipality" | "writtenAt"> & {
  perPayment: string;
  perDay: string;
};
/** `qr` is what the card's QR says. */
type SheetProps = { card: NewCard; qr: string; frame: CardFrame };

const nameOf = ({ number }: NewCard) =>
  number === null ? text("cardSheet.name") : text("cardSheet.nameNumber", { number });

export function CardSheet({ card, qr, frame }: SheetProps) {
  const { perPayment, perDay } = frame;
  return (
    <article class="sheet" data-testid="card-sheet">
      <LetterHead letter={card} frame={frame} />
      <p class="sheet-subject">{text("cardSheet.subject")}</p>
      <p>{text("cardSheet.dear")}</p>
      <p>{text("cardSheet.opening")}</p>
      <div class="pay-card-cut">
        <PayCard card={card} qr={qr} municipality={frame.municipality} />
        <p class="pay-card-scissors">{text("cardSheet.cut")}</p>
      </div>
      <ol>
        <li>{text("cardSheet.step1")}</li>
        <li>{text("cardSheet.step2")}</li>
        <li>{text("cardSheet.step3", { perPayment, perDay })}</li>
      </ol>
      <p>
        <strong>{text("cardSheet.lost.title")}</strong> {lostText(frame)}
      </p>
      <p class="sheet-greeting">{text("cardSheet.greeting")}</p>
      <p>{text("letter.sender", { municipality: frame.municipality })}</p>
    </article>
  );
}

/** As large as a bank card, and as plain: nothing on it says whose it is, or what for. */
function PayCard(props: { card: NewCard; qr: string; municipality: string }) {
  const { card } = props;
  const { path, side } = qrPath(props.qr, "quartile");
  return (
    <div class="pay-card" data-testid="pay-card">
      <div class="pay-card-words">
        <p class="pay-card-name">{nameOf(card)}</p>
        <p>{text("letter.sender", { municipality: props.municipality })}</p>
        <p class="pay-card-pin">{text("cardSheet.withPin")}</p>
      </div>
      <svg
        class="pay-card-qr"
        viewBox={`0 0 ${side} ${side}`}
        shape-rendering="crispEdges"
        role="img"
        aria-label={text("cardSheet.qr")}
        data-testid="card-qr"
      >
        <path d={path} />
      </svg>
      <p class="pay-card-code" data-testid="card-code">
        {formatTypedCode(card.code)}
      </p>
    </div>
  );
}

export function PinSheet({ card, frame }: Omit<SheetProps, "qr">) {
  return (
    <article class="sheet" data-testid="pin-sheet">
      <LetterHead letter={card} frame={frame} />
      <p class="sheet-subject">{text("pinSheet.subject")}</p>
      <p>{text("cardSheet.dear")}</p>
      <p>{text("pinSheet.opening", { card: nameOf(card) })}</p>
      <div class="pin-box">
        <p>{text("pinSheet.pin")}</p>
        <p class="pin-digits" data-testid="card-pin">
          {card.pin}
        </p>
      </div>
      <ul>
        <li>{text("pinSheet.keep")}</li>
        <li>{text("pinSheet.tell")}</li>
        <li>{text("pinSheet.wrong")}</li>
      </ul>
      <p>
        <strong>{text("pinSheet.lost.title")}</strong> {lostText(frame)}
      </p>
      <p class="sheet-greeting">{text("cardSheet.greeting")}</p>
      <p>{text("letter.sender", { municipality: frame.municipality })}</p>
    </article>
  );
}

function lostText({ settings, municipality }: CardFrame): string {
  const { phone, hours } = settings;
  if (phone === "") return text("cardSheet.lost", { municipality });
  return hours === ""
    ? text("cardSheet.lost.phone", { phone })
    : text("cardSheet.lost.hours", { phone, hours });
}
