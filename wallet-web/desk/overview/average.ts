// What a payment is on average. Of one family's single payment it would be its amount: fewer than five families are told of nowhere.
import { formatCents } from "../../shared/money.ts";
import type { SchemeOverview } from "../app/answers.ts";
import { text } from "../text.ts";

type Given = Pick<SchemeOverview, "payments" | "spentCents" | "adoption">;

export function averageText({ payments, spentCents, adoption }: Given): string {
  if (payments === 0) return text("overview.payments.none");
  if (adoption.percent === null) return text("overview.payments.few");
  const amount = formatCents(BigInt(spentCents) / BigInt(payments));
  return text("overview.payments.average", { amount });
}
