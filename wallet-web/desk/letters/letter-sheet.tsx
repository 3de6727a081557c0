// One letter on one A4 sheet. Nothing in the window of the envelope but the reference; the code lies on the part that is folded in.
import { memo } from "preact/compat";
import { LANGUAGES, type LanguageCode } from "../../shared/language.ts";
import { text } from "../text.ts";
import type { Letter } from "./letter.ts";
import { LetterHead, LetterQr } from "./letter-head.tsx";
import { type LetterFrame, secondLanguage, sentencesOf } from "./letter-texts.ts";

type LetterProps = { letter: Letter; frame: LetterFrame };

export const LetterSheet = memo(function LetterSheet({ letter, frame }: LetterProps) {
  const second = secondLanguage(letter);
  return (
    <article
      class={second ? "sheet sheet-two" : "sheet"}
      data-testid="letter"
      data-client-number={letter.clientNumber}
    >
      <LetterHead letter={letter} frame={frame} />
      {second ? (
        <TwoLanguages letter={letter} frame={frame} second={second} />
      ) : (
        <DutchOnly letter={letter} frame={frame} />
      )}
    </article>
  );
});

function DutchOnly({ letter, frame }: LetterProps) {
  const said = sentencesOf(letter, frame, "nl");
  return (
    <>
      <p class="sheet-subject">{said.subject}</p>
      <p>{said.dear}</p>
      <p>{said.opening}</p>
      {said.joins && <p>{said.joins}</p>}
      <div class="sheet-start">
        <Steps title={said.stepsTitle} steps={said.steps} />
        <LetterQr letter={letter} />
      </div>
      <p class="sheet-typed">
        {said.type}
        <TypedCode letter={letter} />
      </p>
      <Closing said={said} frame={frame} />
    </>
  );
}

/** Side by side, line for line the same; under both the one code. */
function TwoLanguages({ letter, frame, second }: LetterProps & { second: LanguageCode }) {
  const both = (["nl", second] as const).map((language) => ({
    language,
    direction: LANGUAGES[language].direction,
    said: sentencesOf(letter, frame, language),
  }));
  return (
    <>
      <div class="sheet-columns">
        {both.map(({ language, direction, said }) => (
          <section key={language} lang={language} dir={direction}>
            <p class="sheet-subject">{said.subject}</p>
            <p>{said.dear}</p>
            <p>{said.opening}</p>
            {said.joins && <p>{said.joins}</p>}
            <Steps title={said.stepsTitle} steps={said.steps} />
            <Closing said={said} frame={frame} />
          </section>
        ))}
      </div>
      <div class="sheet-start">
        <LetterQr letter={letter} />
        <div class="sheet-typed">
          {both.map(({ language, direction, said }) => (
            <p key={language} lang={language} dir={direction}>
              {said.type}
            </p>
          ))}
          <TypedCode letter={letter} />
        </div>
      </div>
    </>
  );
}

function Steps({ title, steps }: { title: string; steps: readonly string[] }) {
  return (
    <div>
      <h2>{title}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}

function TypedCode({ letter }: { letter: Letter }) {
  return (
    <span class="sheet-code" data-testid="letter-code">
      {letter.typedCode}
    </span>
  );
}

function Closing({ said, frame }: { said: ReturnType<typeof sentencesOf>; frame: LetterFrame }) {
  return (
    <>
      <p class="sheet-keep">
        <strong>{said.keepTitle}</strong> {said.keep}
      </p>
      <p>
        <strong>{said.helpTitle}</strong> {said.help}
      </p>
      <p class="sheet-greeting">{said.greeting}</p>
      <p lang="nl">
        <bdi>{text("letter.sender", { municipality: frame.municipality })}</bdi>
      </p>
    </>
  );
}
