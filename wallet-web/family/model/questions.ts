// What this family asked the municipality about its payments, and what was answered.
import type { QuestionAnswer, QuestionListAnswer } from "../../shared/api-types.ts";
import type { QuestionKind } from "../../shared/protocol/questions.ts";
import type { Family } from "./family.ts";

/** The question about a payment, or null when none was asked. */
export async function findQuestion(
  family: Family,
  payment: { paymentId: string; beneficiaryId: string },
): Promise<QuestionAnswer | null> {
  const path = `/beneficiaries/${payment.beneficiaryId}/questions`;
  const { questions } = await family.api.get<QuestionListAnswer>(path);
  return questions.find((one) => one.paymentId === payment.paymentId) ?? null;
}

/** Asks; sent again after a lost answer, it is the same question. */
export const askQuestion = (
  family: Family,
  paymentId: string,
  question: { kind: QuestionKind; note: string },
): Promise<QuestionAnswer> =>
  family.api.post<QuestionAnswer>(`/payments/${paymentId}/question`, question);
