// Finds payments by what a person remembers of them: an amount, a time, the code on the receipt, a day.
import type { PaymentAnswer, PaymentListAnswer } from "../../shared/api-types.ts";
import { dayBounds, dayKey, formatTime } from "../../shared/dates.ts";
import { parseAmount } from "../../shared/money.ts";
import { shopIdOf, type Till } from "./till.ts";

/** What was typed: nothing, one of three things, or none of them. */
export type Sought =
  | { kind: "all" }
  | { kind: "amount"; amountCents: bigint }
  | { kind: "code"; code: string }
  | { kind: "time"; time: string };

const PAGE = 50;
const DASHED_CODE = /^([0-9A-F]{3})[- ]([0-9A-F]{3})$/;
const PLAIN_CODE = /^(?=.*[A-F])[0-9A-F]{6}$/;

/** @returns null when it is no amount, no time and no code. */
export function readSought(typed: string): Sought | null {
  const text = typed.trim().toUpperCase();
  if (text === "") return { kind: "all" };
  const dashed = DASHED_CODE.exec(text);
  if (dashed) return { kind: "code", code: `${dashed[1]}${dashed[2]}`.toLowerCase() };
  if (PLAIN_CODE.test(text)) return { kind: "code", code: text.toLowerCase() };
  const time = /^([01]?[0-9]|2[0-3]):([0-5][0-9])$/.exec(text);
  if (time) return { kind: "time", time: `${time[1]?.padStart(2, "0")}:${time[2]}` };
  const amountCents = parseAmount(text);
  return amountCents === null ? null : { kind: "amount", amountCents };
}

/** The query of what is sought; a time without a day is today's. @returns null when the day is none. */
export function queryOf(
  sought: Sought,
  { day, now }: { day: string; now: number },
): Record<string, string> | null {
  const query: Record<string, string> = {};
  const wanted = day === "" && sought.kind === "time" ? dayKey(now) : day;
  if (wanted !== "") {
    const bounds = dayBounds(wanted);
    if (!bounds) return null;
    const { from, until } = sought.kind === "time" ? minuteOf(sought.time, bounds) : bounds;
    query.from = String(from);
    query.until = String(until);
  }
  if (sought.kind === "amount") query.amountCents = String(sought.amountCents);
  if (sought.kind === "code") query.code = sought.code;
  return query;
}

/** A minute of a day; where the clock was changed that day, the minute that has this name. */
function minuteOf(time: string, day: { from: number; until: number }) {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const usual = day.from + hours * 3600 + minutes * 60;
  const from = [0, -3600, 3600].map((shift) => usual + shift).find((at) => formatTime(at) === time);
  return { from: from ?? usual, until: (from ?? usual) + 60 };
}

export type Found = { payments: readonly PaymentAnswer[]; next: string | null };

/** One page, newest first; `before` is `next` of the page before. */
export async function searchPayments(
  till: Till,
  query: Record<string, string>,
  before: string | null,
): Promise<Found> {
  const asked = new URLSearchParams({ shopId: shopIdOf(till), limit: String(PAGE), ...query });
  if (before !== null) asked.set("before", before);
  return till.api.get<PaymentListAnswer>(`/payments?${asked}`);
}
