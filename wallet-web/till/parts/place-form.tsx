// Where the shop stands, so that families see how far it is: the device's own place, asked only when the owner presses.
import { useState } from "preact/hooks";
import type { Place } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { findPlace, type PlaceProblem } from "../../shared/place.ts";
import { roundPlace } from "../../shared/protocol/rounded-place.ts";
import { t } from "../texts.ts";

export function PlaceForm(props: { place: Place | null; onChange: (place: Place | null) => void }) {
  const { place, onChange } = props;
  const [isBusy, setBusy] = useState(false);
  const [why, setWhy] = useState<PlaceProblem | null>(null);
  const find = async () => {
    setBusy(true);
    setWhy(null);
    const found = await findPlace();
    setBusy(false);
    if (found.ok) onChange(roundPlace(found.place));
    else setWhy(found.why);
  };
  return (
    <div class="stack stack-tight" data-testid="place">
      <div class="stack stack-tight" role="status">
        <p>{t(place ? "place.known" : "place.unknown")}</p>
        {why && (
          <Notice kind="warn" title={t(`place.${why}.title`)}>
            <p>{t(`place.${why}.todo`)}</p>
          </Notice>
        )}
      </div>
      <Button look="second" busy={isBusy} testId="place-find" onPress={() => void find()}>
        {t(place ? "place.again" : "place.find")}
      </Button>
      {place && (
        <Button look="quiet" testId="place-remove" onPress={() => onChange(null)}>
          {t("place.remove")}
        </Button>
      )}
    </div>
  );
}
