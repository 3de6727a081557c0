// An amount of money; big ones show their cents smaller.
import { amountParts } from "../money.ts";

export function Amount(props: {
  cents: bigint;
  big?: boolean;
  good?: boolean;
  locale?: string;
  testId?: string;
}) {
  const classes = ["amount", props.big ? "amount-big" : "", props.good ? "amount-good" : ""];
  return (
    <bdi class={classes.filter(Boolean).join(" ")} data-testid={props.testId}>
      {amountParts(props.cents, props.locale).map(({ type, text }, index) => (
        <span key={index} class={type === "cents" ? "amount-small" : undefined}>
          {text}
        </span>
      ))}
    </bdi>
  );
}
