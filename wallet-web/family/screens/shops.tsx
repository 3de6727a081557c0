// Where to pay: the shops that take part, found by word, kind, whether they are open and how far they are. Kept for when there is no connection.
import { useEffect, useState } from "preact/hooks";
import type { Place, ShopCategory, ShopDirectoryAnswer } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { findPlace, type PlaceProblem } from "../../shared/place.ts";
import { categoriesOf, listShops, type Shop, shopsFor } from "../model/shop-list.ts";
import { localMoment } from "../model/visit.ts";
import { categoryWord } from "../parts/category-word.ts";
import { ShopRow } from "../parts/shop-row.tsx";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

const KEPT = "shops";

export function ShopsScreen() {
  const { deployments } = useFamily();
  const { shops: all, error } = useShops();
  const children = useChildren();
  const fitting = all && shopsFor(all, children);
  const shops = fitting?.map(({ shop }) => shop);
  const onlyOf = new Map(fitting?.map(({ shop, only }) => [shop.shopId, only]));
  const [search, setSearch] = useState("");
  const [category, setCategory] = useState<ShopCategory | null>(null);
  const [openNow, setOpenNow] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const now = localMoment(deployments.now());
  const found = listShops(
    shops ?? [],
    { search, category, openNow, place },
    { now, wordOf: categoryWord },
  );
  return (
    <>
      <TopBar title={t("shops.title")} />
      <main class="screen" id="main">
        <Field
          label={t("shops.search")}
          hint={t("shops.hint")}
          value={search}
          onInput={setSearch}
          testId="shop-search"
        />
        {shops && shops.length > 0 && (
          <>
            <Kinds all={categoriesOf(shops)} chosen={category} onChoose={setCategory} />
            <div class="row">
              <button
                type="button"
                class="chip"
                aria-pressed={openNow}
                data-testid="open-now"
                onClick={() => setOpenNow(!openNow)}
              >
                {t("shops.openNow")}
              </button>
              {shops.some((shop) => shop.place) && <Nearby place={place} onPlace={setPlace} />}
            </div>
          </>
        )}
        {!shops && <Problem error={error} />}
        {shops && found.length === 0 && (
          <EmptyState icon="shop" title={t("shops.none")}>
            {openNow && <p class="soft">{t("shops.noneOpen")}</p>}
          </EmptyState>
        )}
        {found.length > 0 && (
          <ul class="list">
            {found.map((listed) => (
              <ShopRow
                key={listed.shop.shopId}
                listed={listed}
                only={onlyOf.get(listed.shop.shopId) ?? null}
                now={now}
              />
            ))}
          </ul>
        )}
      </main>
    </>
  );
}

function Kinds(props: {
  all: readonly ShopCategory[];
  chosen: ShopCategory | null;
  onChoose: (category: ShopCategory | null) => void;
}) {
  return (
    <ul class="chips" aria-label={t("shops.kinds")}>
      {[null, ...props.all].map((one) => (
        <li key={one ?? "all"}>
          <button
            type="button"
            class="chip"
            aria-pressed={props.chosen === one}
            onClick={() => props.onChoose(one)}
          >
            {one ? categoryWord(one) : t("shops.all")}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Asks the phone where it is only when the family wants to know. */
function Nearby(props: { place: Place | null; onPlace: (place: Place) => void }) {
  const [isBusy, setBusy] = useState(false);
  const [why, setWhy] = useState<PlaceProblem | null>(null);
  const ask = async () => {
    setBusy(true);
    setWhy(null);
    const found = await findPlace();
    setBusy(false);
    if (found.ok) props.onPlace(found.place);
    else setWhy(found.why);
  };
  if (props.place) return <p class="soft small">{t("shops.nearest")}</p>;
  return (
    <>
      <Button look="second" busy={isBusy} testId="nearby" onPress={() => void ask()}>
        {t("shops.distance")}
      </Button>
      {why && (
        <Notice kind="info" title={t(`place.${why}.title`)} testId="no-place">
          <p>{t(`place.${why}.todo`)}</p>
        </Notice>
      )}
    </>
  );
}

function useShops() {
  const { openApi, database } = useFamily();
  const [shops, setShops] = useState<readonly Shop[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    void database.read<Shop[]>(KEPT).then((kept) => kept && setShops((now) => now ?? kept));
    openApi.get<ShopDirectoryAnswer>("/shops").then((answer) => {
      setShops(answer.shops);
      void database.write(KEPT, answer.shops);
    }, setError);
  }, [openApi, database]);
  return { shops, error };
}
