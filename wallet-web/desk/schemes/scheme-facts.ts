// What a scheme fixes for good, as it is shown before it is opened and ever after: the same list, so that nothing is fixed unseen.
import { formatDate } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { text } from "../text.ts";

const DAY_SECONDS = 86_400;

type Cents = bigint | string;
export type FixedTerms = {
  startsAt: number;
  endsAt: number;
  amountPerBeneficiaryCents: Cents;
  graceSeconds: number;
  ibanDelaySeconds: number;
  shopDebtLimitCents: Cents;
  /** What one person does alone; null: nothing. */
  soleLimits: { fundingCents: Cents; ibanChangeCents: Cents; admissionsPerDay: number } | null;
  retentionMonths: number;
};

/** @param words Whom it is for, where the screen doesn't speak of them yet. */
export function schemeFacts(terms: FixedTerms, words?: { one: string }): [string, string][] {
  const of: Record<string, string> = words ? { beneficiary: words.one } : {};
  const { soleLimits: sole } = terms;
  return [
    [text("open.firstDay"), formatDate(terms.startsAt)],
    [text("open.lastDay"), formatDate(terms.endsAt - 1)],
    [text("open.amount", of), euros(terms.amountPerBeneficiaryCents)],
    [text("open.graceDays"), days(terms.graceSeconds)],
    [text("open.ibanDelayDays"), days(terms.ibanDelaySeconds)],
    [text("open.shopDebtLimit"), euros(terms.shopDebtLimitCents)],
    [text("open.soleFunding"), sole ? euros(sole.fundingCents) : text("open.sole.none")],
    [text("open.soleIban"), sole ? euros(sole.ibanChangeCents) : text("open.sole.none")],
    [text("open.soleAdmissions"), sole ? String(sole.admissionsPerDay) : text("open.sole.none")],
    [text("open.retentionMonths"), text.count("months", terms.retentionMonths)],
  ];
}

const euros = (cents: Cents) => formatCents(BigInt(cents));
const days = (seconds: number) => text.count("days", Math.round(seconds / DAY_SECONDS));
