// A family's questions about its payments, and the municipality's answers: sealed, seen by the family and, after a reason
// for looking, by the validator. They change nothing of the money.
import { and, asc, count, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type {
  askedQuestion,
  questionAnswer,
  questionBody,
  replyBody,
} from "../http/schemas/questions.ts";
import { findPayment } from "../payments/find.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { householdBeneficiaries } from "../store/schema/office.ts";
import { payments } from "../store/schema/projections.ts";
import { paymentQuestions } from "../store/schema/wallet.ts";
import type { Authority } from "./authority.ts";
import { holdFamily } from "./erasure.ts";
import type { Looks } from "./looks.ts";
import type { Vault } from "./vault.ts";

type Shown = z.input<typeof questionAnswer>;
type Row = typeof paymentQuestions.$inferSelect;

export type Questions = {
  /**
   * Asks about a payment of the viewer's own; the same again is the same question.
   * @throws {AppError} `not-found`, `repeated-with-other-content`, `too-many-questions`
   */
  ask(
    viewer: Authority,
    paymentId: Hex,
    question: z.output<typeof questionBody>,
  ): Promise<{ question: Shown; repeated: boolean }>;
  /** Questions about payments of an account, newest first. */
  of(beneficiaryId: Hex): Promise<Shown[]>;
  /** As the desk sees them, those that wait first. */
  ofHousehold(beneficiaryIds: readonly Hex[]): Promise<z.input<typeof askedQuestion>[]>;
  /**
   * Answers, once; the viewer has given a reason for looking at this family.
   * @throws {AppError} `not-found`, `look-reason-needed`, `question-answered`
   */
  answer(
    viewer: Authority,
    asked: { schemeId: Hex; paymentId: Hex },
    reply: z.output<typeof replyBody>,
  ): Promise<Shown>;
};

/** Of one account at a time: more than a family has to ask, and nothing to flood a desk with. */
export const MOST_WAITING = 3;

type Parts = {
  database: Database;
  vault: Vault;
  profiles: Profiles;
  looks: Looks;
  now: () => number;
};

const placeOf = (column: "note" | "answer", paymentId: Hex) => ({
  table: "payment_questions",
  column,
  id: paymentId,
});

export function createQuestions(parts: Parts): Questions {
  const { database, vault } = parts;
  return {
    ask: (viewer, paymentId, question) => ask(parts, { viewer, paymentId, question }),
    answer: (viewer, asked, reply) => answer(parts, { viewer, ...asked, ...reply }),

    async of(beneficiaryId) {
      const rows = await database
        .select()
        .from(paymentQuestions)
        .where(eq(paymentQuestions.beneficiaryId, beneficiaryId))
        .orderBy(desc(paymentQuestions.askedAt), paymentQuestions.paymentId);
      return rows.map((row) => show(vault, row));
    },

    async ofHousehold(beneficiaryIds) {
      const rows = await database
        .select({ question: paymentQuestions, payment: payments })
        .from(paymentQuestions)
        .innerJoin(payments, eq(payments.paymentId, paymentQuestions.paymentId))
        .where(inArray(paymentQuestions.beneficiaryId, [...beneficiaryIds]))
        .orderBy(asc(paymentQuestions.askedAt), paymentQuestions.paymentId);
      const names = await parts.profiles.namesOf(rows.map(({ payment }) => payment.shopId));
      const shown = rows.map(({ question, payment }) => ({
        ...show(vault, question),
        child: beneficiaryIds.indexOf(question.beneficiaryId) + 1,
        paidAt: payment.paidAt,
        shopName: names.get(payment.shopId) ?? "",
        amountCents: String(payment.amountCents),
      }));
      return shown.sort(
        (one, other) => Number(one.answer !== null) - Number(other.answer !== null),
      );
    },
  };
}

async function ask(
  { database, vault, now }: Parts,
  given: { viewer: Authority; paymentId: Hex; question: z.output<typeof questionBody> },
): Promise<{ question: Shown; repeated: boolean }> {
  const { viewer, paymentId, question } = given;
  const payment = await findPayment(database, paymentId);
  const isOwn = viewer.beneficiaries.some((one) => one.beneficiaryId === payment?.beneficiaryId);
  if (!payment || !isOwn) throw new AppError("not-found");
  const { beneficiaryId, schemeId } = payment;
  return database.transaction(async (tx) => {
    const ofAccount = eq(paymentQuestions.beneficiaryId, beneficiaryId);
    // Two phones that ask at once don't get past the limit together.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${beneficiaryId}, 2))`);
    // A phone outlives its family: what it asks after the erasure would stay for ever.
    if (!(await holdFamily(tx, beneficiaryId))) throw new AppError("not-found");
    const known = await tx.select().from(paymentQuestions).where(ofAccount);
    const before = known.find((row) => row.paymentId === paymentId);
    if (before) {
      const shown = show(vault, before);
      const isSame = shown.kind === question.kind && shown.note === question.note;
      if (!isSame) throw new AppError("repeated-with-other-content");
      return { question: shown, repeated: true };
    }
    const waiting = known.filter((row) => row.answeredAt === null).length;
    if (waiting >= MOST_WAITING) {
      throw new AppError("too-many-questions", { limit: String(MOST_WAITING) });
    }
    const note =
      question.note === "" ? null : vault.seal(placeOf("note", paymentId), question.note);
    const row = { paymentId, beneficiaryId, schemeId, kind: question.kind, note, askedAt: now() };
    const [made] = await tx.insert(paymentQuestions).values(row).returning();
    if (!made) throw new Error("a question was not kept");
    return { question: show(vault, made), repeated: false };
  });
}

async function answer(
  { database, vault, looks, now }: Parts,
  given: { viewer: Authority; schemeId: Hex; paymentId: Hex; answer: string },
): Promise<Shown> {
  const { viewer, schemeId, paymentId } = given;
  const isMeant = and(
    eq(paymentQuestions.paymentId, paymentId),
    eq(paymentQuestions.schemeId, schemeId),
  );
  const [row] = await database.select().from(paymentQuestions).where(isMeant);
  if (!row) throw new AppError("not-found");
  await looks.demandForBeneficiary(viewer, row.beneficiaryId);
  const [answeredBy = "0x" as Hex] = viewer.addresses;
  const [answered] = await database
    .update(paymentQuestions)
    .set({
      answer: vault.seal(placeOf("answer", paymentId), given.answer),
      answeredBy,
      answeredAt: now(),
    })
    .where(and(isMeant, isNull(paymentQuestions.answeredAt)))
    .returning();
  if (answered) return show(vault, answered);
  const shown = show(vault, row.answer === null ? await reread(database, paymentId) : row);
  if (shown.answer !== given.answer) throw new AppError("question-answered");
  return shown;
}

/** Somebody else was first in this very moment. */
async function reread(database: Database, paymentId: Hex): Promise<Row> {
  const isMeant = eq(paymentQuestions.paymentId, paymentId);
  const [row] = await database.select().from(paymentQuestions).where(isMeant);
  if (!row) throw new AppError("not-found");
  return row;
}

function show(vault: Vault, row: Row): Shown {
  const { paymentId, kind, askedAt, answeredAt } = row;
  const open = (column: "note" | "answer") => {
    const sealed = row[column];
    return sealed === null ? null : vault.open(placeOf(column, paymentId), sealed);
  };
  return { paymentId, kind, note: open("note") ?? "", askedAt, answer: open("answer"), answeredAt };
}

/** How many wait in a scheme. */
export async function countWaitingQuestions(database: Database, schemeId: Hex): Promise<number> {
  const [row] = await database
    .select({ waiting: count() })
    .from(paymentQuestions)
    .innerJoin(
      householdBeneficiaries,
      eq(householdBeneficiaries.beneficiaryId, paymentQuestions.beneficiaryId),
    )
    .where(and(eq(paymentQuestions.schemeId, schemeId), isNull(paymentQuestions.answeredAt)));
  return row?.waiting ?? 0;
}
