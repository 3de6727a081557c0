// Serves the built web apps: files with a hash in their name for ever, everything else asked for anew each time.
import { existsSync } from "node:fs";
import { join } from "node:path";
import compression from "compression";
import express, { type Express, type Response } from "express";

const APPS = ["family", "till", "desk"] as const;
const YEAR_SECONDS = 31_536_000;

/** @param folder What `npm run build:web` made. */
export function serveWebApps(app: Express, folder: string): void {
  const page = (name: string) => (_request: unknown, response: Response) => {
    response.set("cache-control", "no-cache").sendFile(join(folder, name, "index.html"));
  };
  if (!existsSync(join(folder, "index.html"))) return;
  // The files alone: an answer of the API may hold a secret beside something that a stranger chose, and packing both
  // together tells of the one by the length of the other (BREACH).
  app.use(compression());
  app.get("/", page(""));
  for (const name of APPS) {
    app.get(`/${name}`, (_request, response) => response.redirect(308, `/${name}/`));
    app.get(`/${name}/`, page(name));
  }
  app.get("/toegankelijkheid", page("accessibility"));
  // Of which scheme is in its address; the page reads it there.
  app.get("/openbaar/:schemeId", page("open"));
  app.use(
    "/assets",
    express.static(join(folder, "assets"), {
      index: false,
      redirect: false,
      immutable: true,
      maxAge: YEAR_SECONDS * 1_000,
    }),
  );
  app.use(
    express.static(folder, {
      index: false,
      redirect: false,
      dotfiles: "ignore",
      setHeaders: (response) => response.setHeader("cache-control", "no-cache"),
    }),
  );
}
