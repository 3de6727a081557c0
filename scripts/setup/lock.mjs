// Lets one command at a time change node_modules and the built files; never waits for a process that is gone.
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { stopIfAsked } from "./child.mjs";
import { SetupFailure } from "./failure.mjs";

const POLL_MS = 250;
const GIVE_UP_AFTER_MS = 20 * 60_000;
const MAX_AGE_MS = 60 * 60_000;

/**
 * Runs `work` while holding the lock file.
 * @template T @param {string} path @param {(pid: number) => void} onWait told once who holds the lock
 * @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(path, onWait, work) {
  await acquire(path, onWait);
  try {
    return await work();
  } finally {
    if (holder(path) === process.pid) rmSync(path, { force: true });
  }
}

async function acquire(path, onWait) {
  const startedAt = Date.now();
  let told = false;
  while (!tryCreate(path)) {
    stopIfAsked();
    const pid = holder(path);
    if (pid === undefined || isGone(pid) || isOld(path)) {
      removeStale(path, pid);
      continue;
    }
    if (!told) onWait(pid);
    told = true;
    if (Date.now() - startedAt > GIVE_UP_AFTER_MS) {
      throw new SetupFailure(
        `Process ${pid} has been setting up for too long: end it and run the command again.`,
      );
    }
    await sleep(POLL_MS);
  }
}

function tryCreate(path) {
  // Written beside and linked into place, so that no one ever reads a lock file without its process id.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @returns {number | undefined} the process that holds the lock */
function holder(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function isGone(pid) {
  try {
    process.kill(pid, 0);
    return isZombie(pid);
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** Dead, but not collected by its parent: a container whose first process is npm keeps them. */
function isZombie(pid) {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false; // no /proc here
  }
}

function isOld(path) {
  const modifiedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedAt !== undefined && Date.now() - modifiedAt > MAX_AGE_MS;
}

/** Takes a dead process's lock away. Another process may have done so in between: then its lock is put back. */
function removeStale(path, stalePid) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (holder(aside) !== stalePid) linkSync(aside, path);
  rmSync(aside, { force: true });
}
