// Paying with the family's own QR: shown at once, renewed by itself, with an own amount when the family wants one.
import { useCallback, useEffect, useState } from "preact/hooks";
import { useScreenAwake } from "../../shared/app/device.ts";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { connection } from "../../shared/connection.ts";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { ApiError, problemText } from "../../shared/problem.ts";
import { QrImage } from "../../shared/qr/qr-image.tsx";
import { goTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import {
  makeOpenCheque,
  offlineLimitOf,
  RENEW_BEFORE_SECONDS,
  type ShownCheque,
} from "../model/authorise.ts";
import type { Child } from "../model/child.ts";
import { refreshAll } from "../model/follow.ts";
import { AmountDialog } from "../parts/amount-dialog.tsx";
import { Avatar } from "../parts/avatar.tsx";
import { useNameOf } from "../parts/child-name.ts";
import { PayCode } from "../parts/pay-code.tsx";
import { useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

const TICK_MS = 1_000;
/** How often the screen asks by itself while the live stream is down. */
const ASK_EVERY_MS = 3_000;

export function Pay({ child }: { child: Child }) {
  const [ownAmount, setOwnAmount] = useState<bigint | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isSpelling, setSpelling] = useState(false);
  const isOffline = useStore(connection) === "offline";
  const balance = child.budget?.balanceCents ?? 0n;
  const limit = useOfflineLimit(child);
  const [isLong, setLong] = useState(false);
  const highest = isLong && limit < balance ? limit : balance;
  const maximum = ownAmount !== null && ownAmount < highest ? ownAmount : highest;
  const { cheque, error, renew } = useCheque(child, maximum, isLong);
  const nameOf = useNameOf();
  useScreenAwake();
  useAskingWhileWaiting();
  return (
    <>
      <TopBar title={t("pay.title")} onBack={() => goTo([])} />
      <main class="screen" id="main">
        <div class="pay-card" data-colour={child.colour}>
          <div class="row">
            <Avatar picture={child.picture} size={40} />
            <div class="list-main">
              <bdi class="strong">{nameOf(child)}</bdi>
              <span class="small">{t("pay.left", { amount: formatCents(balance) })}</span>
            </div>
          </div>
          {cheque ? (
            <QrImage text={cheque.qr} label={t("pay.qr")} testId="pay-qr" />
          ) : (
            <div class="qr qr-empty" aria-busy={error === null} />
          )}
          <p class="pay-maximum" data-testid="pay-maximum">
            {ownAmount === null
              ? t("pay.upTo", { amount: formatCents(maximum) })
              : t("pay.own", { amount: formatCents(maximum) })}
          </p>
        </div>
        <Problem error={error} />
        <Refused onAgain={renew} available={balance} maximum={maximum} />
        {isLong ? <ForOfflineShop amount={maximum} /> : <Waiting child={child} />}
        {isSpelling && cheque && !isOffline && <PayCode cheque={cheque} />}
        {isSpelling && isOffline && <p class="soft centre">{t("pay.spell.offline")}</p>}
        <div class="push stack stack-tight">
          {ownAmount === null ? (
            <Button
              wide
              look="second"
              icon="pencil"
              testId="own-amount"
              onPress={() => setAsking(true)}
            >
              {t("pay.setAmount")}
            </Button>
          ) : (
            <Button wide look="second" onPress={() => setOwnAmount(null)}>
              {t("pay.anyAmount")}
            </Button>
          )}
          {limit > 0n && (
            <Button wide look="second" testId="offline-shop" onPress={() => setLong(!isLong)}>
              {t(isLong ? "pay.offlineShop.off" : "pay.offlineShop")}
            </Button>
          )}
          {!isSpelling && (
            <Button wide look="quiet" testId="spell" onPress={() => setSpelling(true)}>
              {t("pay.spell")}
            </Button>
          )}
        </div>
      </main>
      {isAsking && (
        <AmountDialog
          highest={highest}
          onClose={() => setAsking(false)}
          onAmount={(amount) => {
            setOwnAmount(amount);
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

/** A cheque for the screen; a new one in time, when the amount changes, and when the phone wakes up after it ended. */
function useCheque(child: Child, maximum: bigint, isLong: boolean) {
  const family = useFamily();
  const [cheque, setCheque] = useState<ShownCheque | null>(null);
  const [error, setError] = useState<unknown>(null);
  const renew = useCallback(() => {
    let isCurrent = true;
    makeOpenCheque(family, child, { maximumAmountCents: maximum, isLong }).then(
      (made) => {
        if (!isCurrent) return;
        setCheque(made);
        setError(null);
      },
      (cause: unknown) => isCurrent && setError(cause),
    );
    return () => {
      isCurrent = false;
    };
    // The child's balance, told live, must not make a new QR: its key and id do.
  }, [family, child.beneficiaryId, child.keyName, maximum, isLong]);
  useEffect(() => renew(), [renew]);
  useEffect(() => {
    const timer = setInterval(() => {
      const isOld = cheque && cheque.validBefore - family.deployments.now() < RENEW_BEFORE_SECONDS;
      if (isOld && !document.hidden) renew();
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [cheque, renew, family]);
  return { cheque, error, renew };
}

function useOfflineLimit(child: Child): bigint {
  const family = useFamily();
  useStore(family.deployments.store);
  return offlineLimitOf(family, child);
}

/** A code that a shop without internet keeps and sends later: what that means for the family. */
function ForOfflineShop({ amount }: { amount: bigint }) {
  return (
    <Notice kind="warn" title={t("pay.offlineShop.title")} testId="pay-offline-shop">
      <p>{t("pay.offlineShop.text", { amount: formatCents(amount) })}</p>
    </Notice>
  );
}

function useAskingWhileWaiting(): void {
  const family = useFamily();
  const isLive = useStore(family.isLive);
  const state = useStore(connection);
  useEffect(() => {
    if (isLive || state === "offline") return;
    const timer = setInterval(() => void refreshAll(family), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isLive, state, family]);
}

/** What the phone knows while the cashier scans, and what it doesn't. */
function Waiting({ child }: { child: Child }) {
  const isOffline = useStore(connection) === "offline";
  if (isOffline) {
    return (
      <Notice kind="warn" title={t("pay.offline.title")} testId="pay-offline">
        <p>{t("pay.offline.todo")}</p>
        {child.budget && (
          <p>
            {t("pay.offline.known", {
              amount: formatCents(child.budget.balanceCents),
              moment: formatMoment(child.budget.asOf),
            })}
          </p>
        )}
      </Notice>
    );
  }
  return (
    <p class="pay-say" role="status">
      <Icon name="scan" />
      <span>{t("pay.say")}</span>
    </p>
  );
}

/** The shop's sentence for "more than the code allows" isn't the family's: it set that amount itself, or it is all that is left. */
function refusalText(code: string, { available, maximum }: { available: bigint; maximum: bigint }) {
  const isAbove = code === "amount-above-authorisation";
  if (isAbove && maximum < available) {
    return { title: t("pay.refused.above", { amount: formatCents(maximum) }), todo: "" };
  }
  const params = { availableCents: String(available), maximumCents: String(maximum) };
  return problemText(
    new ApiError({ code: isAbove ? "insufficient-budget" : code, status: 409, params }),
  );
}

/** The live message tells the reason without its numbers; this phone knows them. */
function Refused(props: { onAgain: () => void; available: bigint; maximum: bigint }) {
  const family = useFamily();
  const refused = useStore(family.refused);
  useEffect(() => () => family.refused.set(null), [family]);
  if (!refused) return null;
  const { title, todo } = refusalText(refused.code, props);
  return (
    <Notice call kind="bad" title={t("pay.refused")} testId="pay-refused">
      <p>{title}</p>
      {todo && <p>{todo}</p>}
      <Button
        look="second"
        onPress={() => {
          family.refused.set(null);
          props.onAgain();
        }}
      >
        {t("pay.newCode")}
      </Button>
    </Notice>
  );
}
