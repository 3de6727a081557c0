// Where to pay: the shops that take part, with a search over name, kind and address. Kept for when there is no connection.
import { useEffect, useState } from "preact/hooks";
import type { ShopDirectoryAnswer } from "../../shared/api-types.ts";
import { Field } from "../../shared/components/field.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { EmptyState, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { sharedText } from "../../shared/texts.ts";
import { useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

const KEPT = "shops";
type Shops = ShopDirectoryAnswer["shops"];

export function ShopsScreen() {
  const { shops, error } = useShops();
  const [search, setSearch] = useState("");
  const found = (shops ?? []).filter((shop) => matches(shop, search));
  return (
    <>
      <TopBar title={t("shops.title")} />
      <main class="screen" id="main">
        <Field
          label={t("shops.search")}
          hint={t("shops.hint")}
          value={search}
          onInput={setSearch}
        />
        {!shops && <Problem error={error} />}
        {shops && found.length === 0 && <EmptyState icon="shop" title={t("shops.none")} />}
        {found.length > 0 && (
          <ul class="list">
            {found.map((shop) => (
              <li key={shop.shopId} class="list-row">
                <span class="list-icon">
                  <Icon name="shop" />
                </span>
                <span class="list-main">
                  <bdi class="strong">{shop.name}</bdi>
                  <span class="soft small">{sharedText(`category.${shop.category}`)}</span>
                  <bdi class="small">{shop.address}</bdi>
                </span>
              </li>
            ))}
          </ul>
        )}
      </main>
    </>
  );
}

function useShops() {
  const { openApi, database } = useFamily();
  const [shops, setShops] = useState<Shops | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    void database.read<Shops>(KEPT).then((kept) => kept && setShops((now) => now ?? kept));
    openApi.get<ShopDirectoryAnswer>("/shops").then((answer) => {
      setShops(answer.shops);
      void database.write(KEPT, answer.shops);
    }, setError);
  }, [openApi, database]);
  return { shops, error };
}

function matches(shop: Shops[number], search: string): boolean {
  const text = `${shop.name} ${sharedText(`category.${shop.category}`)} ${shop.address}`;
  return plain(text).includes(plain(search.trim()));
}

/** Without capitals and accents: a search for "kleren" finds "Kléren". */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
