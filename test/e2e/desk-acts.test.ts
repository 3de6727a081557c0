// Every act of the desk by every role: in rows, in an opened family or shop, in dialogs, and in what comes once a year. Everything stands
// ready at the same time (support/acts-town.ts); each role walks all places once and finds the buttons of its own acts, and not one more:
// a button that stands in no row here fails. In whose role one acts is said on each page (desk-roles.test.ts). That the same command by
// another's key is refused, by the contract or before it, is tested for each command and each kind of person where it is refused:
// test/contracts/access.test.ts, and command-access, desk-access, payout-access and four-eyes.test.ts of test/server/http.
import { expect } from "chai";
import type { Page } from "playwright-core";
import desk from "../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };
import { type Place, ROLES, type Role } from "./support/acts-kinds.ts";
import { PLACES_OF_ACTS } from "./support/acts-places.ts";
import { type ActsTown, prepareActs } from "./support/acts-town.ts";
import { openDesk } from "./support/desk.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

/** All places of one role, one after the other. */
const WALK_LIMIT_MS = 180_000;

/** What only shows something, or goes somewhere. */
const LOOKS = [
  ...["guide-open", "guide-close", "open-household", "open-shop", "payout-open", "stop-history"],
  ...["timeline-child", "timeline-shop", "timeline-payment", "timeline-scheme", "timeline-back"],
  ...["timeline-newer", "timeline-older", "find-payment-go"],
  ...["Zoek", "Vorige", "Volgende", "Kopieer", "Sluiten"],
];

/** Within a page, not in the line above it that says what all of it needs. */
const needed = (role: Role) => desk["role.needed"].replace("{role}", desk[`role.${role}`]);

describe("Every act of the desk", function () {
  this.timeout(WALK_LIMIT_MS);
  const world = useWorld();
  let town: ActsTown | undefined;

  before(async function () {
    this.timeout(WALK_LIMIT_MS);
    town = await prepareActs(world());
  });
  after(() => town?.leave());

  for (const role of ROLES) {
    it(`is the ${role}'s, or has no button on the ${role}'s pages`, async () => {
      const page = await openDesk(world(), [role]);
      const wrong: Record<string, unknown> = {};
      let isMadeUp = false;
      for (const place of PLACES_OF_ACTS.filter(({ sees }) => sees.includes(role))) {
        await leave(page, { anew: isMadeUp || place.isMadeUp === true });
        isMadeUp = place.isMadeUp === true;
        await place.open(page, town as ActsTown);
        const meant = Object.keys(place.acts).filter((act) => place.acts[act]?.includes(role));
        const found = await actsOn(page, { place, role, meant });
        const untold = await untoldOn(page, { place, role });
        if (found.join() !== meant.toSorted().join() || untold.length > 0) {
          wrong[place.name] = { found, meant, untold };
        }
      }
      await page.unrouteAll({ behavior: "ignoreErrors" });
      expect(wrong).to.deep.equal({});
    });
  }
});

/** What the last place opened, or made up, isn't in the way of the next. */
async function leave(page: Page, { anew }: { anew: boolean }): Promise<void> {
  if (anew) {
    await page.goto("about:blank");
    await page.unrouteAll({ behavior: "ignoreErrors" });
  } else if ((await page.locator("dialog[open]").count()) > 0) {
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  }
}

/** The acts that have a button here, once those are there that must be. */
async function actsOn(
  page: Page,
  { place, role, meant }: { place: Place; role: Role; meant: readonly string[] },
): Promise<string[]> {
  for (const act of meant) {
    const button = page.getByTestId(act).and(page.locator("button, a, input")).first();
    await button.waitFor({ state: "attached" }).catch((cause: unknown) => {
      throw new Error(`${role} misses ${act} at ${place.name}`, { cause });
    });
  }
  await page.locator("main .loading").first().waitFor({ state: "detached" });
  const names = await page.evaluate(() => {
    const where = document.querySelector("dialog[open]") ?? document.querySelector("main");
    const all = where?.querySelectorAll<HTMLElement>(
      "button.button, a.button[data-testid], input[type=file]",
    );
    return [...(all ?? [])]
      .filter((one) => one.checkVisibility())
      .map((one) => one.dataset.testid ?? one.ariaLabel ?? one.textContent ?? "");
  });
  return [...new Set(names.map(plain))].filter((name) => !LOOKS.includes(name)).toSorted();
}

/** Whose tasks somebody who looks along doesn't hear of here. */
async function untoldOn(page: Page, { place, role }: { place: Place; role: Role }) {
  if (role === "admin") return [];
  const said = plain(await page.locator("main").textContent());
  return (place.tells ?? []).filter((whose) => whose !== role && !said.includes(needed(whose)));
}
