// Gives test files the one world of the run, and checks after every test what its pages did.
import { expect } from "chai";
import { findChromium } from "../../helpers/chromium.ts";
import { closePages, takeOffences } from "./pages.ts";
import { openWorld, type World } from "./world.ts";

const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;

let opening: Promise<World> | undefined;

/** The world is there when the first test of the file begins; without Chromium its tests are skipped. */
export function useWorld(): () => World {
  let world: World;
  before(async function () {
    if (findChromium() === undefined) this.skip();
    this.timeout(START_LIMIT_MS);
    opening ??= openWorld();
    world = await opening;
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
  const world = await opening?.catch(() => undefined);
  await world?.close();
});
