// The till: which screen shows, and what stands around all of them.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { lazy } from "../shared/app/lazy.tsx";
import { Button } from "../shared/components/button.tsx";
import {
  BrandBar,
  EmptyState,
  OfflineBanner,
  SkipLink,
  Tabs,
} from "../shared/components/layout.tsx";
import { formatCents } from "../shared/money.ts";
import { pathTo, useRoute } from "../shared/router.ts";
import { useStore } from "../shared/store.ts";
import { sharedText } from "../shared/texts.ts";
import { followServer, refreshAll } from "./model/follow.ts";
import { takeLink } from "./model/inbox.ts";
import { openTill, standingOf, type Till } from "./model/till.ts";
import { useTakingBack } from "./parts/use-left-requests.ts";
import { useOfflineTerms, useSendingAccepted } from "./parts/use-offline-terms.ts";
import { TillContext, useShop, useTill } from "./parts/use-till.ts";
import { Join } from "./screens/join.tsx";
import { More } from "./screens/more.tsx";
import { Removed } from "./screens/removed.tsx";
import { Start } from "./screens/start.tsx";
import { TodayScreen } from "./screens/today.tsx";
import { Waiting } from "./screens/waiting.tsx";
import { t } from "./texts.ts";

const ChargeScreen = lazy(async () => (await import("./screens/charge.tsx")).ChargeScreen);
const HoursScreen = lazy(async () => (await import("./screens/hours.tsx")).HoursScreen);
const MoneyScreen = lazy(async () => (await import("./screens/money.tsx")).MoneyScreen);
const PaymentScreen = lazy(async () => (await import("./screens/payment.tsx")).PaymentScreen);
const PracticeScreen = lazy(async () => (await import("./screens/practice.tsx")).PracticeScreen);
const SearchScreen = lazy(async () => (await import("./screens/search.tsx")).SearchScreen);
const SignUp = lazy(async () => (await import("./screens/sign-up.tsx")).SignUp);
const StatementScreen = lazy(async () => (await import("./screens/statement.tsx")).StatementScreen);
const TillsScreen = lazy(async () => (await import("./screens/tills.tsx")).TillsScreen);

export function App() {
  const [till, setTill] = useState<Till | null>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    takeLink();
    addEventListener("hashchange", takeLink);
    openTill().then(setTill, () => setBroken(true));
    return () => removeEventListener("hashchange", takeLink);
  }, []);
  if (isBroken) {
    return (
      <main class="screen">
        <EmptyState isPage icon="lock" title={t("storage.title")}>
          <p>{t("storage.todo")}</p>
          <Button onPress={() => location.reload()}>{sharedText("broken.again")}</Button>
        </EmptyState>
      </main>
    );
  }
  if (!till) return <BrandBar place={t("brand")} />;
  return (
    <TillContext.Provider value={till}>
      <Frame />
    </TillContext.Provider>
  );
}

function Frame() {
  const till = useTill();
  const shopId = useShop()?.shopId;
  const route = useRoute();
  useSendingAccepted();
  useTakingBack();
  useEffect(() => {
    if (shopId) return followServer(till, () => undefined);
    // Not a till, as far as this device remembers; a lost answer may have made it one.
    void till.database.keyNames().then((names) => {
      if (names.length > 0) return refreshAll(till);
    });
  }, [till, shopId]);
  return (
    <div class="page">
      <SkipLink />
      {shopId && (
        <OfflineBanner>
          <OfflineWords />
        </OfflineBanner>
      )}
      <Screen route={route} />
    </div>
  );
}

/** What a till without a connection can do, in one line. */
function OfflineWords() {
  const { perPaymentCents, leftCents } = useOfflineTerms();
  const most = perPaymentCents < leftCents ? perPaymentCents : leftCents;
  return <>{most === 0n ? t("offline") : t("offline.accepts", { amount: formatCents(most) })}</>;
}

function Screen({ route }: { route: readonly string[] }) {
  const [place, id] = route;
  const shop = useShop();
  const removed = useStore(useTill().removed);
  if (removed) return <Removed was={removed} />;
  if (place === "koppelen") return <Join />;
  if (place === "oefenen") return <PracticeScreen />;
  if (!shop) return place === "aanmelden" ? <SignUp /> : <Start />;
  const standing = standingOf(shop);
  if (place === "betaling" && id) return <PaymentScreen paymentId={id} />;
  if (place === "zoeken") return <SearchScreen />;
  if (place === "openingstijden") return <HoursScreen />;
  if (place === "kassas") return <TillsScreen />;
  if (place === "vandaag") return <WithPlaces here={place} screen={<TodayScreen />} />;
  if (place === "overzicht" && shop.seesMoney) return <StatementScreen />;
  if (place === "geld" && shop.seesMoney)
    return <WithPlaces here={place} screen={<MoneyScreen />} />;
  if (place === "meer") return <WithPlaces here={place} screen={<More />} />;
  if (standing === "admitted") return <ChargeScreen places={<Places here="" />} />;
  const waiting = <Waiting shop={shop} standing={standing} />;
  return standing === "waiting" || standing === "refused" ? (
    waiting
  ) : (
    <WithPlaces here="" screen={waiting} />
  );
}

const PLACES = [
  { place: "", icon: "till", key: "nav.charge" },
  { place: "vandaag", icon: "list", key: "nav.today" },
  { place: "geld", icon: "bank", key: "nav.money" },
  { place: "meer", icon: "shop", key: "nav.more" },
] as const;

function WithPlaces({ here, screen }: { here: string; screen: ComponentChildren }) {
  return (
    <>
      {screen}
      <Places here={here} />
    </>
  );
}

function Places({ here }: { here: string }) {
  const seesMoney = useShop()?.seesMoney ?? false;
  return (
    <Tabs
      label={t("nav.label")}
      tabs={PLACES.filter(({ place }) => place !== "geld" || seesMoney).map(
        ({ place, icon, key }) => ({
          href: place ? pathTo(place) : pathTo(),
          icon,
          text: t(key),
          isHere: place === here,
          testId: `tab-${place || "charge"}`,
        }),
      )}
    />
  );
}
