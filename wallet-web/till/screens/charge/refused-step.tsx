// Not paid, and why. When less can be paid, that is one tap away, with what is left for another way of paying.

import { useEffect } from "preact/hooks";
import { signal } from "../../../shared/app/device.ts";
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { CallLink } from "../../../shared/components/call-link.tsx";
import { Icon } from "../../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../../shared/components/layout.tsx";
import { announce } from "../../../shared/components/toast.tsx";
import { LANGUAGES } from "../../../shared/language.ts";
import { formatCents } from "../../../shared/money.ts";
import { type ApiError, type ProblemText, problemText } from "../../../shared/problem.ts";
import { useStore } from "../../../shared/store.ts";
import { type ChargeResult, payableOf } from "../../model/charge.ts";
import { pinLanguage, pinText } from "../../model/pin-language.ts";
import { t } from "../../texts.ts";

type Refused = Extract<ChargeResult, { kind: "refused" }>;

/** The cashier reads Dutch; whose card it is may not. */
function BlockedInOwnLanguage() {
  const language = useStore(pinLanguage);
  if (language === "nl") return null;
  return (
    <p lang={language} dir={LANGUAGES[language].direction} data-testid="blocked-own-language">
      {pinText("blocked")}
    </p>
  );
}

export function RefusedStep(props: {
  result: Refused;
  onLess: (amountCents: bigint) => void;
  onScan: () => void;
  onStop: () => void;
}) {
  const { error, amountCents } = props.result;
  const payable = payableOf(error);
  const isBlocked = BLOCKED.some((code) => code === error.code);
  const heading = useFocusOnOpen<HTMLHeadingElement>(error.code);
  const { title, todo } = props.result.signed ? problemText(error) : cardProblemText(error);
  useEffect(() => {
    signal("refused");
    announce(`${t("refused.title")}. ${title}`);
  }, [title]);
  return (
    <main
      class={payable ? "result result-warn" : "result result-bad"}
      data-testid="refused"
      data-code={error.code}
    >
      <div class="result-body">
        <span class="result-mark">
          <Icon name={payable ? "euro" : "close"} size={56} />
        </span>
        <h1 ref={heading} tabIndex={-1}>
          {payable ? t(lessTitle(error.code)) : t("refused.title")}
        </h1>
        {payable ? (
          <>
            <Amount cents={payable} big testId="payable" />
            <p class="result-where">{t("refused.can")}</p>
            <p>{t("refused.rest", { amount: formatCents(amountCents - payable) })}</p>
          </>
        ) : (
          <>
            <p class="result-where">{title}</p>
            {todo && <p>{todo}</p>}
            {error.code === "card-pin-blocked" && <BlockedInOwnLanguage />}
            <CallLink />
          </>
        )}
      </div>
      <div class="stack stack-tight">
        {payable ? (
          <Button wide big look="second" testId="charge-less" onPress={() => props.onLess(payable)}>
            {t("refused.take", { amount: formatCents(payable) })}
          </Button>
        ) : (
          !isBlocked && (
            <Button wide big look="second" icon="scan" testId="scan-again" onPress={props.onScan}>
              {t("refused.again")}
            </Button>
          )
        )}
        <Button
          wide
          big={isBlocked}
          look={isBlocked ? "second" : "quiet"}
          testId="stop"
          onPress={props.onStop}
        >
          {t("refused.stop")}
        </Button>
      </div>
    </main>
  );
}

/** No new scan of the same card changes these: only the municipality does. */
const BLOCKED = ["card-blocked", "card-pin-blocked"] as const;

/** A limit that isn't the budget's: of the family's own code, or of the card. */
const LESS_TITLES = ["amount-above-authorisation", "card-payment-limit", "card-day-limit"] as const;

function lessTitle(code: string) {
  const limit = LESS_TITLES.find((one) => one === code);
  return limit ? (`refused.less.${limit}` as const) : "refused.less";
}

/** What a cashier can do is other with a card: no app to open, and no payment without internet. */
function cardProblemText(error: ApiError): ProblemText {
  const own = (kind: "offline" | "none" | "dayOver") => ({
    title: t(`card.${kind}.title`),
    todo: t(`card.${kind}.todo`),
  });
  if (error.status === 0) return own("offline");
  if (error.code === "cards-not-allowed") return own("none");
  // Reached when nothing is left: what is left is offered by itself.
  if (error.code === "card-day-limit") return own("dayOver");
  return problemText(error);
}
