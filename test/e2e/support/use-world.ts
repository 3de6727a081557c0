// Gives test files the one world of the run, or the one whose bank takes files, and checks after every test what its pages did.
import { expect } from "chai";
import { findChromium } from "../../helpers/chromium.ts";
import { closePages, takeOffences } from "./pages.ts";
import { openWorld, type World } from "./world.ts";

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;

/** How payouts go to the bank: by its API, or as files that people carry. */
type BankKind = "api" | "file";

/** The account that pays where the bank takes files. */
export const FILE_ACCOUNT = "NL91ABNA0417164300";

const SETTINGS = {
  api: {},
  file: { serverEnv: { BANK: "sepa", BANK_ACCOUNT_IBAN: FILE_ACCOUNT } },
} as const satisfies Record<BankKind, object>;

const opening = new Map<BankKind, Promise<World>>();

/** The world is there when the first test of the file begins; without Chromium its tests are skipped. */
export function useWorld(bank: BankKind = "api"): () => World {
  let world: World;
  before(async function () {
    if (findChromium() === undefined) this.skip();
    this.timeout(START_LIMIT_MS);
    const known = opening.get(bank) ?? openWorld(SETTINGS[bank]);
    opening.set(bank, known);
    world = await known;
  });
  afterEach(async () => {
    await closePages();
    expect(takeOffences(), "what pages did that they must not").to.deep.equal([]);
  });
  return () => world;
}

// In no suite, so after all of them.
after(async function () {
  this.timeout(STOP_LIMIT_MS);
  for (const one of opening.values()) {
    const world = await one.catch(() => undefined);
    await world?.close();
  }
});
