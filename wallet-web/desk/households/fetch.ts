// Asks the server for households: a page, those with a number, and the numbers of letters.
import type { Api } from "../../shared/api.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Household, HouseholdList, HouseholdSummary } from "../app/answers.ts";

export const HOUSEHOLDS_PER_PAGE = 50;
/** As many as the server takes at once. */
const LETTERS_PER_QUESTION = 1_000;

export const SHOWN = ["all", "questions", "not-started", "unused"] as const;
export type Shown = (typeof SHOWN)[number];

/** One page; pages count from 0. */
export function fetchHouseholds(
  api: Api,
  given: { schemeId: Hex; page: number; show: Shown; sort?: string | undefined },
  signal?: AbortSignal,
): Promise<HouseholdList> {
  const query = new URLSearchParams({
    show: given.show,
    offset: String(given.page * HOUSEHOLDS_PER_PAGE),
    limit: String(HOUSEHOLDS_PER_PAGE),
    ...(given.sort === undefined ? {} : { sort: given.sort }),
  });
  return api.get(`/schemes/${given.schemeId}/households?${query}`, signal ? { signal } : {});
}

/** By client number or letter number. */
export async function findHouseholds(
  api: Api,
  given: { schemeId: Hex; number: string },
): Promise<HouseholdSummary[]> {
  const path = `/schemes/${given.schemeId}/household-searches`;
  const answer: Pick<HouseholdList, "households"> = await api.post(path, { number: given.number });
  return answer.households;
}

/** One family; refused until a reason was given. */
export function fetchHousehold(
  api: Api,
  given: { schemeId: Hex; householdId: Hex },
  signal: AbortSignal,
): Promise<Household> {
  return api.get(`/schemes/${given.schemeId}/households/${given.householdId}`, { signal });
}

/** The number of each child's letter; a child that the server doesn't know is absent. */
export async function fetchLetterNumbers(
  api: Api,
  given: { schemeId: Hex; beneficiaryIds: readonly Hex[] },
): Promise<ReadonlyMap<string, number>> {
  const numbers = new Map<string, number>();
  for (let start = 0; start < given.beneficiaryIds.length; start += LETTERS_PER_QUESTION) {
    const beneficiaryIds = given.beneficiaryIds.slice(start, start + LETTERS_PER_QUESTION);
    const path = `/schemes/${given.schemeId}/letter-numbers`;
    const answer: { letters: { beneficiaryId: Hex; letterNumber: number }[] } = await api.post(
      path,
      { beneficiaryIds },
    );
    for (const { beneficiaryId, letterNumber } of answer.letters) {
      numbers.set(beneficiaryId, letterNumber);
    }
  }
  return numbers;
}
