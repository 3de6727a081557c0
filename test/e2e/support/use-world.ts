// Gives test files a world that a few of them share, or one whose bank takes files, and checks after every test what its pages did.
import { expect } from "chai";
import { atEnd } from "../../helpers/at-end.ts";
import { findChromium } from "../../helpers/chromium.ts";
import { closePages, takeOffences } from "./pages.ts";
import { openWorld, type World } from "./world.ts";

const START_LIMIT_MS = 120_000;

/** How payouts go to the bank: by its API, or as files that people carry. */
type BankKind = "api" | "file";

/** The account that pays where the bank takes files. */
export const FILE_ACCOUNT = "NL91ABNA0417164300";

const SETTINGS = {
  api: {},
  file: { serverEnv: { BANK: "sepa", BANK_ACCOUNT_IBAN: FILE_ACCOUNT } },
} as const satisfies Record<BankKind, object>;

/**
 * Files that share a world. Its municipality is as large as the demonstration's: letters run out, and so does what one person may
 * admit and fund on one day.
 */
const FILES_PER_WORLD = 4;

type Opened = { world: Promise<World>; files: number };
const opened = new Map<BankKind, Opened>();

/**
 * The world is there when the first test of the file begins; without Chromium its tests are skipped.
 * @param given.isFresh The file looks at families or shops that others may have touched.
 */
export function useWorld(
  bank: BankKind = "api",
  { isFresh = false }: { isFresh?: boolean } = {},
): () => World {
  let world: World;
  before(async function () {
    if (findChromium() === undefined) this.skip();
    this.timeout(START_LIMIT_MS);
    const known = opened.get(bank);
    if (known && !isFresh && known.files < FILES_PER_WORLD) {
      known.files++;
      world = await known.world;
      return;
    }
    if (known) await endWorld(known);
    const begun = { world: openWorld(SETTINGS[bank]), files: 1 };
    opened.set(bank, begun);
    world = await begun.world;
  });
  afterEach(async () => {
    await closePages();
    expect(takeOffences(), "what pages did that they must not").to.deep.equal([]);
  });
  return () => world;
}

atEnd(async () => {
  for (const one of opened.values()) await endWorld(one);
});

async function endWorld(one: Opened): Promise<void> {
  const world = await one.world.catch(() => undefined);
  await world?.close();
}
