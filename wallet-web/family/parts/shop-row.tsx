// A shop in the list: what it is, where, how far, whether it is open, and the whole week on request.
import { Icon } from "../../shared/components/icon.tsx";
import { spokenLocale } from "../../shared/locale.ts";
import type { Child } from "../model/child.ts";
import type { ListedShop } from "../model/shop-list.ts";
import {
  DAYS,
  formatDistance,
  type LocalMoment,
  nameOfDay,
  type OpenState,
  openStateOf,
} from "../model/visit.ts";
import { t } from "../texts.ts";
import { categoryWord } from "./category-word.ts";
import { useNameOf } from "./child-name.ts";

export function ShopRow(props: {
  listed: ListedShop;
  /** Whose budgets it takes, when it doesn't take them all. */
  only: readonly Child[] | null;
  now: LocalMoment;
}) {
  const { listed, only, now } = props;
  const { shop, metres } = listed;
  const nameOf = useNameOf();
  const hours = shop.openingHours;
  const state = hours ? openStateOf(hours, now) : null;
  return (
    <li class="list-row" data-testid="shop">
      <span class="list-icon">
        <Icon name="shop" />
      </span>
      <div class="list-main">
        <bdi class="strong">{shop.name}</bdi>
        <span class="soft small">
          {categoryWord(shop.category)}
          {metres !== null && (
            <>
              {" · "}
              <bdi dir="ltr">{formatDistance(metres)}</bdi>
            </>
          )}
        </span>
        <bdi class="small">{shop.address}</bdi>
        {only && (
          <span class="small strong" data-testid="only-for">
            {t("shops.onlyFor", {
              names: new Intl.ListFormat(spokenLocale()).format(only.map(nameOf)),
            })}
          </span>
        )}
        {state && (
          <span class={state.kind === "open" ? "good small strong" : "soft small"}>
            {openText(state)}
          </span>
        )}
        {hours && (
          <details class="hours">
            <summary class="small">{t("shops.hours")}</summary>
            <dl class="facts small">
              {DAYS.map((day) => (
                <div key={day}>
                  <dt>{nameOfDay(day)}</dt>
                  <dd>
                    {hours[day].length === 0 ? t("shops.closed") : <Times blocks={hours[day]} />}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}

/** From left to right in every language, as they stand on the shop's door. */
function Times({ blocks }: { blocks: readonly { from: string; until: string }[] }) {
  return <bdi dir="ltr">{blocks.map(({ from, until }) => `${from}–${until}`).join(", ")}</bdi>;
}

function openText(state: OpenState): string {
  switch (state.kind) {
    case "open":
      return t("shops.open", { until: state.until });
    case "later":
      return t("shops.later", { from: state.from });
    case "opens":
      return state.inDays === 1
        ? t("shops.tomorrow", { from: state.from })
        : t("shops.opens", { day: nameOfDay(state.day), from: state.from });
    case "never":
      return t("shops.closed");
  }
}
