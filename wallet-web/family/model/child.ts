// A child's budget as this phone knows it. Name, picture and colour are the family's own and never leave the phone.
import type { BeneficiaryAnswer } from "../../shared/api-types.ts";
import { budgetNews } from "../../shared/budget-news.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";

import type { PutAway } from "./end-warning.ts";

export const COLOURS = ["lake", "berry", "grape", "wood", "sun", "sky"] as const;
export type Colour = (typeof COLOURS)[number];

export const PICTURES = ["fox", "rabbit", "bear", "frog", "panda", "cat", "chick", "owl"] as const;
export type Picture = (typeof PICTURES)[number];

export const LOST = ["removed", "reissued", "unlinked"] as const;
type Lost = (typeof LOST)[number];

export type Child = {
  beneficiaryId: Hex;
  schemeId: Hex;
  /** Name of the device key in the phone's database, and its address. */
  keyName: string;
  device: Hex;
  /** Empty: the family gave no name. */
  name: string;
  picture: Picture;
  colour: Colour;
  /**
   * `activating`: sent, but no answer yet. This phone's key no longer counts: another phone `removed` it, the municipality
   * `reissued` the code, or it is not known why (`unlinked`).
   */
  link: "activating" | "linked" | Lost;
  budget: Budget | null;
  /** The last warning of an end that the family put away. */
  endPutAway?: PutAway;
};

/** What the server said last, and when (Unix seconds). */
export type Budget = {
  state: BeneficiaryAnswer["state"];
  balanceCents: bigint;
  grantedCents: bigint;
  spendableUntil: number;
  phones: readonly { address: Hex; addedAt: number }[];
  /** Absent on a phone that last asked an older server. */
  reason?: BeneficiaryAnswer["reason"];
  topUp?: BeneficiaryAnswer["topUp"];
  unfrozen?: BeneficiaryAnswer["unfrozen"];
  card?: BeneficiaryAnswer["card"];
  asOf: number;
};

export function budgetOf(answer: BeneficiaryAnswer, asOf: number): Budget {
  return {
    state: answer.state,
    balanceCents: BigInt(answer.balanceCents),
    grantedCents: BigInt(answer.grantedCents),
    spendableUntil: answer.spendableUntil,
    phones: answer.devices,
    reason: answer.reason,
    topUp: answer.topUp,
    unfrozen: answer.unfrozen,
    card: answer.card,
    asOf,
  };
}

/** So long a family is told that something was added, or that it can pay again. */
const NEWS_SECONDS = 30 * 86_400;

/** Why the municipality stopped this budget, for a while or for good, as a sentence; null when it did not. */
export function reasonOf({ state, reason }: Budget): string | null {
  return state === "closed" || state === "frozen"
    ? budgetNews.reason(reason ?? "unspecified")
    : null;
}

/** What the municipality did for this budget and why, as sentences, newest first; none when there is nothing to tell. */
export function newsOf(budget: Budget, now: number): string[] {
  const { state, topUp, unfrozen } = budget;
  const news: { at: number; sentence: string }[] = [];
  if (topUp && state !== "closed") {
    const amount = formatCents(BigInt(topUp.amountCents));
    const sentence = budgetNews.toppedUp({ amount, reason: topUp.reason });
    news.push({ at: topUp.at, sentence });
  }
  const isStillGood = state !== "closed" && state !== "frozen" && budget.spendableUntil > now;
  if (unfrozen && isStillGood) {
    news.push({ at: unfrozen.at, sentence: budgetNews.unfrozen(unfrozen.reason) });
  }
  return news
    .filter(({ at }) => at + NEWS_SECONDS > now)
    .sort((one, other) => other.at - one.at)
    .map(({ sentence }) => sentence);
}

const DAY_SECONDS = 86_400;

/** The printed card that pays from this budget too; null when there is none. What it paid is of the day (UTC) that was asked about. */
export function payCardOf(budget: Budget, now: number) {
  const { card, asOf } = budget;
  if (!card) return null;
  const isToday = Math.floor(asOf / DAY_SECONDS) === Math.floor(now / DAY_SECONDS);
  return {
    canPay: card.state === "active" && card.paymentLimitCents !== "0",
    perPaymentCents: BigInt(card.paymentLimitCents),
    perDayCents: BigInt(card.dayLimitCents),
    spentCents: isToday ? BigInt(card.spentTodayCents) : 0n,
  };
}

/** A new child's looks: the first of each that no sibling has. */
export function looksFor(siblings: readonly Pick<Child, "picture" | "colour">[]) {
  const free = <T>(all: readonly T[], taken: readonly T[]) =>
    all.find((one) => !taken.includes(one)) ?? (all[taken.length % all.length] as T);
  return {
    picture: free<Picture>(
      PICTURES,
      siblings.map((child) => child.picture),
    ),
    colour: free<Colour>(
      COLOURS,
      siblings.map((child) => child.colour),
    ),
  };
}

/** Why this budget can't pay now, or null when it can. */
export type Hindrance = Lost | "activating" | "unknown" | "frozen" | "closed" | "ended" | "empty";

/** Whether somebody ended or held up this budget, or took it off this phone: no till takes its QR. */
export function isStopped(child: Child, now: number): boolean {
  const hindrance = hindranceOf(child, now);
  const isPassing = hindrance === "activating" || hindrance === "unknown" || hindrance === "empty";
  return hindrance !== null && !isPassing;
}

/** Why nobody can pay with any of these, each reason once; none when one can, or could if enough were left on it. */
export function sharedHindrances(children: readonly Child[], now: number): Hindrance[] {
  const hindrances = children.map((child) => hindranceOf(child, now));
  const stopping = hindrances.filter((one): one is Hindrance => one !== null && one !== "empty");
  return stopping.length < children.length ? [] : [...new Set(stopping)];
}

export function hindranceOf(child: Child, now: number): Hindrance | null {
  if (child.link !== "linked") return child.link;
  if (!child.budget) return "unknown";
  const { state, spendableUntil, balanceCents } = child.budget;
  if (state === "frozen" || state === "closed") return state;
  if (spendableUntil <= now) return "ended";
  return balanceCents === 0n ? "empty" : null;
}
