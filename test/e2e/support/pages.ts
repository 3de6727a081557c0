// Opens pages as phones, tills and desks, and watches each: nothing may come from elsewhere, break the content security
// policy, or throw unseen.
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { World } from "./world.ts";

/** CSS pixels: a small phone, and a desk. */
export const PHONE = { width: 360, height: 740 } as const;
export const DESK = { width: 1280, height: 860 } as const;

const DUTCH = { locale: "nl-NL", timezoneId: "Europe/Amsterdam", reducedMotion: "reduce" } as const;
/** Longer than anything takes on a slow machine; a wait that ends here failed. */
const WAIT_LIMIT_MS = 15_000;
const CSP_MARK = "content security policy broken:";

const contexts = new Set<BrowserContext>();
const offences: string[] = [];

/** A phone with nothing on it. */
export const openPhone = (world: World, options: BrowserContextOptions = {}) =>
  openContext(world, { viewport: PHONE, hasTouch: true, ...options });

/** A browser on a large screen with nothing in it. */
export const openDesktop = (world: World, options: BrowserContextOptions = {}) =>
  openContext(world, { viewport: DESK, ...options });

async function openContext(world: World, options: BrowserContextOptions): Promise<Page> {
  const context = await world.browser.newContext({
    baseURL: world.origin,
    ...DUTCH,
    ...options,
  });
  contexts.add(context);
  context.setDefaultTimeout(WAIT_LIMIT_MS);
  await watch(context, options.baseURL ?? world.origin);
  return await context.newPage();
}

async function watch(context: BrowserContext, origin: string): Promise<void> {
  await context.addInitScript((mark) => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(mark, event.violatedDirective, event.blockedURI, event.sourceFile);
    });
  }, CSP_MARK);
  context.on("request", (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin || ["data:", "blob:"].includes(url.protocol);
    if (!isOwn) offences.push(`asked elsewhere: ${request.url()}`);
  });
  context.on("console", (message) => {
    const text = message.text();
    const isOffence = text.startsWith(CSP_MARK) || /content security policy/i.test(text);
    if (isOffence) offences.push(text);
  });
  context.on("weberror", (error) => {
    offences.push(`thrown and not caught: ${error.error().stack ?? error.error()}`);
  });
}

/** Closes everything that was opened. */
export async function closePages(): Promise<void> {
  for (const context of contexts) await context.close();
  contexts.clear();
}

/** What pages did since the last time that they must not. */
export const takeOffences = (): string[] => offences.splice(0);
