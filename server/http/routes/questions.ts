// Routes of a family's questions about its payments: it asks and reads the answer; the validator answers.
import { z } from "zod";
import { authorityOf, requireRole } from "../../validator/authority.ts";
import { defineRoute, type Route } from "../route.ts";
import { hash, id } from "../schemas/primitives.ts";
import {
  questionAnswer,
  questionBody,
  questionListAnswer,
  replyBody,
} from "../schemas/questions.ts";
import type { RouteParts } from "./parts.ts";
import { requireBeneficiary } from "./visibility.ts";

export function questionRoutes({ services, office }: RouteParts): Route[] {
  const { database } = services;
  return [
    defineRoute({
      method: "post",
      path: "/payments/{paymentId}/question",
      operationId: "askAboutPayment",
      tag: "family",
      summary:
        "Asks the municipality about a payment of the family's own; one question per payment",
      access: "session",
      params: z.strictObject({ paymentId: hash }),
      body: questionBody,
      answer: questionAnswer,
      created: 201,
      errors: ["not-found", "repeated-with-other-content", "too-many-questions"],
      handle: async ({ params, body, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        const { question, repeated } = await office.questions.ask(viewer, params.paymentId, body);
        return { status: repeated ? 200 : 201, body: question };
      },
    }),
    defineRoute({
      method: "get",
      path: "/beneficiaries/{beneficiaryId}/questions",
      operationId: "listQuestionsOfBeneficiary",
      tag: "family",
      summary: "What was asked about an account's payments, and what was answered",
      access: "session",
      params: z.strictObject({ beneficiaryId: id }),
      answer: questionListAnswer,
      errors: ["forbidden", "look-reason-needed"],
      handle: async ({ params, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        await requireBeneficiary({ database, looks: office.looks }, params.beneficiaryId, viewer);
        return { body: { questions: await office.questions.of(params.beneficiaryId) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/schemes/{schemeId}/questions/{paymentId}/answer",
      operationId: "answerQuestion",
      tag: "desk",
      summary: "Answers a family's question, once, after giving a reason for looking",
      access: "session",
      params: z.strictObject({ schemeId: id, paymentId: hash }),
      body: replyBody,
      answer: questionAnswer,
      errors: ["role-missing", "not-found", "look-reason-needed", "question-answered"],
      handle: async ({ params, body, session }) => {
        const viewer = await authorityOf(database, session.addresses);
        requireRole(viewer, params.schemeId, ["validator"]);
        return { body: await office.questions.answer(viewer, params, body) };
      },
    }),
  ];
}
