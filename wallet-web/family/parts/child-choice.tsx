// Which child's budget pays: large choices, those with too little say so and can't be chosen.
import { formatCents } from "../../shared/money.ts";
import { type Child, hindranceOf } from "../model/child.ts";
import { t } from "../texts.ts";
import { Avatar } from "./avatar.tsx";
import { useNameOf } from "./child-name.ts";
import { useFamily } from "./use-family.ts";

export function ChildChoice(props: {
  children: readonly Child[];
  amount: bigint;
  chosen: Child | undefined;
  onChoose: (child: Child) => void;
}) {
  const { children, amount, chosen, onChoose } = props;
  return (
    <fieldset class="stack stack-tight">
      <legend class="strong choice-title">{t("choice.title")}</legend>
      {children.map((child) => (
        <Choice
          key={child.beneficiaryId}
          child={child}
          amount={amount}
          isChosen={child.beneficiaryId === chosen?.beneficiaryId}
          onChoose={() => onChoose(child)}
        />
      ))}
    </fieldset>
  );
}

function Choice(props: { child: Child; amount: bigint; isChosen: boolean; onChoose: () => void }) {
  const { child, amount, isChosen, onChoose } = props;
  const { deployments } = useFamily();
  const nameOf = useNameOf();
  const hindrance = hindranceOf(child, deployments.now());
  const balance = child.budget?.balanceCents ?? 0n;
  const isShort = balance < amount;
  return (
    <label class="choice" data-colour={child.colour}>
      <input
        type="radio"
        name="child"
        checked={isChosen}
        disabled={hindrance !== null || isShort}
        onChange={onChoose}
      />
      <Avatar picture={child.picture} size={40} />
      <span class="list-main">
        <bdi class="strong">{nameOf(child)}</bdi>
        <span class="soft small">
          {hindrance && hindrance !== "empty"
            ? t(`hindrance.${hindrance}.short`)
            : t(isShort ? "choice.short" : "choice.left", { amount: formatCents(balance) })}
        </span>
      </span>
    </label>
  );
}
