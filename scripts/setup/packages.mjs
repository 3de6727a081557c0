// Brings node_modules in step with package-lock.json, under a Node that Hardhat accepts; never edits the lock file.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";
import { DISK_FULL, explain, SetupFailure } from "./failure.mjs";

const NEEDED_BYTES = 1_000_000_000;
/** With less than this left during an install that failed, the disk is why: npm itself overlooks it and tidies up. */
const FULL_BYTES = 50_000_000;
/** Hardhat's native part says `engines: >= 22`, and npm silently leaves it out under an older Node. */
const OLDEST_NODE_FOR_INSTALL = [22, 13];
const INSTALL_FLAGS = [
  "--no-save", // a registry that lacks another platform's build must not change the committed lock file
  "--no-audit",
  "--no-fund",
  "--include=dev", // also when NODE_ENV=production
  "--include=optional",
];

/** Where setup keeps its own notes: inside node_modules, so that they go when it goes. */
export function notesFolder(root) {
  return join(root, "node_modules", ".kindpakket");
}

/** @param {string} root @returns {boolean} whether the installed packages are those of package-lock.json */
export function packagesAreCurrent(root) {
  const note = readNote(root);
  if (note === undefined || note.hash !== hashOfManifests(root)) return false;
  const accepted = new Set(note.missing);
  return missingPackages(root).every((path) => accepted.has(path));
}

/**
 * Installs the packages; what an earlier, interrupted install left is mended or, failing that, replaced.
 * @param {string} root @param {(detail: string) => void} setDetail
 */
export async function installPackages(root, setDetail) {
  checkSpace(root);
  rmSync(join(notesFolder(root), "packages.json"), { force: true });

  const total = Object.keys(lockedPackages(root)).length;
  let leastFreeBytes = freeBytes(root);
  const timer = setInterval(() => {
    setDetail(countInstalled(root, total));
    leastFreeBytes = Math.min(leastFreeBytes, freeBytes(root));
  }, 1_000);
  try {
    let problem = await installOnce(root);
    if (problem?.mendable && leastFreeBytes > FULL_BYTES) {
      emptyNodeModules(root);
      problem = await installOnce(root);
    }
    if (problem !== undefined) {
      throw new SetupFailure(leastFreeBytes > FULL_BYTES ? problem.sentence : DISK_FULL);
    }
    writeNote(root);
  } finally {
    clearInterval(timer);
  }
}

async function installOnce(root) {
  return (await npmInstall(root)) ?? (await checkInstalled(root));
}

async function npmInstall(root) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [neededMajor, neededMinor] = OLDEST_NODE_FOR_INSTALL;
  const newEnough = major > neededMajor || (major === neededMajor && minor >= neededMinor);
  const install = ["npm", "install", ...INSTALL_FLAGS];
  // `exec`: a signal to npx then reaches npm instead of ending at the shell between them.
  const withNewerNode = [
    ...["npx", "--yes", "--package", `node@${wantedNode(root)}`],
    ...["--call", `exec ${install.join(" ")}`],
  ];
  const command = newEnough ? install : withNewerNode;

  const { code, output } = await runCaptured(command, { cwd: root, env: npmEnvironment() });
  if (code === 0) return undefined;
  return {
    sentence: explain(output, "Installing the packages failed."),
    // What a half-made node_modules makes npm stumble over; a fresh start cures it.
    mendable: /ENOTEMPTY|EEXIST|ENOTDIR|EISDIR|ELOOP|Invalid Version|reading '|rename|unlink/i.test(
      output,
    ),
  };
}

/** Asks the installed Node to load Hardhat's native part: the two things that fail silently. */
async function checkInstalled(root) {
  const node = join(root, "node_modules", ".bin", "node");
  if (!existsSync(node)) {
    return { sentence: "The install left no Node in node_modules/.bin.", mendable: true };
  }
  const script = "require('@nomicfoundation/edr')";
  const { code, output } = await runCaptured([node, "-e", script], { cwd: root });
  if (code === 0) return undefined;
  return {
    sentence: explain(output, "Hardhat's native part (@nomicfoundation/edr) can't be loaded."),
    mendable: true,
  };
}

/** npm's defaults wait minutes for a registry that isn't there; what the user has set stays. */
function npmEnvironment() {
  return {
    npm_config_fetch_retries: "2",
    npm_config_fetch_retry_mintimeout: "1000",
    npm_config_fetch_retry_maxtimeout: "5000",
    npm_config_fetch_timeout: "60000",
    npm_config_update_notifier: "false",
    ...process.env,
    npm_config_loglevel: "error", // `npm --silent …` would keep the reason of a failure from us
    NODE_ENV: "development",
  };
}

function wantedNode(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return manifest.devDependencies.node;
}

function checkSpace(root) {
  if (freeBytes(root) >= NEEDED_BYTES || existsSync(join(root, "node_modules", "hardhat"))) return;
  const megabytes = Math.round(freeBytes(root) / 1_000_000);
  throw new SetupFailure(
    `The disk is nearly full: the packages need about 1 GB and ${megabytes} MB are free.`,
  );
}

function freeBytes(root) {
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}

/** Everything but our own notes, which hold the lock. */
function emptyNodeModules(root) {
  const folder = join(root, "node_modules");
  for (const entry of readdirSync(folder)) {
    if (entry !== ".kindpakket") rmSync(join(folder, entry), { recursive: true, force: true });
  }
}

function countInstalled(root, total) {
  try {
    const folder = join(root, "node_modules");
    const count = readdirSync(folder).flatMap((entry) => {
      if (entry.startsWith(".")) return [];
      return entry.startsWith("@") ? readdirSync(join(folder, entry)) : [entry];
    }).length;
    return `${Math.min(count, total)} of about ${Math.round(total * 0.7)} packages`;
  } catch {
    return ""; // npm moves folders while we count; the count is only for the eye
  }
}

function missingPackages(root) {
  return Object.entries(lockedPackages(root))
    .filter(([path, entry]) => path !== "" && entry.link !== true && fits(entry))
    .map(([path]) => path)
    .filter((path) => !existsSync(join(root, path, "package.json")));
}

/** Whether npm should install this package on this platform. */
function fits({ os, cpu, libc }) {
  const musl = existsSync("/etc/alpine-release");
  return (
    allows(os, process.platform) &&
    allows(cpu, process.arch) &&
    (process.platform !== "linux" || allows(libc, musl ? "musl" : "glibc"))
  );
}

function allows(list, value) {
  return list === undefined || list.includes(value) || list.includes("any");
}

function lockedPackages(root) {
  return JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
}

function hashOfManifests(root) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { scripts: _scripts, ...dependencies } = manifest; // a changed script needs no install
  return createHash("sha256")
    .update(JSON.stringify(dependencies))
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

function readNote(root) {
  try {
    return JSON.parse(readFileSync(join(notesFolder(root), "packages.json"), "utf8"));
  } catch {
    return undefined; // absent or half-written: install again, which is always safe
  }
}

function writeNote(root) {
  mkdirSync(notesFolder(root), { recursive: true });
  const note = { hash: hashOfManifests(root), missing: missingPackages(root) };
  writeFileSync(join(notesFolder(root), "packages.json"), JSON.stringify(note));
}
