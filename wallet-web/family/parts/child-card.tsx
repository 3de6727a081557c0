// A child's budget as a card: whose, how much is left, of how much, until when.
import { Amount } from "../../shared/components/amount.tsx";
import { formatCents } from "../../shared/money.ts";
import { type Child, hindranceOf, newsOf } from "../model/child.ts";
import { untilText } from "../model/until.ts";
import { t } from "../texts.ts";
import { Avatar } from "./avatar.tsx";
import { useNameOf } from "./child-name.ts";
import { useFamily } from "./use-family.ts";

export function ChildCard({ child }: { child: Child }) {
  const { deployments } = useFamily();
  const name = useNameOf()(child);
  const { budget } = child;
  const hindrance = hindranceOf(child, deployments.now());
  const isOver = hindrance === "closed" || hindrance === "ended" || hindrance === "frozen";
  const news = budget && child.link === "linked" ? newsOf(budget, deployments.now()) : [];
  return (
    <article class="child-card" data-colour={child.colour} data-testid="child-card">
      <div class="row">
        <Avatar picture={child.picture} />
        <h2 class="child-name">
          <bdi>{name}</bdi>
        </h2>
      </div>
      {budget && child.link === "linked" ? (
        <div>
          <p class="child-label">{t(isOver ? "card.over" : "card.left")}</p>
          <Amount cents={budget.balanceCents} big testId="balance" />
          <BudgetBar left={budget.balanceCents} granted={budget.grantedCents} />
          <p class="child-terms">
            {t("card.of", { granted: formatCents(budget.grantedCents) })}
            <span>
              {hindrance === "closed" || hindrance === "frozen"
                ? t(`hindrance.${hindrance}.short`)
                : untilText(budget.spendableUntil, deployments.now())}
            </span>
          </p>
        </div>
      ) : (
        <p class="child-label">{t(`hindrance.${hindrance ?? "unknown"}.short`)}</p>
      )}
      {news.map((sentence) => (
        <p key={sentence} class="child-label" data-testid="budget-news">
          {sentence}
        </p>
      ))}
    </article>
  );
}

function BudgetBar({ left, granted }: { left: bigint; granted: bigint }) {
  const percent = granted === 0n ? 0 : Number((left * 100n) / granted);
  return (
    <svg class="budget-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" fill="#fff" fill-opacity="0.28" />
      <rect width={Math.min(percent, 100)} height="4" fill="#fff" />
    </svg>
  );
}
