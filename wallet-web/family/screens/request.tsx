// Paying what a shop asked: shop, amount, child, one confirmation.

import { useEffect, useState } from "preact/hooks";
import type { PaymentRequestAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { formatCents } from "../../shared/money.ts";
import { ApiError, loadSentences } from "../../shared/problem.ts";
import {
  decodePaymentRequestQr,
  type PaymentRequestCode,
} from "../../shared/protocol/qr-payload.ts";
import { goTo, pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { payRequest } from "../model/authorise.ts";
import { type Child, hindranceOf, sharedHindrances } from "../model/child.ts";
import type { Family } from "../model/family.ts";
import { showResult } from "../model/follow.ts";
import { shopLink, shopRequest } from "../model/inbox.ts";
import { noteBalance, notePayment } from "../model/refresh.ts";
import { ChildChoice } from "../parts/child-choice.tsx";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";
import { ScanTrouble } from "./scan.tsx";

/** A payment takes less than a second; after this the family should know that it isn't sure yet. */
const SLOW_MS = 3_000;

export function Request() {
  const { request, error } = useRequest();
  const children = useChildren();
  const asked = useStore(shopRequest);
  const leave = () => {
    shopRequest.set(null);
    goTo([], { replace: true });
  };
  return (
    <>
      <TopBar title={t("request.title")} onBack={leave} />
      <main class="screen" id="main">
        {children.length === 0 ? (
          <EmptyState icon="phone" title={t("request.noChild.title")}>
            <p>{t("request.noChild.todo")}</p>
            <ButtonLink href={pathTo("activeren")}>{t("request.noChild.do")}</ButtonLink>
            <CallLink />
          </EmptyState>
        ) : (
          <>
            {asked && !asked.ok && <ScanTrouble problem={asked.problem} wants="request" />}
            <Problem error={error} />
            {(error !== null || asked?.ok === false) && <ScanAgain />}
            {!request && !error && (asked?.ok ?? true) && (
              <p class="soft" role="status">
                {t("request.loading")}
              </p>
            )}
            {request && <Asked request={request} onLeave={leave} />}
          </>
        )}
      </main>
    </>
  );
}

function ScanAgain() {
  return (
    <ButtonLink wide look="second" icon="scan" href={pathTo("scan")} testId="scan-again">
      {t("request.scanAgain")}
    </ButtonLink>
  );
}

/** To be paid, or already over: whether it was paid is the first that somebody at a till wants to know. */
function Asked({ request, onLeave }: { request: PaymentRequestAnswer; onLeave: () => void }) {
  const { state } = request;
  if (state !== "paid" && state !== "cancelled") {
    return <RequestForm request={request} onLeave={onLeave} />;
  }
  return (
    <>
      <Notice
        call
        kind={state === "paid" ? "good" : "warn"}
        title={t(`request.${state}.title`)}
        testId={`request-${state}`}
      >
        <p>{t(`request.${state}.todo`)}</p>
      </Notice>
      <ScanAgain />
    </>
  );
}

/** What the server knows of the request; what the QR says must be the same. */
function useRequest() {
  const family = useFamily();
  const link = useStore(shopLink);
  const asked = useStore(shopRequest);
  const [request, setRequest] = useState<PaymentRequestAnswer | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (link === null) return;
    shopLink.set(null);
    shopRequest.set(null);
    family.deployments.get().then((deployment) => {
      const read = decodePaymentRequestQr(deployment, link);
      shopRequest.set(read.ok ? { ok: true, code: read.value } : read);
    }, setError);
  }, [link, family]);
  useEffect(() => {
    setRequest(null);
    setError(null);
    if (!asked?.ok) return;
    let isCurrent = true;
    fetchRequest(family, asked.code).then(
      (answer) => isCurrent && setRequest(answer),
      (cause: unknown) => isCurrent && setError(cause),
    );
    return () => {
      isCurrent = false;
    };
  }, [asked, family]);
  useEffect(() => {
    if (link === null && asked === null && !request) goTo([], { replace: true });
  }, []);
  return { request, error };
}

async function fetchRequest(
  family: Family,
  code: PaymentRequestCode,
): Promise<PaymentRequestAnswer> {
  const request = await family.openApi.get<PaymentRequestAnswer>(
    `/payment-requests/${code.requestId}`,
  );
  const isSame = request.shopId === code.shopId && BigInt(request.amountCents) === code.amountCents;
  if (isSame && request.state !== "expired") return request;
  // This phone refuses it, no server: nothing has fetched the sentence yet.
  await loadSentences();
  const why = isSame ? "payment-request-expired" : "command-mismatch";
  throw new ApiError({ code: why, status: 409 });
}

