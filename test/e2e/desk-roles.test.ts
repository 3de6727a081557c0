// Each role opens the address of each page: it says in whose role one acts or which is needed, and who is responsible; it has the means
// for the role's own tasks, and for no other's. The acts in rows, opened families and dialogs are in desk-acts.test.ts. That the ledger
// and the server refuse whoever tries all the same is tested where they are: test/contracts/access.test.ts, desk-access.test.ts and
// command-access.test.ts of test/server/http.
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import type { RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import { openDesk } from "./support/desk.ts";
import { plain } from "./support/text.ts";
import { useWorld } from "./support/use-world.ts";

const DESK_LIMIT_MS = 90_000;
const ROLES = ["sponsor", "validator", "treasurer", "guardian", "admin"] as const;
const STAFF = ["sponsor", "validator", "treasurer", "guardian"] as const;

const WORDS: Record<(typeof ROLES)[number], string> = {
  sponsor: "Geldgever",
  validator: "Uitvoerder",
  treasurer: "Penningmeester",
  guardian: "Toezichthouder",
  admin: "Rollenbeheerder",
};
const ID = `0x${"5e".repeat(16)}`;
const HASH = `0x${"5e".repeat(32)}`;

/**
 * What a page has for a task, and who has it. `shown` is there for everyone as soon as the page is complete; `acts`: whose own page
 * it is, where others look along.
 */
type Place = {
  place: string;
  /** Of the page's frame, where it isn't the first word of the address. */
  testId?: string;
  shown?: string;
  acts: readonly RoleName[];
  tasks: Readonly<Record<string, readonly RoleName[]>>;
};

const PLACES: readonly Place[] = [
  { place: "overview", acts: ROLES, tasks: { "money-picture": STAFF } },
  {
    place: "insight",
    acts: STAFF,
    tasks: { "insight-spent": STAFF, "council-csv": STAFF, "books-csv": ["sponsor", "treasurer"] },
  },
  {
    place: "households",
    acts: ["validator"],
    tasks: {
      "add-households": ["validator"],
      "find-household": ["validator"],
      "open-household": ["validator"],
    },
  },
  { place: "shops", acts: ["validator", "guardian"], tasks: { "open-shop": STAFF } },
  {
    place: "money",
    acts: ["sponsor", "treasurer"],
    tasks: { fund: ["sponsor"], "mandate-change": ["treasurer"], unallocated: STAFF },
  },
  {
    place: "payouts",
    acts: ["treasurer"],
    tasks: { "state-tiles": STAFF, "account-report-csv": ["sponsor", "treasurer"] },
  },
  {
    place: "guardian",
    shown: "pause-card",
    acts: ["guardian"],
    tasks: {
      "pause-scheme": ["guardian"],
      "find-payment": ["validator", "guardian"],
      "timeline-scheme": ["sponsor", "validator", "guardian"],
    },
  },
  {
    place: "scheme",
    shown: "scheme-terms",
    acts: ["guardian", "sponsor"],
    tasks: {
      "pause-scheme": ["guardian"],
      "offline-card": ROLES,
      "offline-set": ["sponsor"],
      "offline-refusals": ["sponsor", "treasurer"],
      "card-limits": ROLES,
      "set-card-limits": ["sponsor"],
    },
  },
  {
    place: "roles",
    shown: "own-roles",
    acts: ["admin"],
    tasks: { give: ["admin"], invitations: ["admin"] },
  },
  { place: "access", acts: ["guardian", "admin"], tasks: { "access-go": ["guardian", "admin"] } },
  {
    place: "households/add",
    testId: "import",
    acts: ["validator"],
    tasks: { "csv-file": ["validator"] },
  },
  {
    place: "households/questions",
    acts: ["validator"],
    tasks: { "find-household": ["validator"] },
  },
  { place: "letters", acts: ["validator"], tasks: {} },
  { place: `letters/${ID}`, testId: "print", acts: ["validator"], tasks: { "print-letters": [] } },
  { place: "card", testId: "cardprint", acts: ["validator"], tasks: { "print-card": [] } },
  {
    place: "timeline/scheme",
    acts: ["validator", "guardian"],
    tasks: { "timeline-list": ["sponsor", "validator", "guardian"] },
  },
  // Of no shop, payment or child that there is: who may look hears that, or is asked why first.
  {
    place: `timeline/shop/${ID}`,
    acts: ["validator", "guardian"],
    tasks: { problem: ["sponsor", "validator", "guardian"] },
  },
  {
    place: `timeline/payment/${HASH}`,
    acts: ["validator", "guardian"],
    tasks: { problem: ["validator", "guardian"] },
  },
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
      for (const place of [...PLACES, childPlace()]) {
        const [first = ""] = place.place.split("/");
        await page.goto(`/desk/#/${place.place}`);
        const frame = page.getByTestId(place.testId ?? first);
        if (place.shown) await frame.getByTestId(place.shown).first().waitFor();
        await expectRoleLine(frame.getByTestId("role-line"), { role, place });
        await expectTasks(page, { role, where: place.place, tasks: place.tasks });
      }
      if (role !== "admin") await expectShopTasks(page, role);
    });
  }

  const childPlace = (): Place => {
    const [letter] = world().demo.people.allLetters();
    const mayLook = ["validator", "guardian"] as const;
    return {
      place: `timeline/child/${letter?.beneficiaryIds[0]}`,
      ...{ acts: mayLook, tasks: { "look-form": mayLook, freeze: [] } },
    };
  };

  async function expectShopTasks(page: Page, role: RoleName): Promise<void> {
    await page.getByTestId("nav-shops").click();
    await page.getByTestId("open-shop").first().click();
    await page.getByRole("dialog").waitFor();
    await expectTasks(page, { role, where: "a shop", tasks: SHOP_TASKS });
  }
});

/** In whose role one acts here, or which would be needed; and who is responsible. */
async function expectRoleLine(
  line: Locator,
  { role, place }: { role: (typeof ROLES)[number]; place: Place },
): Promise<void> {
  const said = plain(await line.textContent());
  const acting = `U werkt hier als ${WORDS[role]}`;
  const looking = /U kijkt mee\. Hiervoor is de rol (.+) nodig\./.exec(said)?.[1];
  if (place.acts.includes(role)) expect(said, place.place).to.contain(acting);
  else expect(looking, place.place).to.be.a("string").that.does.not.contain(WORDS[role]);
  expect(said, place.place).to.contain("Verantwoordelijk: gemeente Zuidhorn");
}

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
