// Asks the server how each child's budget stands, and what was paid from it.
import type {
  BeneficiaryListAnswer,
  PaymentAnswer,
  PaymentListAnswer,
} from "../../shared/api-types.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { budgetOf } from "./child.ts";
import { type Family, saveChildren } from "./family.ts";
import { adopt, offeredKeys } from "./phone-offer.ts";

/** A page of the server at its largest. */
const NEWEST = 100;

/** How often something newer was taken in, per app: an answer that was asked for before that is old. */
const taken = new WeakMap<Family, number>();
const takenIn = (family: Family): number => taken.get(family) ?? 0;
const noteTaken = (family: Family) => void taken.set(family, takenIn(family) + 1);
/** Where news comes faster than answers the last one is taken all the same: it isn't older than what the screen shows for long. */
const MOST_ASKS = 3;

/** The server's answer of now: asked once more when another answer or a live balance came in between. */
async function askBudgets(family: Family) {
  for (let ask = 1; ; ask++) {
    const before = takenIn(family);
    const asked = new Set<string>((await family.session.who()).addresses);
    const answer = await family.api.get<BeneficiaryListAnswer>("/beneficiaries");
    if (takenIn(family) === before || ask === MOST_ASKS) return { asked, ...answer };
  }
}

/**
 * Brings every budget up to date. A child that the server no longer lets this phone spend from is unlinked; one whose key came after the
 * session that asked, in another window, isn't: of that the answer says nothing.
 */
export async function refreshChildren(family: Family): Promise<void> {
  const keys = offeredKeys(family.offer.get(), family.deployments.now());
  if (family.children.get().length === 0 && keys.length === 0) return;
  const { asked, beneficiaries, lost } = await askBudgets(family);
  noteTaken(family);
  const asOf = family.deployments.now();
  const answers = new Map(beneficiaries.map((answer) => [answer.beneficiaryId, answer]));
  const losses = new Map(lost.map((one) => [one.beneficiaryId, one.by]));
  await saveChildren(family, (children) =>
    adopt(children, { keys, answers: beneficiaries, asOf }).map((child) => {
      const answer = answers.get(child.beneficiaryId);
      if (answer) return { ...child, link: "linked", budget: budgetOf(answer, asOf) };
      const lostBy = losses.get(child.beneficiaryId);
      if (lostBy) return { ...child, link: lostBy };
      const isAsked = child.link === "linked" && asked.has(child.device);
      return isAsked ? { ...child, link: "unlinked" } : child;
    }),
  );
}

/** Fetches the newest payments of every child that this phone may see. */
export async function refreshHistory(family: Family): Promise<void> {
  const linked = family.children.get().filter((child) => child.link === "linked");
  const lists = await Promise.all(
    linked.map(async ({ beneficiaryId }) => {
      const path = `/beneficiaries/${beneficiaryId}/payments?limit=${NEWEST}`;
      const { payments } = await family.api.get<PaymentListAnswer>(path);
      return [beneficiaryId, payments] as const;
    }),
  );
  family.history.update((history) => ({ ...history, ...Object.fromEntries(lists) }));
}

/** Puts one payment in the history, new or as it now is. */
export function notePayment(family: Family, payment: PaymentAnswer): void {
  const { beneficiaryId } = payment;
  family.history.update((history) => {
    const others = (history[beneficiaryId] ?? []).filter(
      (one) => one.paymentId !== payment.paymentId,
    );
    const all = [payment, ...others].sort((one, other) => other.paidAt - one.paidAt);
    return { ...history, [beneficiaryId]: all };
  });
}

/** A new balance, heard live. */
export function noteBalance(family: Family, beneficiaryId: Hex, balanceCents: bigint): void {
  noteTaken(family);
  const asOf = family.deployments.now();
  void saveChildren(family, (children) =>
    children.map((child) =>
      child.beneficiaryId === beneficiaryId && child.budget
        ? { ...child, budget: { ...child.budget, balanceCents, asOf } }
        : child,
    ),
  );
}
