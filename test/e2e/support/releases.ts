// Stands before the server and serves the apps' files from a folder that a test may change: what a new release does. All else
// goes on to the server.
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, request } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import express from "express";
import { createBuilder, type Plugin } from "vite";
import { securityHeaders } from "../../../server/http/headers.ts";
import { serveWebApps } from "../../../server/http/static.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** What `npm run build:web` made: the build that people have. */
const FIRST_RELEASE = `${ROOT}dist`;

export type Releases = {
  origin: string;
  /** From now on there is only this build. */
  release: (folder: string) => void;
  stop: () => Promise<void>;
};

export async function openReleases(serverPort: number): Promise<Releases> {
  let files = filesOf(FIRST_RELEASE, forwardTo(serverPort));
  const server = createServer((given, answer) => files(given, answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    release: (folder) => {
      files = filesOf(folder, forwardTo(serverPort));
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function filesOf(folder: string, forward: RequestListener): RequestListener {
  const app = express();
  app.enable("strict routing");
  app.use("/api", (given, answer) => {
    given.url = given.originalUrl;
    forward(given, answer);
  });
  app.use(securityHeaders({ isHttps: false }));
  serveWebApps(app, folder);
  return app;
}

const forwardTo =
  (port: number): RequestListener =>
  (given, answer) => {
    const { method, url, headers } = given;
    const passed = request({ host: "127.0.0.1", port, method, path: url, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    given.pipe(passed);
  };

/** Builds the apps into a folder with some changes to the sources, so that they are another release. */
export async function buildRelease(
  folder: string,
  changes: readonly { file: string; from: string; to: string }[],
): Promise<void> {
  const changed: Plugin = {
    name: "kindpakket-next-release",
    enforce: "pre",
    // As if the file said so: what else transforms it comes after.
    load(id) {
      const change = changes.find(({ file }) => id.endsWith(file));
      if (!change) return null;
      const code = readFileSync(id, "utf8");
      if (!code.includes(change.from)) throw new Error(`${change.file} has no ${change.from}`);
      return { code: code.replace(change.from, change.to), map: null };
    },
  };
  const builder = await createBuilder({
    configFile: `${ROOT}vite.config.ts`,
    build: { outDir: folder },
    plugins: [changed],
  });
  await builder.buildApp();
}