function RequestForm(props: { request: PaymentRequestAnswer; onLeave: () => void }) {
  const { request, onLeave } = props;
  const family = useFamily();
  const amount = BigInt(request.amountCents);
  const children = useChildren();
  const canPay = (child: Child) =>
    hindranceOf(child, family.deployments.now()) === null &&
    (child.budget?.balanceCents ?? 0n) >= amount;
  const selectedId = useStore(family.selected);
  const able = children.filter(canPay);
  const first = able.find((child) => child.beneficiaryId === selectedId) ?? able[0];
  const [chosen, setChosen] = useState<Child | undefined>(first);
  const payment = usePaying(request, chosen);
  return (
    <>
      <section class="card centre request-card">
        <p class="soft">{t("request.asks", { shop: request.shopName })}</p>
        <Amount cents={amount} big testId="request-amount" />
      </section>
      {payment.isBusy ? (
        <div class="empty" role="status">
          <span class="spinner spinner-big" />
          <p>{t("request.busy")}</p>
        </div>
      ) : (
        <ChildChoice children={children} amount={amount} chosen={chosen} onChoose={setChosen} />
      )}
      {able.length === 0 && <CannotPay children={children} amount={amount} />}
      <Problem error={payment.error} />
      {payment.isUncertain && (
        <Notice call kind="warn" title={t("request.uncertain.title")} testId="uncertain">
          <p>{t("request.uncertain.todo")}</p>
        </Notice>
      )}
      <div class="push stack stack-tight">
        {!payment.isBusy && (
          <Button
            big
            wide
            testId="confirm"
            disabled={!chosen || able.length === 0}
            onPress={payment.pay}
          >
            {t("request.pay", { amount: formatCents(amount) })}
          </Button>
        )}
        {!payment.isBusy && (
          <Button wide look="quiet" onPress={onLeave}>
            {t("request.no")}
          </Button>
        )}
      </div>
    </>
  );
}

function usePaying(request: PaymentRequestAnswer, child: Child | undefined) {
  const family = useFamily();
  const [isBusy, setBusy] = useState(false);
  const [isUncertain, setUncertain] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const pay = async () => {
    if (!child) return;
    setBusy(true);
    setError(null);
    const beSlow = () => setUncertain(true);
    const timer = setTimeout(beSlow, SLOW_MS);
    const asked = {
      requestId: request.requestId,
      shopId: request.shopId,
      amountCents: BigInt(request.amountCents),
    };
    try {
      const payment = await payRequest(family, child, asked, beSlow);
      notePayment(family, payment);
      if (payment.balanceAfterCents !== null) {
        noteBalance(family, payment.beneficiaryId, BigInt(payment.balanceAfterCents));
      }
      shopRequest.set(null);
      showResult(family);
    } catch (cause) {
      setError(cause);
    } finally {
      clearTimeout(timer);
      setBusy(false);
      setUncertain(false);
    }
  };
  return { pay: () => void pay(), isBusy, isUncertain, error };
}

function CannotPay({ children, amount }: { children: readonly Child[]; amount: bigint }) {
  const hindrances = sharedHindrances(children, useFamily().deployments.now());
  if (hindrances.length === 0) return <TooLittle children={children} amount={amount} />;
  return (
    <>
      {hindrances.map((one) => (
        <Notice key={one} call kind="warn" title={t(`hindrance.${one}.title`)} testId="hindered">
          <p>{t(`hindrance.${one}.todo`)}</p>
        </Notice>
      ))}
    </>
  );
}

/** No child has enough: say what can be paid, so that the rest goes another way. */
function TooLittle({ children, amount }: { children: readonly Child[]; amount: bigint }) {
  const { deployments } = useFamily();
  const most = children
    .filter((child) => hindranceOf(child, deployments.now()) === null)
    .map((child) => child.budget?.balanceCents ?? 0n)
    .reduce((highest, one) => (one > highest ? one : highest), 0n);
  return (
    <Notice call={most === 0n} kind="warn" title={t("request.tooLittle.title")} testId="too-little">
      <p>
        {most === 0n
          ? t("request.tooLittle.none")
          : t("request.tooLittle.some", {
              most: formatCents(most),
              rest: formatCents(amount - most),
            })}
      </p>
    </Notice>
  );
}
