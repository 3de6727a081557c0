// Shows how the letters look, prints them, and deletes their codes when a person says that they are printed.
import { useMemo, useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { EmptyState } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { goTo, pathTo } from "../../shared/router.ts";
import { nameForOthers } from "../../shared/scheme-words.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useMunicipality } from "../app/context.ts";
import { type LetterWork, makesLetters } from "../codes/letter-work.ts";
import { Choices } from "../components/choices.tsx";
import { Page } from "../components/page.tsx";
import { text } from "../text.ts";
import { LetterPreview } from "./letter-preview.tsx";
import { type LetterSettings, useLetterSettings } from "./letter-settings.ts";
import { LetterSheet } from "./letter-sheet.tsx";
import type { LetterFrame } from "./letter-texts.ts";
import { useLetters } from "./use-letters.ts";

/** As many sheets as a browser prints without trouble. */
const LETTERS_PER_PRINT = 250;

export function PrintPage({ workId }: { workId: string }) {
  const { work } = useStore(useDesk().letterWork.state);
  const found = work.find(
    (one) => one.workId === workId && makesLetters(one) && one.householdsDone > 0,
  );
  const back = (
    <ButtonLink look="quiet" icon="back" href={pathTo("letters")}>
      {text("letters.back")}
    </ButtonLink>
  );
  return (
    <Page title={text("print.title")} roles={["validator"]} actions={back} testId="print">
      {found ? (
        <Letters work={found} />
      ) : (
        <section class="card">
          <EmptyState icon="letter" title={text("print.gone")}>
            <p class="soft">{text("print.gone.what")}</p>
          </EmptyState>
        </section>
      )}
    </Page>
  );
}

function Letters({ work }: { work: LetterWork }) {
  const { letters, numbersMissing } = useLetters(work);
  const [settings, changeSettings] = useLetterSettings();
  const [set, setSet] = useState(0);
  const frame = useFrame(work, settings);
  if (!letters || !frame) {
    return (
      <p class="loading soft" role="status">
        <span class="spinner" /> {text("loading")}
      </p>
    );
  }
  const sets = Math.ceil(letters.length / LETTERS_PER_PRINT);
  const shown = letters.slice(set * LETTERS_PER_PRINT, (set + 1) * LETTERS_PER_PRINT);
  return (
    <div class="print-split">
      <div class="stack print-tools">
        <section class="card">
          <h2 class="card-title">{text.count("print.count", letters.length)}</h2>
          {sets > 1 && (
            <>
              <p class="soft small">{text("print.sets")}</p>
              <Choices
                label={text("print.sets")}
                chosen={String(set)}
                choices={Array.from({ length: sets }, (_, index) => ({
                  value: String(index),
                  text: rangeOf(index, letters.length),
                }))}
                onChoose={(value) => setSet(Number(value))}
              />
            </>
          )}
          {numbersMissing && <Notice kind="warn" title={text("print.numbersMissing")} />}
          <Button icon="print" wide onPress={() => window.print()} testId="print-letters">
            {text("print.print")}
          </Button>
          <p class="soft small">{text("print.how")}</p>
        </section>
        <SettingsCard settings={frame.settings} onChange={changeSettings} />
        <Finish work={work} />
      </div>
      <LetterPreview letters={shown} frame={frame} />
      <div class="sheets" data-testid="letters-to-print">
        {shown.map((letter) => (
          <LetterSheet key={letter.clientNumber + letter.typedCode} letter={letter} frame={frame} />
        ))}
      </div>
    </div>
  );
}

function useFrame(work: LetterWork, settings: LetterSettings | null): LetterFrame | null {
  const desk = useDesk();
  const municipality = useMunicipality();
  const deployment = useStore(desk.deployments.store);
  const scheme = deployment?.schemes.find((one) => one.schemeId === work.schemeId);
  const { kind } = work;
  // One object for all sheets, so that hundreds aren't drawn again at each change elsewhere.
  return useMemo(
    () =>
      settings && {
        kind,
        municipality,
        settings,
        writtenAt: desk.deployments.now(),
        lastDayAt: scheme ? scheme.endsAt - 1 : null,
        amountCents: BigInt(scheme?.amountPerBeneficiaryCents ?? "0"),
        forOthers: nameForOthers(scheme),
        site: `${location.host}/family`,
      },
    [desk, kind, municipality, settings, scheme],
  );
}

export function SettingsCard(props: {
  settings: LetterSettings;
  onChange: (settings: LetterSettings) => void;
}) {
  const { settings, onChange } = props;
  return (
    <section class="card">
      <h2 class="card-title">{text("print.settings")}</h2>
      <Field
        label={text("print.phone")}
        hint={text("print.phone.hint")}
        type="tel"
        inputMode="tel"
        value={settings.phone}
        onInput={(phone) => onChange({ ...settings, phone })}
        testId="letter-phone"
      />
      <Field
        label={text("print.hours")}
        hint={text("print.hours.hint")}
        autoCapitalize="none"
        value={settings.hours}
        onInput={(hours) => onChange({ ...settings, hours })}
        testId="letter-hours"
      />
      <Field
        label={text("print.sender")}
        hint={text("print.sender.hint")}
        value={settings.sender}
        onInput={(sender) => onChange({ ...settings, sender })}
      />
    </section>
  );
}

/** Only a person can see that the paper is good. */
function Finish({ work }: { work: LetterWork }) {
  const desk = useDesk();
  const [isAsking, setAsking] = useState(false);
  const finish = async () => {
    await desk.letterWork.forget(work, "printed");
    toast(text("print.forgotten"));
    goTo(["letters"], { replace: true });
  };
  return (
    <section class="card">
      <h2 class="card-title">{text("print.finish")}</h2>
      <p class="soft small">{text("print.finish.what")}</p>
      <Button look="second" icon="check" onPress={() => setAsking(true)} testId="letters-printed">
        {text("print.finish.go")}
      </Button>
      {!work.finished && <p class="soft small">{text("print.finish.unfinished")}</p>}
      {isAsking && (
        <Dialog
          title={text("print.finish.title")}
          onClose={() => setAsking(false)}
          testId="letters-printed-dialog"
        >
          <p>{text("print.finish.check")}</p>
          <p class="final">
            <Icon name="lock" size={20} /> {text("print.finish.final")}
          </p>
          <div class="row dialog-actions">
            <Button look="second" onPress={() => setAsking(false)}>
              {text("cancel")}
            </Button>
            <Button look="danger" onPress={() => void finish()} testId="letters-printed-confirm">
              {text("print.finish.confirm")}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function rangeOf(set: number, total: number): string {
  return text("print.range", {
    from: set * LETTERS_PER_PRINT + 1,
    to: Math.min(total, (set + 1) * LETTERS_PER_PRINT),
  });
}
