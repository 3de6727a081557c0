// Keeps two servers from opening one PGlite folder, which would ruin it. A lock whose process is gone does not count.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

export class FolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(`Process ${pid} is using ${folder}: end that server first, or choose another DATA_DIR.`);
  }
}

const ATTEMPTS = 10;

/**
 * Takes the lock of a folder, beside it, until the returned function is called or the process is gone.
 * @throws {FolderInUseError}
 */
export function lockFolder(folder: string): () => void {
  const path = `${folder}.lock`;
  const own = `${process.pid} ${startOf(process.pid)}`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (tryCreate(path, own)) {
      return () => {
        if (read(path) === own) rmSync(path, { force: true });
      };
    }
    const holder = read(path);
    if (holder === undefined) continue; // released just now
    const pid = Number(holder.split(" ")[0]);
    if (isHeld(holder)) throw new FolderInUseError(folder, pid);
    removeStale(path, holder);
  }
  throw new Error(`The lock ${path} could not be taken.`);
}

/** Written beside and linked into place, so that no one ever reads a lock without its holder. */
function tryCreate(path: string, own: string): boolean {
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, own);
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Its process runs, and is the same process: a number may have gone to another since. */
function isHeld(holder: string): boolean {
  const [pid = "", start = ""] = holder.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (hasCode(error, "ESRCH")) return false;
  }
  return startOf(Number(pid)) === start;
}

/** When a process started, in the kernel's own count; the same for all where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The 22nd field (proc(5)); the second, in brackets, may hold spaces.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  }
}

/** Another process may have taken the stale lock's place meanwhile: then its lock is put back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  if (read(aside) !== stale) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
