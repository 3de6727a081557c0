// What a person fills in to open a scheme, checked field by field, as the terms that the ledger takes.
import type { SchemeTerms, SoleLimits } from "../../shared/protocol/commands.ts";
import { parseEuros } from "../components/euros.ts";
import { endOfDay, startOfDay } from "./period.ts";

export type SchemeForm = {
  name: string;
  firstDay: string;
  lastDay: string;
  amount: string;
  graceDays: string;
  ibanDelayDays: string;
  shopDebtLimit: string;
  soleFunding: string;
  soleIban: string;
  soleAdmissions: string;
  wordForOne: string;
  wordForMany: string;
  retentionMonths: string;
};

export type SchemeField = keyof SchemeForm;
export type SchemeProblems = Partial<Record<SchemeField, string>>;

const DAY_SECONDS = 86_400;
/** Letters, with spaces, hyphens or apostrophes between them. */
const WORD = /^\p{L}+(?:[ '’-]\p{L}+)*$/u;
const LONGEST_DAYS = 365;
const LONGEST_MONTHS = 240;

/** The terms, or per field the key of the sentence that says what is wrong. */
export function readTerms(
  form: SchemeForm,
  now: number,
): {
  terms: SchemeTerms | null;
  limits: SoleLimits | null;
  /** Families are kept so many months after end and grace. */
  retentionMonths: number | null;
  problems: SchemeProblems;
} {
  const problems: SchemeProblems = {};
  const startsAt = startOfDay(form.firstDay);
  const endsAt = endOfDay(form.lastDay);
  const amount = parseEuros(form.amount);
  const debt = parseEuros(form.shopDebtLimit);
  const grace = readDays(form.graceDays);
  const delay = readDays(form.ibanDelayDays);
  const funding = parseEuros(form.soleFunding);
  const ibanChange = parseEuros(form.soleIban);
  const admissions = readCount(form.soleAdmissions);
  const retentionMonths = readMonths(form.retentionMonths);
  if (retentionMonths === null) problems.retentionMonths = "open.months.wrong";
  if (funding === null) problems.soleFunding = "amount.wrong";
  if (ibanChange === null) problems.soleIban = "amount.wrong";
  if (admissions === null) problems.soleAdmissions = "open.number.wrong";
  for (const word of ["wordForOne", "wordForMany"] as const) {
    if (!WORD.test(form[word].trim())) problems[word] = "open.word.wrong";
  }
  if (form.name.trim() === "") problems.name = "open.name.missing";
  if (startsAt === null) problems.firstDay = "open.day.missing";
  if (endsAt === null) problems.lastDay = "open.day.missing";
  else if (startsAt !== null && endsAt <= startsAt) problems.lastDay = "open.lastDay.before";
  else if (endsAt <= now) problems.lastDay = "open.lastDay.past";
  if (amount === null || amount === 0n) problems.amount = "amount.wrong";
  if (debt === null) problems.shopDebtLimit = "amount.wrong";
  if (grace === null) problems.graceDays = "open.days.wrong";
  if (delay === null) problems.ibanDelayDays = "open.days.wrong";
  if (Object.keys(problems).length > 0) {
    return { terms: null, limits: null, retentionMonths: null, problems };
  }
  const terms = {
    startsAt: startsAt ?? 0,
    endsAt: endsAt ?? 0,
    graceSeconds: (grace ?? 0) * DAY_SECONDS,
    ibanDelaySeconds: (delay ?? 0) * DAY_SECONDS,
    amountPerBeneficiaryCents: amount ?? 0n,
    shopDebtLimitCents: debt ?? 0n,
  };
  const limits = {
    fundingCents: funding ?? 0n,
    ibanChangeCents: ibanChange ?? 0n,
    admissionsPerDay: admissions ?? 0,
  };
  return { terms, limits, retentionMonths, problems };
}

const HIGHEST_COUNT = 1_000;

function readCount(typed: string): number | null {
  const count = /^\d{1,4}$/.test(typed.trim()) ? Number(typed.trim()) : null;
  return count !== null && count <= HIGHEST_COUNT ? count : null;
}

function readMonths(typed: string): number | null {
  const months = /^\d{1,3}$/.test(typed.trim()) ? Number(typed.trim()) : 0;
  return months >= 1 && months <= LONGEST_MONTHS ? months : null;
}

function readDays(typed: string): number | null {
  if (!/^\d{1,3}$/.test(typed.trim())) return null;
  const days = Number(typed.trim());
  return days <= LONGEST_DAYS ? days : null;
}
