// Gets Chromium and PostgreSQL for the tests from Debian's packages where that is allowed; never fails a run for want of them.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runCaptured } from "./child.mjs";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const POSTGRES_FOLDER = "/usr/lib/postgresql";
const APT_OPTIONS = ["-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=2"];

/**
 * @param {{ root: string, wanted: { chromium: boolean, postgres: boolean },
 *   progress: import("./progress.mjs").Progress }} options
 */
export async function ensureDebianPackages({ root, wanted, progress }) {
  const packages = [
    ...(wanted.chromium && !hasChromium() ? ["chromium", "fonts-dejavu-core"] : []),
    ...(wanted.postgres && !hasPostgres() ? ["postgresql"] : []),
  ];
  if (packages.length === 0 || process.env.KINDPAKKET_NO_APT === "1") return;
  const asRoot = await rootCommand(root);
  if (asRoot === undefined) return; // the test runner says what is missing and what it skips

  try {
    await progress.step(`Debian packages: ${packages.join(", ")}`, () =>
      install({ root, asRoot, packages }),
    );
  } catch (error) {
    if (!(error instanceof AptFailure)) throw error;
    progress.note(`  apt-get could not install them; tests that need them are skipped.`);
    progress.note(`  (${error.message})`);
  }
}

class AptFailure extends Error {}

async function install({ root, asRoot, packages }) {
  const apt = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...APT_OPTIONS];
  // An outdated or partly unreachable package list may still hold what we need, so only the install decides.
  await runCaptured([...apt, "update", "-qq"], { cwd: root, impatient: false });
  const command = [...apt, "install", "-y", "-qq", "--no-install-recommends", ...packages];
  const { code, output } = await runCaptured(command, { cwd: root, impatient: false });
  if (code !== 0) {
    const lines = output.trim().split("\n");
    throw new AptFailure(lines.findLast((line) => line.startsWith("E:")) ?? lines.at(-1) ?? "");
  }
}

/** What to put before a command so that it runs as root, or undefined when that is not allowed. */
async function rootCommand(root) {
  if (!existsSync("/usr/bin/apt-get")) return undefined;
  if (process.getuid?.() === 0) return [];
  if (!existsSync("/usr/bin/sudo")) return undefined;
  const { code } = await runCaptured(["sudo", "-n", "true"], { cwd: root });
  return code === 0 ? ["sudo", "-n"] : undefined;
}

function hasChromium() {
  return Boolean(process.env.CHROME_PATH) || BROWSERS.some((path) => existsSync(path));
}

function hasPostgres() {
  if (process.env.TEST_DATABASE_URL) return true;
  if (!existsSync(POSTGRES_FOLDER)) return false;
  return readdirSync(POSTGRES_FOLDER).some((version) =>
    existsSync(join(POSTGRES_FOLDER, version, "bin", "initdb")),
  );
}
