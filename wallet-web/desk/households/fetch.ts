// Asks the server for households, a page or all of them.
import type { Api } from "../../shared/api.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Household, HouseholdList } from "../app/answers.ts";

export const HOUSEHOLDS_PER_PAGE = 50;
const LARGEST_PAGE = 500;

/** One page; pages count from 0. */
export function fetchHouseholds(
  api: Api,
  given: { schemeId: Hex; page: number; perPage?: number },
  signal?: AbortSignal,
): Promise<HouseholdList> {
  const { schemeId, page, perPage = HOUSEHOLDS_PER_PAGE } = given;
  const query = new URLSearchParams({ offset: String(page * perPage), limit: String(perPage) });
  return api.get(`/schemes/${schemeId}/households?${query}`, signal ? { signal } : {});
}

/** Goes through all households, newest letters first, until `isEnough` or the end. */
export async function walkHouseholds(
  api: Api,
  schemeId: Hex,
  take: (households: readonly Household[]) => { isEnough: boolean },
): Promise<void> {
  const page = (number: number) =>
    fetchHouseholds(api, { schemeId, page: number, perPage: LARGEST_PAGE });
  const first = await page(0);
  const last = Math.max(0, Math.ceil(first.total / LARGEST_PAGE) - 1);
  for (let number = last; number >= 0; number--) {
    const { households } = number === 0 ? first : await page(number);
    if (take(households).isEnough) return;
  }
}
