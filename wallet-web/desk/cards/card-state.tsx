// A child's printed card: whether it can pay, what it paid today, and what can be done with it.
import { Button } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Household } from "../app/answers.ts";
import { useRole, useScheme } from "../app/context.ts";
import { text } from "../text.ts";

export type CardAct = "card-make" | "card-replace" | "card-block" | "card-unblock" | "card-remove";
type ChildRow = Household["beneficiaries"][number];
type Card = NonNullable<ChildRow["card"]>;

const KINDS = { active: "good", blocked: "bad", "pin-blocked": "bad", unusable: "warn" } as const;

export function CardState(props: {
  child: ChildRow;
  number: number;
  onAct: (act: CardAct) => void;
}) {
  const { child } = props;
  const { scheme } = useScheme();
  const mayAct = useRole("validator") && child.state !== "closed";
  const hasCards = (scheme?.cardLimits ?? null) !== null;
  if (!child.card && !hasCards) return null;
  return (
    <div class="card-state" data-testid="card" data-state={child.card?.state ?? "none"}>
      {child.card ? <Standing card={child.card} /> : <p class="soft small">{text("card.none")}</p>}
      {mayAct && (
        <div class="row">
          {actsOf(child.card, hasCards && child.state !== "frozen").map((act) => (
            <Button
              key={act}
              look={act === "card-remove" || act === "card-block" ? "quiet" : "second"}
              onPress={() => props.onAct(act)}
              testId={act}
            >
              {text(`${act}.open`)}{" "}
              <span class="unseen">{text("household.child", { number: props.number })}</span>
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function actsOf(card: Card | null, mayMake: boolean): CardAct[] {
  if (!card) return mayMake ? ["card-make"] : [];
  const acts: CardAct[] = [];
  if (card.state === "blocked" || card.state === "pin-blocked") acts.push("card-unblock");
  if (mayMake) acts.push("card-replace");
  if (card.state === "active") acts.push("card-block");
  return [...acts, "card-remove"];
}

function Standing({ card }: { card: Card }) {
  return (
    <>
      <div class="row">
        <span class="strong">{text("card.title")}</span>
        <Tag kind={KINDS[card.state]}>{text(`card.state.${card.state}`)}</Tag>
        <span class="small" data-testid="card-today">
          {text("card.today", {
            spent: formatCents(BigInt(card.spentTodayCents)),
            limit: formatCents(BigInt(card.dayLimitCents)),
          })}
        </span>
      </div>
      {card.state === "blocked" && card.reason !== null && (
        <p class="soft small">
          {text("reason")}: {text(`reason.${card.reason}`)}
        </p>
      )}
      {card.state === "active" && card.wrongPins > 0 && (
        <p class="soft small">{text.count("card.wrongPins", card.wrongPins)}</p>
      )}
      {(card.state === "pin-blocked" || card.state === "unusable") && (
        <p class="small">{text(`card.what.${card.state}`)}</p>
      )}
    </>
  );
}
