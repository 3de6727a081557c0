// The printed cards that pay from this phone's budgets: a family sees that there is one, also one that it didn't ask for.
import { Card } from "../../shared/components/layout.tsx";
import { formatCents } from "../../shared/money.ts";
import { type Child, payCardOf } from "../model/child.ts";
import { t } from "../texts.ts";
import { useNameOf } from "./child-name.ts";
import { useChildren, useFamily } from "./use-family.ts";

export function PayCards() {
  const withCard = useChildren().filter(({ link, budget }) => link === "linked" && budget?.card);
  if (withCard.length === 0) return null;
  return (
    <Card title={t("payCard.title")}>
      {withCard.map((child) => (
        <PayCard key={child.beneficiaryId} child={child} />
      ))}
      <p class="strong">{t("payCard.lost")}</p>
    </Card>
  );
}

function PayCard({ child }: { child: Child }) {
  const { deployments } = useFamily();
  const name = useNameOf()(child);
  const card = child.budget && payCardOf(child.budget, deployments.now());
  if (!card) return null;
  return (
    <p data-testid="pay-card" data-can-pay={card.canPay}>
      <bdi class="strong">{name}</bdi>
      <br />
      {card.canPay
        ? t("payCard.terms", {
            perPayment: formatCents(card.perPaymentCents),
            perDay: formatCents(card.perDayCents),
            spent: formatCents(card.spentCents),
          })
        : t("payCard.blocked")}
    </p>
  );
}
