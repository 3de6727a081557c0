// Builds the web apps: one page per app, hashed files, nothing inline, so that a strict content security policy holds.
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { serviceWorkers } from "./wallet-web/build/service-workers.ts";

const ROOT = resolve(import.meta.dirname, "wallet-web");

/** Which municipality's colours: `wallet-web/shared/styles/theme-<name>.css`. */
const THEME = process.env.MUNICIPALITY_THEME ?? "zuidhorn";

export default defineConfig({
  root: ROOT,
  base: "/",
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { alias: { "#theme.css": resolve(ROOT, `shared/styles/theme-${THEME}.css`) } },
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: true,
    target: ["es2020", "safari14"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        start: resolve(ROOT, "index.html"),
        family: resolve(ROOT, "family/index.html"),
        till: resolve(ROOT, "till/index.html"),
        desk: resolve(ROOT, "desk/index.html"),
        open: resolve(ROOT, "open/index.html"),
        accessibility: resolve(ROOT, "accessibility/index.html"),
      },
    },
  },
  plugins: [serviceWorkers({ apps: ["family", "till"] })],
});
