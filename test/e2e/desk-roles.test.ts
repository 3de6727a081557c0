// Each role at the desk has the means for its own tasks, and for no other role's. That the ledger and the server refuse whoever
// tries all the same is tested where they are: test/contracts/access.test.ts, test/server/http.
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import { openDesk } from "./support/desk.ts";
import { useWorld } from "./support/use-world.ts";

const DESK_LIMIT_MS = 90_000;
const ROLES = ["sponsor", "validator", "treasurer", "guardian", "admin"] as const;
const STAFF = ["sponsor", "validator", "treasurer", "guardian"] as const;

/** What a page has for a task, and who has it. `shown` is there for everyone as soon as the page is complete. */
type Place = {
  place: string;
  shown: string;
  tasks: Readonly<Record<string, readonly RoleName[]>>;
};

const PLACES: readonly Place[] = [
  { place: "overview", shown: "role-line", tasks: { "money-picture": STAFF } },
  {
    place: "insight",
    shown: "role-line",
    tasks: { "insight-spent": STAFF, "council-csv": STAFF, "books-csv": ["sponsor", "treasurer"] },
  },
  {
    place: "households",
    shown: "role-line",
    tasks: {
      "add-households": ["validator"],
      "find-household": ["validator"],
      "open-household": ["validator"],
    },
  },
  { place: "shops", shown: "role-line", tasks: { "open-shop": STAFF } },
  {
    place: "money",
    shown: "role-line",
    tasks: { fund: ["sponsor"], "mandate-change": ["treasurer"], unallocated: STAFF },
  },
  {
    place: "payouts",
    shown: "role-line",
    tasks: { "state-tiles": STAFF, "account-report-csv": ["sponsor", "treasurer"] },
  },
  {
    place: "guardian",
    shown: "pause-card",
    tasks: {
      "pause-scheme": ["guardian"],
      "find-payment": ["validator", "guardian"],
      "timeline-scheme": ["sponsor", "validator", "guardian"],
    },
  },
  {
    place: "scheme",
    shown: "scheme-terms",
    tasks: {
      "pause-scheme": ["guardian"],
      "offline-card": ROLES,
      "offline-set": ["sponsor"],
      "offline-refusals": ["sponsor", "treasurer"],
      "card-limits": ROLES,
      "set-card-limits": ["sponsor"],
    },
  },
  { place: "roles", shown: "own-roles", tasks: { give: ["admin"], invitations: ["admin"] } },
  { place: "access", shown: "role-line", tasks: { "access-go": ["guardian", "admin"] } },
];

const SHOP_TASKS: Readonly<Record<string, readonly RoleName[]>> = {
  "suspend-shop": ["validator", "guardian"],
};

describe("A desk with one role", function () {
  this.timeout(DESK_LIMIT_MS);
  const world = useWorld();

  for (const role of ROLES) {
    it(`has the tasks of the ${role}, and no other role's`, async () => {
      const page = await openDesk(world(), [role]);
      for (const { place, shown, tasks } of PLACES) {
        await page.getByTestId(`nav-${place}`).click();
        await page.getByTestId(place === "insight" ? "insight" : place).waitFor();
        await page.getByTestId(shown).first().waitFor();
        await expectTasks(page, { role, where: place, tasks });
      }
      if (role !== "admin") await expectShopTasks(page, role);
    });
  }

  async function expectShopTasks(page: Page, role: RoleName): Promise<void> {
    await page.getByTestId("nav-shops").click();
    await page.getByTestId("open-shop").first().click();
    await page.getByRole("dialog").waitFor();
    await expectTasks(page, { role, where: "a shop", tasks: SHOP_TASKS });
  }
});

/** Waits for what must be there; only then is what must not be there looked for. */
async function expectTasks(
  page: Page,
  given: { role: RoleName; where: string; tasks: Place["tasks"] },
): Promise<void> {
  const entries = Object.entries(given.tasks);
  for (const [task, roles] of entries) {
    if (roles.includes(given.role)) await page.getByTestId(task).first().waitFor();
  }
  await page.locator("main .loading").first().waitFor({ state: "detached" });
  const wrong = [];
  for (const [task, roles] of entries) {
    const count = await page.getByTestId(task).count();
    if (!roles.includes(given.role) && count > 0) wrong.push(task);
  }
  expect(wrong, `${given.role} at ${given.where}`).to.deep.equal([]);
}
