// A tour walks through an app and stops at each of its screens and states, so that whoever looks at all of them (a check, a
// camera) sees the same ones.
import type { Page } from "playwright-core";

/** Called at each stop; the page is at rest and comes back as it was left. */
export type Visit = (name: string, page: Page) => Promise<void>;
