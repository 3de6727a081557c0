// The API's answers, inferred from the server's own schemas. Types only: no schema reaches a browser.
import type { z } from "zod";
import type { cardAttemptAnswer } from "../../server/http/schemas/cards.ts";
import type * as codes from "../../server/http/schemas/codes.ts";
import type * as desk from "../../server/http/schemas/desk.ts";
import type * as family from "../../server/http/schemas/family.ts";
import type { liveMessage } from "../../server/http/schemas/live.ts";
import type { markChancesAnswer } from "../../server/http/schemas/marks.ts";
import type * as questions from "../../server/http/schemas/questions.ts";
import type * as shop from "../../server/http/schemas/shop.ts";
import type * as statement from "../../server/http/schemas/statement.ts";
import type * as visit from "../../server/http/schemas/visit.ts";

export type DeploymentAnswer = z.infer<typeof family.deploymentAnswer>;
export type ChallengeAnswer = z.infer<typeof family.challengeAnswer>;
export type SessionAnswer = z.infer<typeof family.sessionAnswer>;
export type ActivationLookupAnswer = z.infer<typeof family.activationLookupAnswer>;
export type BeneficiaryListAnswer = z.infer<typeof family.beneficiaryListAnswer>;
export type BeneficiaryAnswer = z.infer<typeof family.beneficiaryAnswer>;
export type PaymentAnswer = z.infer<typeof family.paymentAnswer>;
export type PaymentListAnswer = z.infer<typeof family.paymentListAnswer>;
export type PaymentRequestAnswer = z.infer<typeof family.paymentRequestAnswer>;

export type CardAttemptAnswer = z.infer<typeof cardAttemptAnswer>;

export type PaymentCodeAnswer = z.infer<typeof codes.paymentCodeAnswer>;
export type OpenChequeAnswer = z.infer<typeof codes.openChequeAnswer>;
export type PhoneOfferAnswer = z.infer<typeof codes.phoneOfferAnswer>;

export type QuestionAnswer = z.infer<typeof questions.questionAnswer>;
export type QuestionListAnswer = z.infer<typeof questions.questionListAnswer>;

export type RequestAnswer = z.infer<typeof desk.requestAnswer>;

export type ShopDirectoryAnswer = z.infer<typeof shop.shopDirectoryAnswer>;
export type ShopCategory = z.infer<typeof shop.category>;
export type OpeningHours = z.infer<typeof visit.openingHours>;
export type Place = z.infer<typeof visit.place>;
export type MyShopAnswer = z.infer<typeof shop.myShopAnswer>;
export type StatementAnswer = z.infer<typeof statement.statementAnswer>;
export type TillListAnswer = z.infer<typeof shop.tillListAnswer>;
export type TillAnswer = z.infer<typeof shop.tillAnswer>;
export type PayoutAnswer = z.infer<typeof shop.payoutAnswer>;
export type PayoutListAnswer = z.infer<typeof shop.payoutListAnswer>;

export type MarkChancesAnswer = z.infer<typeof markChancesAnswer>;

export type LiveMessage = z.infer<typeof liveMessage>;
