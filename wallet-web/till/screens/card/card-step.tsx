// The customer's PIN, on the shop's screen: the shop and the amount always in sight. The PIN is in this component only, and goes with it.
import { useEffect, useRef, useState } from "preact/hooks";
import { signal, useScreenAwake } from "../../../shared/app/device.ts";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { useFocusOnOpen } from "../../../shared/components/layout.tsx";
import { Notice } from "../../../shared/components/notice.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { pressPinKey } from "../../../shared/keypad.ts";
import { LANGUAGES } from "../../../shared/language.ts";
import { formatCents } from "../../../shared/money.ts";
import { ApiError } from "../../../shared/problem.ts";
import { PIN_ATTEMPTS, PIN_LENGTH } from "../../../shared/protocol/card.ts";
import { useStore } from "../../../shared/store.ts";
import { lookUpCard, signWithCard } from "../../model/card.ts";
import type { PendingCharge } from "../../model/charge.ts";
import { forgetPinLanguage, pinLanguage, pinText } from "../../model/pin-language.ts";
import { CardSoon } from "../../parts/card-soon.tsx";
import { PinKeypad } from "../../parts/pin-keypad.tsx";
import { PinLanguage } from "../../parts/pin-language.tsx";
import { useShop, useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";

type Props = {
  code: string;
  amountCents: bigint;
  /** The whole amount, where this is a part of it. */
  askedCents: bigint;
  /** Of the PIN before this one. */
  wrongPin: ApiError | null;
  /** The card will soon be let go of. */
  isEnding: boolean;
  onSigned: (pending: PendingCharge) => void;
  onRefused: (error: ApiError) => void;
  onCancel: () => void;
};

export function CardStep(props: Props) {
  const { amountCents, wrongPin } = props;
  const { count, press, take } = usePin();
  const [isWorking, setWorking] = useState(false);
  const { attemptsLeft, sign } = useCard(props);
  const heading = useFocusOnOpen<HTMLHeadingElement>("pin");
  const language = useStore(pinLanguage);
  const { direction, locale } = LANGUAGES[language];
  // The one before this PIN may have been wrong: then it is the same customer.
  useEffect(() => {
    if (!wrongPin) forgetPinLanguage();
  }, []);
  useScreenAwake();
  const enter = () => {
    if (isWorking || attemptsLeft === null) return;
    const pin = take();
    if (pin === null) return;
    setWorking(true);
    void sign(pin);
  };
  return (
    <main
      class="screen pin-screen"
      id="main"
      data-testid="pin-step"
      lang={language}
      dir={direction}
    >
      {/* Who types a second PIN has the screen before them already. */}
      <h1 ref={heading} tabIndex={-1} class={wrongPin ? "unseen" : "pin-turn"} lang="nl" dir="ltr">
        {t("pin.turn")}
      </h1>
      <PinLanguage />
      <div class="scan-amount">
        <span data-testid="pin-shop">{useShop()?.name}</span>
        <Amount cents={amountCents} locale={locale} testId="pin-amount" />
      </div>
      <WrongPin error={wrongPin} />
      <CardSoon isEnding={props.isEnding} />
      {attemptsLeft === null || isWorking ? (
        <p class="loading soft pin-wait" role="status">
          <span class="spinner" /> {pinText(isWorking ? "working" : "looking")}
        </p>
      ) : (
        <div class="pin-frame">
          <p class="centre strong">{pinText("ask")}</p>
          <Left wrongPin={wrongPin} attemptsLeft={attemptsLeft} />
          <PinKeypad
            count={count}
            length={PIN_LENGTH}
            onKey={press}
            onEnter={enter}
            onCancel={props.onCancel}
          />
        </div>
      )}
      <div class="pin-buttons">
        <Button look="second" disabled={isWorking} testId="pin-cancel" onPress={props.onCancel}>
          {pinText("cancel")}
        </Button>
        <Button
          big
          busy={isWorking}
          disabled={count < PIN_LENGTH && !isWorking}
          testId="pin-ok"
          onPress={enter}
        >
          {pinText("pay", { amount: formatCents(amountCents, locale) })}
        </Button>
      </div>
    </main>
  );
}

function WrongPin({ error }: { error: ApiError | null }) {
  useEffect(() => {
    if (!error) return;
    signal("refused");
    announce(pinText("wrong"));
  }, [error]);
  if (!error) return null;
  return (
    <Notice kind="bad" title={pinText("wrong")} testId="pin-wrong">
      <p>{pinText.count("wrong.todo", Number(error.params.attemptsLeft))}</p>
    </Notice>
  );
}

/** Wrong PINs of an earlier visit count too: the customer should know before the last one. */
function Left({ wrongPin, attemptsLeft }: { wrongPin: ApiError | null; attemptsLeft: number }) {
  if (wrongPin || attemptsLeft >= PIN_ATTEMPTS) return null;
  return (
    <p class="centre" data-testid="pin-left">
      {pinText.count("left", attemptsLeft)}
    </p>
  );
}

/** What was typed so far. Keys can come faster than the screen is drawn, so it isn't the screen that remembers it. */
function usePin() {
  const typed = useRef("");
  const [count, setCount] = useState(0);
  const set = (pin: string) => {
    typed.current = pin;
    setCount(pin.length);
  };
  return {
    count,
    press: (key: string) => set(pressPinKey(typed.current, key, PIN_LENGTH)),
    /** The whole PIN, once: it isn't kept here any longer; null when digits are missing. */
    take: () => {
      const pin = typed.current;
      if (pin.length < PIN_LENGTH) return null;
      set("");
      return pin;
    },
  };
}

/** Looks first whether the card can pay: nobody types a PIN for nothing. */
function useCard({ code, amountCents, askedCents, onSigned, onRefused }: Props) {
  const till = useTill();
  const [attemptsLeft, setLeft] = useState<number | null>(null);
  const refuse = (cause: unknown) =>
    onRefused(
      cause instanceof ApiError ? cause : new ApiError({ code: "unexpected", status: 409, cause }),
    );
  useEffect(() => {
    let isCurrent = true;
    lookUpCard(till, { code, amountCents }).then(
      (left) => isCurrent && setLeft(left),
      (cause: unknown) => isCurrent && refuse(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [till, code, amountCents]);
  const sign = async (pin: string) => {
    try {
      onSigned(await signWithCard(till, { code, pin }, { amountCents, askedCents }));
    } catch (cause) {
      refuse(cause);
    }
  };
  return { attemptsLeft, sign };
}
