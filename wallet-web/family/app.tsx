// The family app: which screen shows, and what stands around all of them.
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
import { toast } from "../shared/components/toast.tsx";
import { spoken } from "../shared/language.ts";
import { formatCents } from "../shared/money.ts";
import { pathTo, useRoute } from "../shared/router.ts";
import { useStore } from "../shared/store.ts";
import { sharedText } from "../shared/texts.ts";
import { isStopped } from "./model/child.ts";
import type { Family } from "./model/family.ts";
import { followServer, refreshAll } from "./model/follow.ts";
import { takeLink } from "./model/inbox.ts";
import { nameOf } from "./parts/child-name.ts";
import { FamilyContext, useChild, useChildren, useFamily } from "./parts/use-family.ts";
import { Home } from "./screens/home.tsx";
import { Paid } from "./screens/paid.tsx";
import { Welcome } from "./screens/welcome.tsx";
import { t } from "./texts.ts";

const AddPhone = lazy(async () => (await import("./screens/add-phone.tsx")).AddPhone);
const Activate = lazy(async () => (await import("./screens/activate.tsx")).Activate);
const HistoryScreen = lazy(async () => (await import("./screens/history.tsx")).HistoryScreen);
const More = lazy(async () => (await import("./screens/more.tsx")).More);
const Names = lazy(async () => (await import("./screens/names.tsx")).Names);
const NewPhone = lazy(async () => (await import("./screens/new-phone.tsx")).NewPhone);
const Phones = lazy(async () => (await import("./screens/phones.tsx")).Phones);
const Receipt = lazy(async () => (await import("./screens/receipt.tsx")).Receipt);
const Request = lazy(async () => (await import("./screens/request.tsx")).Request);
const Scan = lazy(async () => (await import("./screens/scan.tsx")).Scan);
const Pay = lazy(async () => (await import("./screens/pay.tsx")).Pay);
const ShopsScreen = lazy(async () => (await import("./screens/shops.tsx")).ShopsScreen);

/** @param opening What this phone keeps; rejects when the browser gives no storage. */
export function App({ opening }: { opening: Promise<Family> }) {
  const [family, setFamily] = useState<Family | null>(null);
  const [isBroken, setBroken] = useState(false);
  // Another language draws everything again, and loses nothing of what was typed or found.
  useStore(spoken);
  useEffect(() => {
    takeLink();
    addEventListener("hashchange", takeLink);
    opening.then(setFamily, () => setBroken(true));
    return () => removeEventListener("hashchange", takeLink);
  }, [opening]);
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
  if (!family) return <BrandBar />;
  return (
    <FamilyContext.Provider value={family}>
      <Frame />
    </FamilyContext.Provider>
  );
}

function Frame() {
  const family = useFamily();
  const children = useChildren();
  const paid = useStore(family.paid);
  const hasChildren = children.length > 0;
  const route = useRoute();
  const keys = children.map((child) => child.keyName).join();
  // One tap from here at a till, and heavy for the first screen of a phone that just begins.
  useEffect(() => {
    if (hasChildren) void Pay.prepare();
  }, [hasChildren]);
  useEffect(() => {
    if (keys === "") {
      void refreshAll(family);
      return;
    }
    return followServer(family, {
      onOtherPayment: ({ kind }) => toast(t(kind === "card" ? "home.byCard" : "home.otherPhone")),
      onBack: (cents) => toast(t("history.back", { amount: formatCents(cents) })),
      onFree: (child) => toast(t("home.free", { name: nameOf(family, child) })),
    });
  }, [family, keys]);
  if (paid) return <Paid payment={paid} />;
  return (
    <div class="page">
      <SkipLink />
      {hasChildren && route[0] !== "betalen" && <OfflineBanner>{t("offline")}</OfflineBanner>}
      <Screen route={route} />
      {hasChildren && <Places here={route[0] ?? ""} />}
    </div>
  );
}

function Screen({ route }: { route: readonly string[] }) {
  const [place, id] = route;
  const child = useChild(id);
  const hasChildren = useChildren().length > 0;
  const { now } = useFamily().deployments;
  if (place === "activeren") return <Activate />;
  if (place === "brief") return <Scan key="letter" wants="letter" />;
  if (place === "verzoek") return <Request />;
  if (place === "telefoon-erbij") return <NewPhone />;
  if (place === "telefoon-toevoegen") return <AddPhone />;
  if (!hasChildren) return <Welcome />;
  // A QR that no till would take is not shown: home says why.
  if (place === "betalen" && child && !isStopped(child, now())) return <Pay child={child} />;
  if (place === "scan") return <Scan key="request" wants="request" />;
  if (place === "geschiedenis") return <HistoryScreen />;
  if (place === "betaling" && id) return <Receipt paymentId={id} />;
  if (place === "winkels") return <ShopsScreen />;
  if (place === "meer") return <More />;
  if (place === "telefoons") return <Phones />;
  if (place === "telefoon-scannen") return <Scan key="phone" wants="phone" />;
  if (place === "namen") return <Names />;
  return <Home />;
}

const PLACES = [
  { place: "", icon: "home", key: "nav.home" },
  { place: "geschiedenis", icon: "list", key: "nav.history" },
  { place: "winkels", icon: "shop", key: "nav.shops" },
  { place: "meer", icon: "people", key: "nav.more" },
] as const;

function Places({ here }: { here: string }) {
  if (!PLACES.some(({ place }) => place === here)) return null;
  return (
    <Tabs
      label={t("nav.label")}
      tabs={PLACES.map(({ place, icon, key }) => ({
        href: place ? pathTo(place) : pathTo(),
        icon,
        text: t(key),
        isHere: place === here,
        testId: `tab-${place || "home"}`,
      }))}
    />
  );
}
