// Vite plugin: writes a service worker per app with the list of the files that this build's app is made of.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, type Rolldown, transformWithOxc } from "vite";

type Bundle = Rolldown.OutputBundle;

const SOURCE = join(import.meta.dirname, "../shared/app/service-worker.ts");

/** Files that an app needs and that the bundle doesn't know of: they stand in `wallet-web/public`. */
const publicFiles = (app: string) => [`/${app}/manifest.webmanifest`, `/icons/${app}-192.png`];

/** One service worker per app, at `/<app>/service-worker.js`, so that its scope is that app alone. */
export function serviceWorkers({ apps }: { apps: readonly string[] }): Plugin {
  return {
    name: "kindpakket-service-workers",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const { code } = await transformWithOxc(readFileSync(SOURCE, "utf8"), SOURCE);
      for (const app of apps.filter((one) => one === this.environment.name)) {
        const files = [`/${app}/`, ...publicFiles(app), ...filesOfApp({ app, bundle })].sort();
        const version = versionOf({ files, bundle, app });
        this.emitFile({
          type: "asset",
          fileName: `${app}/service-worker.js`,
          source: code
            .replace('"__FILES__"', JSON.stringify(files))
            .replace("__VERSION__", version)
            .replaceAll("__APP__", app),
        });
      }
    },
  };
}

/** Every script, style and font that the app's page can come to need, also those it loads late. */
function filesOfApp({ app, bundle }: { app: string; bundle: Bundle }): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === app);
  if (!entry) throw new Error(`no entry called ${app}`);
  const seen = new Set<string>();
  const visit = (fileName: string) => {
    if (seen.has(fileName)) return;
    seen.add(fileName);
    const chunk = bundle[fileName];
    if (chunk?.type !== "chunk") return;
    const meta = (chunk as { viteMetadata?: { importedCss: Set<string> } }).viteMetadata;
    for (const next of [...chunk.imports, ...chunk.dynamicImports, ...(meta?.importedCss ?? [])]) {
      visit(next);
    }
  };
  visit(entry.fileName);
  const fonts = Object.keys(bundle).filter((name) => name.endsWith(".woff2"));
  return [...seen, ...fonts].map((name) => `/${name}`);
}

/** Changes when any file does: names of hashed files say so themselves, the page's own text has to be looked at. */
function versionOf(given: { files: string[]; bundle: Bundle; app: string }): string {
  const page = given.bundle[`${given.app}/index.html`];
  const hash = createHash("sha256").update(given.files.join("\n"));
  if (page?.type === "asset") hash.update(page.source);
  return hash.digest("hex").slice(0, 12);
}
