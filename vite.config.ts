// Builds the web apps: one page per app, hashed files, nothing inline, so that a strict content security policy holds.
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { dutchForMissing } from "./wallet-web/build/dutch-for-missing.ts";
import { fontFirst } from "./wallet-web/build/font-first.ts";
import { serviceWorkers } from "./wallet-web/build/service-workers.ts";

const ROOT = resolve(import.meta.dirname, "wallet-web");

/** Which municipality's colours: `wallet-web/shared/styles/theme-<name>.css`. */
const THEME = process.env.MUNICIPALITY_THEME ?? "zuidhorn";

/** Each app is a build of its own: what two of them share stands in each, and so no phone fetches a dozen small files, or the till's part. */
const PAGES = {
  start: "index.html",
  family: "family/index.html",
  till: "till/index.html",
  desk: "desk/index.html",
  open: "open/index.html",
  accessibility: "accessibility/index.html",
};

export default defineConfig({
  root: ROOT,
  base: "/",
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { alias: { "#theme.css": resolve(ROOT, `shared/styles/theme-${THEME}.css`) } },
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    target: ["es2020", "safari15.4"],
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  environments: Object.fromEntries(
    Object.entries(PAGES).map(([name, page]) => [
      name,
      {
        consumer: "client",
        build: {
          emptyOutDir: false,
          rolldownOptions: {
            input: { [name]: resolve(ROOT, page) },
            output: { codeSplitting: { groups: [{ name: `${name}-first`, tags: ["$initial"] }] } },
          },
        },
      },
    ]),
  ),
  builder: {
    async buildApp(builder) {
      await rm(builder.config.build.outDir, { recursive: true, force: true });
      for (const name of Object.keys(PAGES)) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  plugins: [dutchForMissing(), fontFirst(), serviceWorkers({ apps: ["family", "till"] })],
});
