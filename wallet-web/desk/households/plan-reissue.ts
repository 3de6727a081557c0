// Turns "a new code for this family" into work that ends in one letter.
import { type Hex, type RandomBytes, randomId } from "../../shared/protocol/bytes.ts";
import type { Household } from "../app/answers.ts";
import { type LetterWorkPart, partId } from "../codes/letter-work.ts";

/** One code for these children of a household; their old code and phones die with it. Closed accounts get none. */
export function planReissue(given: {
  schemeId: Hex;
  household: Household;
  beneficiaryIds: readonly Hex[];
  /** Unix seconds. */
  now: number;
  random: RandomBytes;
}): LetterWorkPart {
  const { household } = given;
  const workId = randomId(given.random);
  return {
    id: partId(workId, 0),
    workId,
    kind: "reissue",
    schemeId: given.schemeId,
    createdAt: given.now,
    index: 0,
    parts: 1,
    households: [
      {
        clientNumber: household.clientNumber,
        language: household.language,
        beneficiaryIds: [...given.beneficiaryIds],
        code: "",
      },
    ],
    state: "planned",
    posts: [],
  };
}

/** The children of a household that can get a code. */
export function reissuable(household: Household): Hex[] {
  return household.beneficiaries
    .filter(({ state }) => state !== "closed")
    .map(({ beneficiaryId }) => beneficiaryId);
}
