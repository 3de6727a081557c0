// The charge is on its way. Never "paid" here: at most "not sure yet", with what to tell the customer.
import { Amount } from "../../../shared/components/amount.tsx";
import { Button } from "../../../shared/components/button.tsx";
import { CallLink } from "../../../shared/components/call-link.tsx";
import { Icon } from "../../../shared/components/icon.tsx";
import { useFocusOnOpen } from "../../../shared/components/layout.tsx";
import { connection } from "../../../shared/connection.ts";
import { useStore } from "../../../shared/store.ts";
import { useOfflineTerms } from "../../parts/use-offline-terms.ts";
import { t } from "../../texts.ts";

export function SendingStep(props: {
  amount: bigint;
  isSlow: boolean;
  onStop: () => void;
  /** Goes on without the connection, where the scheme lets it; null when it can't. */
  onAccept: (() => void) | null;
}) {
  const { perPaymentCents } = useOfflineTerms();
  const isOffline = useStore(connection) === "offline";
  const heading = useFocusOnOpen<HTMLHeadingElement>(String(props.isSlow));
  return (
    <main
      class={props.isSlow ? "result result-warn" : "result result-plain"}
      data-testid={props.isSlow ? "uncertain" : "sending"}
    >
      <div class="result-body">
        {props.isSlow ? (
          <span class="result-mark">
            <Icon name="clock" size={56} />
          </span>
        ) : (
          <span class="spinner spinner-huge" />
        )}
        <h1 ref={heading} tabIndex={-1}>
          {props.isSlow ? t("uncertain.title") : t("sending.title")}
        </h1>
        <Amount cents={props.amount} big />
        {props.isSlow && (
          <div class="stack stack-tight" role="status">
            <p class="strong">{t("uncertain.todo")}</p>
            <p>{t("uncertain.again")}</p>
            <CallLink />
          </div>
        )}
      </div>
      {props.isSlow && (
        <div class="stack stack-tight">
          {isOffline && perPaymentCents > 0n && props.onAccept && (
            <Button wide look="second" testId="accept-offline" onPress={props.onAccept}>
              {t("uncertain.accept")}
            </Button>
          )}
          <Button wide look="second" testId="stop-waiting" onPress={props.onStop}>
            {t("uncertain.stop")}
          </Button>
        </div>
      )}
    </main>
  );
}
