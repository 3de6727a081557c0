// What the places of acts are made of: who the roles are, how one gets to an address, and answers of the server that are made up.
import type { Page } from "playwright-core";
import type { ActsTown } from "./acts-town.ts";

export const ROLES = ["sponsor", "validator", "treasurer", "guardian", "admin"] as const;
export type Role = (typeof ROLES)[number];

export type Place = {
  name: string;
  /** Who gets there at all. */
  sees: readonly Role[];
  /** Answers of the server are changed for it: it is opened anew, and so is what comes next. */
  isMadeUp?: boolean;
  open: (page: Page, town: ActsTown) => Promise<void>;
  acts: Readonly<Record<string, readonly Role[]>>;
  /** Whose task it is, said in place of the button to staff who look along. */
  tells?: readonly Role[];
};

export const STAFF = ["sponsor", "validator", "treasurer", "guardian"] as const;
export const SPONSOR = ["sponsor"] as const;
export const VALIDATOR = ["validator"] as const;
export const TREASURER = ["treasurer"] as const;
export const GUARDIAN = ["guardian"] as const;
export const ADMIN = ["admin"] as const;
/** Stops what looks wrong. */
export const STOPPERS = ["validator", "guardian"] as const;
/** Who answers for the money. */
export const MONEY = ["sponsor", "treasurer"] as const;

/** Goes to an address and waits for its page; `testId`: of the page's frame, where it isn't the first word of the address. */
export const at =
  (place: string, testId = place.split("/")[0] ?? "") =>
  async (page: Page): Promise<void> => {
    await page.goto(`/desk/#/${place}`);
    await page.getByTestId(testId).getByTestId("role-line").waitFor();
  };

/** What of an answer is made up here. */
export type Answer = {
  schemes?: object[];
  shops?: object[];
  conservation?: object;
  payout?: object;
};

/** Opens a place with these answers of the server changed. */
export async function madeUp(
  page: Page,
  place: string,
  changes: Record<string, (answer: Answer) => object>,
): Promise<void> {
  for (const [path, change] of Object.entries(changes)) {
    await page.route(`**/api/v1${path}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: change(await response.json()) });
    });
  }
  await at(place)(page);
}
