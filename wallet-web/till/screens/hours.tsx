// The owner changes when the shop is open and where it stands, as families see it.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Card, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { goTo } from "../../shared/router.ts";
import { ALWAYS_CLOSED, changeVisit, wrongDays } from "../model/hours.ts";
import { HoursForm } from "../parts/hours-form.tsx";
import { PlaceForm } from "../parts/place-form.tsx";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function HoursScreen() {
  const till = useTill();
  const shop = useShop();
  const [hours, setHours] = useState(shop?.openingHours ?? ALWAYS_CLOSED);
  const [place, setPlace] = useState(shop?.place ?? null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!shop?.owner) return null;
  const save = async () => {
    if (wrongDays(hours).length > 0) return;
    setBusy(true);
    setError(null);
    try {
      await changeVisit(till, shop, { hours, place });
      toast(t("tills.saved"));
      goTo(["meer"], { replace: true });
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <>
      <TopBar title={t("hours.title")} onBack={() => goTo(["meer"])} />
      <main class="screen" id="main">
        <p>{t("hours.what")}</p>
        <HoursForm hours={hours} onChange={setHours} />
        <Card title={t("place.title")}>
          <PlaceForm place={place} onChange={setPlace} />
        </Card>
        <Problem error={error} />
        <Button wide big busy={isBusy} testId="hours-save" onPress={() => void save()}>
          {t("tills.save")}
        </Button>
      </main>
    </>
  );
}
