// First step: the amount. With it comes the choice: scan the customer's code, or show one.
import type { ComponentChildren } from "preact";
import { Button, IconButton } from "../../../shared/components/button.tsx";
import { Icon } from "../../../shared/components/icon.tsx";
import { formatCents } from "../../../shared/money.ts";
import type { SignedAuthorisation } from "../../../shared/protocol/qr-payload.ts";
import { useStore } from "../../../shared/store.ts";
import type { PendingCharge } from "../../model/charge.ts";
import { paymentsOfDay, totalOf } from "../../model/day.ts";
import { CardSoon } from "../../parts/card-soon.tsx";
import { Keypad } from "../../parts/keypad.tsx";
import { PaymentList } from "../../parts/payment-list.tsx";
import { useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";
import { OpenEnds } from "./open-ends.tsx";

export function AmountStep(props: {
  places: ComponentChildren;
  amount: bigint;
  onAmount: (amountCents: bigint) => void;
  /** A cheque that was scanned before the amount was known. */
  scanned: SignedAuthorisation | null;
  /** A card was, and waits for the amount. */
  hasCard: boolean;
  /** The card will soon be let go of. */
  isCardEnding: boolean;
  onForget: () => void;
  onScan: () => void;
  onCharge: () => void;
  onRequest: () => void;
  onLook: (pending: PendingCharge) => void;
}) {
  const { amount, scanned, hasCard } = props;
  const isScanned = scanned !== null || hasCard;
  return (
    <>
      <main class="screen till-columns" id="main">
        <h1 class="unseen">{t("charge.title")}</h1>
        <div class="stack till-column">
          <OpenEnds onLook={props.onLook} />
          {scanned && (
            <Scanned scanned={scanned} onAmount={props.onAmount} onForget={props.onForget} />
          )}
          {hasCard && <ScannedCard onForget={props.onForget} />}
          <CardSoon isEnding={props.isCardEnding} />
          <Keypad
            amountCents={amount}
            onAmount={props.onAmount}
            onEnter={isScanned ? props.onCharge : props.onScan}
          />
          {isScanned ? (
            <Button big wide disabled={amount === 0n} testId="charge" onPress={props.onCharge}>
              {t("charge.take", { amount: formatCents(amount) })}
            </Button>
          ) : (
            <div class="stack stack-tight">
              <Button big wide icon="scan" testId="scan" onPress={props.onScan}>
                {amount === 0n ? t("charge.scanFirst") : t("charge.scan")}
              </Button>
              <Button
                wide
                look="second"
                icon="qr"
                disabled={amount === 0n}
                testId="show-qr"
                onPress={props.onRequest}
              >
                {t("charge.show")}
              </Button>
            </div>
          )}
        </div>
        <Today />
      </main>
      {props.places}
    </>
  );
}

function Scanned(props: {
  scanned: SignedAuthorisation;
  onAmount: (amountCents: bigint) => void;
  onForget: () => void;
}) {
  const maximum = props.scanned.authorisation.maximumAmountCents;
  return (
    <div class="scanned" role="status" data-testid="scanned">
      <Icon name="check" />
      <p class="list-main">
        <span class="strong">{t("scanned.title")}</span>
        <span class="small">{t("scanned.text")}</span>
      </p>
      <Button look="second" testId="take-maximum" onPress={() => props.onAmount(maximum)}>
        {t("scanned.max", { amount: formatCents(maximum) })}
      </Button>
      <IconButton icon="close" label={t("scanned.forget")} onPress={props.onForget} />
    </div>
  );
}

/** What a card may pay is asked with the amount: it stands on no card. */
function ScannedCard({ onForget }: { onForget: () => void }) {
  return (
    <div class="scanned" role="status" data-testid="scanned-card">
      <Icon name="check" />
      <p class="list-main">
        <span class="strong">{t("scanned.card")}</span>
        <span class="small">{t("scanned.card.text")}</span>
      </p>
      <IconButton icon="close" label={t("scanned.forget")} onPress={onForget} />
    </div>
  );
}

/** On a wide screen, the day beside the keypad. */
function Today() {
  const till = useTill();
  const payments = paymentsOfDay(useStore(till.payments), till.deployments.now());
  const total = totalOf(payments);
  return (
    <aside class="till-aside stack" aria-label={t("today.title")}>
      <div class="row row-apart">
        <h2>{t("today.title")}</h2>
        <strong>{formatCents(total.netCents)}</strong>
      </div>
      {payments.length === 0 ? (
        <p class="soft">{t("today.none.title")}</p>
      ) : (
        <PaymentList payments={payments.slice(0, 8)} />
      )}
    </aside>
  );
}
