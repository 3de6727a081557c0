// Asks the server how each child's budget stands, and what was paid from it.
import type {
  BeneficiaryAnswer,
  PaymentAnswer,
  PaymentListAnswer,
} from "../../shared/api-types.ts";
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { budgetOf, type Child } from "./child.ts";
import { type Family, saveChildren } from "./family.ts";

/** Brings every budget up to date. A child that the server no longer lets this phone see is unlinked. */
export async function refreshChildren(family: Family): Promise<void> {
  const known = family.children.get();
  if (known.length === 0) return;
  const { beneficiaryIds } = await family.session.who();
  const linked = new Set<string>(beneficiaryIds);
  const asOf = family.deployments.now();
  const changes = new Map<Hex, Partial<Child>>();
  await Promise.all(
    known.map(async ({ beneficiaryId, link }) => {
      const answer = linked.has(beneficiaryId) ? await askFor(family, beneficiaryId) : null;
      if (answer) changes.set(beneficiaryId, { link: "linked", budget: budgetOf(answer, asOf) });
      else if (link === "linked") changes.set(beneficiaryId, { link: "unlinked" });
    }),
  );
  await saveChildren(family, (children) =>
    children.map((child) => ({ ...child, ...changes.get(child.beneficiaryId) })),
  );
}

async function askFor(family: Family, beneficiaryId: Hex): Promise<BeneficiaryAnswer | null> {
  try {
    return await family.api.get<BeneficiaryAnswer>(`/beneficiaries/${beneficiaryId}`);
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return null;
    throw error;
  }
}

/** Fetches the newest payments of every child that this phone may see. */
export async function refreshHistory(family: Family): Promise<void> {
  const linked = family.children.get().filter((child) => child.link === "linked");
  const lists = await Promise.all(
    linked.map(async ({ beneficiaryId }) => {
      const path = `/beneficiaries/${beneficiaryId}/payments`;
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
  const asOf = family.deployments.now();
  void saveChildren(family, (children) =>
    children.map((child) =>
      child.beneficiaryId === beneficiaryId && child.budget
        ? { ...child, budget: { ...child.budget, balanceCents, asOf } }
        : child,
    ),
  );
}
