// A shop that signed up: what it said of itself, and the button to let it in.
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatDate } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { SchemeShop } from "../app/answers.ts";
import { useRole } from "../app/context.ts";
import { Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import { formatIban } from "./iban.ts";
import { RegisterNotice } from "./register-notice.tsx";

export function WaitingShop(props: {
  schemeId: Hex;
  shop: SchemeShop;
  onAdmit: () => void;
  onRefuse: () => void;
}) {
  const { shop } = props;
  const mayAdmit = useRole("validator");
  return (
    <li class="card" data-testid="waiting-shop">
      <div class="row row-apart">
        <h3 class="card-title">{shop.name}</h3>
        <Tag>{text(`category.${shop.category}`)}</Tag>
      </div>
      <Facts facts={shopFacts(shop)} />
      <p class="soft small">{text("shops.since", { date: formatDate(shop.registeredAt) })}</p>
      <RegisterNotice schemeId={props.schemeId} shop={shop} />
      {shop.refusal && (
        <p data-testid="shop-refused">
          {text("shops.refused", {
            date: formatDate(shop.refusal.at),
            reason: shop.refusal.reason,
          })}
        </p>
      )}
      {mayAdmit && (
        <div class="row">
          <Button icon="check" onPress={props.onAdmit} testId="admit">
            {text("shops.admit")} <span class="unseen">{shop.name}</span>
          </Button>
          <Button look="second" onPress={props.onRefuse} testId="refuse">
            {text("shops.refuse")} <span class="unseen">{shop.name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}

/** What a shop said of itself. */
export function shopFacts(shop: SchemeShop): [string, string][] {
  return [
    [text("shops.kvk"), shop.kvkNumber],
    [text("shops.iban"), formatIban(shop.iban)],
    [text("shops.address"), shop.address],
    [text("shops.email"), shop.email],
  ];
}
