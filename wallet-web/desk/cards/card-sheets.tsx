// Two letters for two envelopes: the card to cut out, and its PIN. What stands on the one never stands on the other.
import { type ComponentChildren, Fragment } from "preact";
import { LANGUAGES, type LanguageCode } from "../../shared/language.ts";
import { formatTypedCode } from "../../shared/protocol/typed-code.ts";
import { qrPath } from "../../shared/qr/qr-image.tsx";
import { LetterHead } from "../letters/letter-head.tsx";
import { secondLanguage } from "../letters/letter-texts.ts";
import { text } from "../text.ts";
import { type CardFrame, cardSentences } from "./card-texts.ts";
import type { NewCard } from "./make-card.ts";

/** `qr` is what the card's QR says. */
type SheetProps = { card: NewCard; qr: string; frame: CardFrame };
type Said = ReturnType<typeof cardSentences>;

const nameOf = ({ number }: NewCard) =>
  number === null ? text("cardSheet.name") : text("cardSheet.nameNumber", { number });

export function CardSheet({ card, qr, frame }: SheetProps) {
  const cut = (
    <div class="pay-card-cut">
      <PayCard card={card} qr={qr} municipality={frame.municipality} />
      <p class="pay-card-scissors">{text("cardSheet.cut")}</p>
    </div>
  );
  return (
    <Sheet card={card} frame={frame} testId="card-sheet" part="card" keepsake={() => cut}>
      {({ card: said }) => (
        <ol>
          {said.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </Sheet>
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
  const box = (all: readonly Spoken[]) => (
    <div class="pin-box">
      {all.map(({ language, direction, said }) => (
        <p key={language} lang={language} dir={direction}>
          {said.pin.pin}
        </p>
      ))}
      <p class="pin-digits" data-testid="card-pin">
        {card.pin}
      </p>
    </div>
  );
  return (
    <Sheet card={card} frame={frame} testId="pin-sheet" part="pin" keepsake={box}>
      {({ pin: said }) => (
        <ul>
          {said.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

type Spoken = { language: LanguageCode; direction: "ltr" | "rtl"; said: Said };

/** In Dutch alone, or side by side with the family's language; what the family keeps stands once, under both. */
function Sheet(props: {
  card: NewCard;
  frame: CardFrame;
  testId: string;
  part: "card" | "pin";
  keepsake: (all: readonly Spoken[]) => ComponentChildren;
  children: (said: Said) => ComponentChildren;
}) {
  const { card, frame, part, children } = props;
  const second = secondLanguage(card);
  const all = (second ? (["nl", second] as const) : (["nl"] as const)).map((language) => ({
    language,
    direction: LANGUAGES[language].direction,
    said: cardSentences(frame, nameOf(card), language),
  }));
  const keepsake = props.keepsake(all);
  const head = <LetterHead letter={card} frame={frame} />;
  const closing = (said: Said) => (
    <>
      {children(said)}
      <p>
        <strong>{said[part].lostTitle}</strong> {said[part].lost}
      </p>
      <p class="sheet-greeting">{said.greeting}</p>
      <p lang="nl">
        <bdi>{text("letter.sender", { municipality: frame.municipality })}</bdi>
      </p>
    </>
  );
  const opening = (said: Said) => (
    <>
      <p class="sheet-subject">{said[part].subject}</p>
      <p>{said.dear}</p>
      <p>{said[part].opening}</p>
    </>
  );
  if (!second) {
    return (
      <article class="sheet" data-testid={props.testId}>
        {head}
        {all.map(({ language, said }) => (
          <Fragment key={language}>
            {opening(said)}
            {keepsake}
            {closing(said)}
          </Fragment>
        ))}
      </article>
    );
  }
  return (
    <article class="sheet sheet-two" data-testid={props.testId}>
      {head}
      <div class="sheet-columns">
        {all.map(({ language, direction, said }) => (
          <section key={language} lang={language} dir={direction}>
            {opening(said)}
            {closing(said)}
          </section>
        ))}
      </div>
      <div class="sheet-keepsake">{keepsake}</div>
    </article>
  );
}
