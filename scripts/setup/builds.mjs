// Compiles the contracts and builds the web apps, each only when something it is made from has changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";
import { explainKnown, SetupFailure } from "./failure.mjs";
import { notesFolder } from "./packages.mjs";

const BUILDS = {
  contracts: {
    title: "contracts",
    script: "build:contracts",
    inputs: ["contracts", "hardhat.config.ts", "package-lock.json"],
    environment: [],
    outputs: ["artifacts"],
  },
  web: {
    title: "web apps",
    script: "build:web",
    // The whole server is in it because the apps may share its types and tables; a needless build takes seconds.
    inputs: ["wallet-web", "server", "vite.config.ts", "tsconfig.json", "package-lock.json"],
    environment: ["MUNICIPALITY_THEME"],
    outputs: ["dist"],
  },
};

/**
 * @param {{ root: string, names: string[], progress: import("./progress.mjs").Progress }} options
 * names: "contracts", "web"
 */
export async function buildWhatChanged({ root, names, progress }) {
  for (const name of names) {
    const build = BUILDS[name];
    const hash = hashOf(root, build);
    if (isBuilt(root, build) && readHash(root, name) === hash) continue;
    await progress.step(build.title, async () => {
      const command = ["npm", "run", "--silent", build.script];
      const { code, output } = await runCaptured(command, {
        cwd: root,
        env: { ...process.env, NO_COLOR: "1", HARDHAT_DISABLE_TELEMETRY: "true" },
      });
      if (code !== 0) throw new SetupFailure(buildFailure(build, output));
      if (!isBuilt(root, build)) {
        throw new SetupFailure(`\`npm run ${build.script}\` left nothing in ${build.outputs}.`);
      }
    });
    mkdirSync(notesFolder(root), { recursive: true });
    writeFileSync(join(notesFolder(root), `${name}.hash`), hash);
  }
}

function buildFailure({ title, script }, output) {
  const cause = explainKnown(output) ?? `Building the ${title} failed: see \`npm run ${script}\`.`;
  return `${output.trim()}\n\n${cause}`;
}

function isBuilt(root, { outputs }) {
  return outputs.every((path) => {
    const folder = join(root, path);
    return existsSync(folder) && readdirSync(folder).length > 0;
  });
}

function readHash(root, name) {
  const path = join(notesFolder(root), `${name}.hash`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function hashOf(root, { inputs, environment }) {
  const hash = createHash("sha256");
  for (const name of environment) hash.update(`${name}=${process.env[name] ?? ""}\0`);
  for (const path of inputs.flatMap((input) => filesUnder(root, input)).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(root, path) {
  const status = statSync(join(root, path), { throwIfNoEntry: false });
  if (status === undefined) return [];
  if (!status.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .filter((entry) => entry !== "node_modules" && entry !== "dist")
    .flatMap((entry) => filesUnder(root, join(path, entry)));
}
