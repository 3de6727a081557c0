// Home: how much each child has, and paying within one tap.
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { BrandBar, EmptyState } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { connection } from "../../shared/connection.ts";
import { formatMoment } from "../../shared/dates.ts";
import { goTo, pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { type Child, type Hindrance, hindranceOf, LOST, reasonOf } from "../model/child.ts";
import { endWarningsOf } from "../model/end-warning.ts";
import { ChildSwitch } from "../parts/child-switch.tsx";
import { EndWarnings } from "../parts/end-warnings.tsx";
import { MarkCard } from "../parts/mark-card.tsx";
import { PaymentRow } from "../parts/payment-row.tsx";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

const NEWEST = 3;

export function Home() {
  const family = useFamily();
  const children = useChildren();
  const selectedId = useStore(family.selected);
  const deployment = useStore(family.deployments.store);
  const selected = children.find((child) => child.beneficiaryId === selectedId) ?? children[0];
  if (!selected) return null;
  return (
    <>
      <BrandBar {...(deployment ? { place: deployment.municipality } : {})} />
      <main class="screen" id="main">
        <h1 class="unseen">{t("home.title")}</h1>
        <ChildSwitch children={children} selected={selected} />
        <PayButtons child={selected} />
        <EndWarnings />
        <Newest child={selected} />
      </main>
    </>
  );
}

function PayButtons({ child }: { child: Child }) {
  const family = useFamily();
  const scheme = useScheme(child);
  const hindrance = hindranceOf(child, family.deployments.now());
  const reason = child.budget && child.link === "linked" ? reasonOf(child.budget) : null;
  const isOffline = useStore(connection) === "offline";
  // The card below says that the period is over, and what is left of it.
  const isTold =
    hindrance === "ended" && endWarningsOf([child], family.deployments.now()).length > 0;
  return (
    <div class="stack stack-tight">
      {hindrance && !isTold && (
        <Notice
          call
          kind={hindrance === "activating" ? "warn" : "info"}
          title={t(`hindrance.${hindrance}.title`)}
        >
          {reason !== null && <p data-testid="stop-reason">{reason}</p>}
          <p>{t(`hindrance.${hindrance}.todo`)}</p>
          {hindrance === "activating" && (
            <ButtonLink href={pathTo("activeren")} look="second">
              {t("welcome.type")}
            </ButtonLink>
          )}
          {isLost(hindrance) && (
            <div class="stack stack-tight">
              <ButtonLink href={pathTo("activeren")} look="second">
                {t("home.newCode")}
              </ButtonLink>
              <ButtonLink href={pathTo("telefoon-erbij")} look="second" icon="phone">
                {t("home.otherPhoneCode")}
              </ButtonLink>
            </div>
          )}
        </Notice>
      )}
      {scheme?.paused && (
        <Notice call kind="warn" title={t("home.paused.title")}>
          <p>{t("home.paused.todo")}</p>
        </Notice>
      )}
      {!hindrance && (
        <>
          <Button
            big
            wide
            icon="qr"
            testId="pay"
            onPress={() => goTo(["betalen", child.beneficiaryId])}
          >
            {t("home.pay")}
          </Button>
          <Button wide look="second" icon="scan" testId="scan" onPress={() => goTo(["scan"])}>
            {t("home.scan")}
          </Button>
        </>
      )}
      {isOffline && child.budget && (
        <p class="soft small centre">
          {t("home.asOf", { moment: formatMoment(child.budget.asOf) })}
        </p>
      )}
    </div>
  );
}

const isLost = (hindrance: Hindrance) => LOST.some((one) => one === hindrance);

function useScheme(child: Child) {
  const deployment = useStore(useFamily().deployments.store);
  return deployment?.schemes.find((scheme) => scheme.schemeId === child.schemeId);
}

function Newest({ child }: { child: Child }) {
  const history = useStore(useFamily().history);
  const payments = (history[child.beneficiaryId] ?? []).slice(0, NEWEST);
  if (child.link !== "linked") return null;
  return (
    <section class="stack stack-tight">
      <div class="row row-apart">
        <h2>{t("home.newest")}</h2>
        {payments.length > 0 && (
          <ButtonLink look="quiet" href={pathTo("geschiedenis")}>
            {t("home.all")}
          </ButtonLink>
        )}
      </div>
      {payments.length === 0 ? (
        <EmptyState icon="shop" title={t("home.none.title")}>
          <p class="soft">{t("home.none.todo")}</p>
          <ButtonLink look="second" href={pathTo("winkels")}>
            {t("home.shops")}
          </ButtonLink>
        </EmptyState>
      ) : (
        <ul class="list">
          {payments.map((payment) => (
            <li key={payment.paymentId}>
              <PaymentRow payment={payment} />
            </li>
          ))}
        </ul>
      )}
      {payments.length > 0 && <MarkCard />}
    </section>
  );
}
