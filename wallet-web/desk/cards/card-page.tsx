// Prints a new card and its PIN, each on a letter of its own, and forgets both when a person says that they are good.
import { useEffect, useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { EmptyState } from "../../shared/components/layout.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { encodeCardQr } from "../../shared/protocol/card-qr.ts";
import { goTo, pathTo } from "../../shared/router.ts";
import { nameForOthers } from "../../shared/scheme-words.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk, useMunicipality } from "../app/context.ts";
import { Choices } from "../components/choices.tsx";
import { Page } from "../components/page.tsx";
import { useFittingSheet } from "../letters/letter-preview.tsx";
import { useLetterSettings } from "../letters/letter-settings.ts";
import { SettingsCard } from "../letters/print-page.tsx";
import { text } from "../text.ts";
import { CardSheet, PinSheet } from "./card-sheets.tsx";
import type { CardFrame } from "./card-texts.ts";
import type { NewCard } from "./make-card.ts";

export function CardPage() {
  const card = useStore(useDesk().newCard);
  const back = (
    <ButtonLink look="quiet" icon="back" href={pathTo("households")}>
      {text("cardPrint.back")}
    </ButtonLink>
  );
  return (
    <Page title={text("cardPrint.title")} roles={["validator"]} actions={back} testId="cardprint">
      {card ? (
        <Sheets card={card} />
      ) : (
        <section class="card" data-testid="card-gone">
          <EmptyState icon="letter" title={text("cardPrint.gone")}>
            <p class="soft">{text("cardPrint.gone.what")}</p>
          </EmptyState>
        </section>
      )}
    </Page>
  );
}

function Sheets({ card }: { card: NewCard }) {
  const { qr, frame, changeSettings } = useSheets(card);
  useWarningOnLeave();
  if (!qr || !frame) {
    return (
      <p class="loading soft" role="status">
        <span class="spinner" /> {text("loading")}
      </p>
    );
  }
  return (
    <div class="print-split">
      <div class="stack print-tools">
        <section class="card">
          <h2 class="card-title">{text("cardPrint.two")}</h2>
          <p>{text("cardPrint.envelopes")}</p>
          <Button icon="print" wide onPress={() => window.print()} testId="print-card">
            {text("print.print")}
          </Button>
          <p class="soft small">{text("cardPrint.how")}</p>
        </section>
        <SettingsCard settings={frame.settings} onChange={changeSettings} />
        <Finish />
      </div>
      <Preview card={card} qr={qr} frame={frame} />
      <div class="sheets" data-testid="card-to-print">
        <CardSheet card={card} qr={qr} frame={frame} />
        <PinSheet card={card} frame={frame} />
      </div>
    </div>
  );
}

function useSheets(card: NewCard) {
  const desk = useDesk();
  const municipality = useMunicipality();
  const deployment = useStore(desk.deployments.store);
  const [settings, changeSettings] = useLetterSettings();
  const scheme = deployment?.schemes.find(({ schemeId }) => schemeId === card.schemeId);
  const limits = scheme?.cardLimits;
  const frame: CardFrame | null = settings && {
    municipality,
    settings,
    writtenAt: desk.deployments.now(),
    forOthers: nameForOthers(scheme),
    perPaymentCents: BigInt(limits?.perPaymentCents ?? "0"),
    perDayCents: BigInt(limits?.perDayCents ?? "0"),
  };
  return { qr: deployment && encodeCardQr(deployment, card.code), frame, changeSettings };
}

/** It stands in this memory only: closing the page before it is printed means making it anew. */
function useWarningOnLeave(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
}

function Preview(props: { card: NewCard; qr: string; frame: CardFrame }) {
  const [shown, setShown] = useState<"card" | "pin">("card");
  const paper = useFittingSheet();
  return (
    <section class="preview" aria-label={text("print.preview")}>
      <Choices
        label={text("print.preview")}
        chosen={shown}
        choices={[
          { value: "card", text: text("cardPrint.sheet.card") },
          { value: "pin", text: text("cardPrint.sheet.pin") },
        ]}
        onChoose={setShown}
      />
      <div class="preview-paper" ref={paper}>
        {shown === "card" ? <CardSheet {...props} /> : <PinSheet {...props} />}
      </div>
    </section>
  );
}

/** Only a person can see that the paper is good. */
function Finish() {
  const desk = useDesk();
  const [isAsking, setAsking] = useState(false);
  const finish = () => {
    desk.newCard.set(null);
    toast(text("cardPrint.forgotten"));
    goTo(["households"], { replace: true });
  };
  return (
    <section class="card">
      <h2 class="card-title">{text("print.finish")}</h2>
      <p class="soft small">{text("cardPrint.finish.what")}</p>
      <Button look="second" icon="check" onPress={() => setAsking(true)} testId="card-printed">
        {text("cardPrint.finish.go")}
      </Button>
      {isAsking && (
        <Dialog
          title={text("cardPrint.finish.title")}
          onClose={() => setAsking(false)}
          testId="card-printed-dialog"
        >
          <p>{text("cardPrint.finish.check")}</p>
          <p class="final">
            <Icon name="lock" size={20} /> {text("cardPrint.finish.final")}
          </p>
          <div class="row dialog-actions">
            <Button look="second" onPress={() => setAsking(false)}>
              {text("cancel")}
            </Button>
            <Button look="danger" onPress={finish} testId="card-printed-confirm">
              {text("cardPrint.finish.confirm")}
            </Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
