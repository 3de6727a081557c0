// How much of a processor a running process used, as Linux counts it.
import { readFileSync } from "node:fs";

/** Of all Linux systems that Node runs on. */
const TICKS_PER_SECOND = 100;

/** User and system time of a process so far, in seconds; 0 where /proc doesn't exist. */
export function cpuSecondsOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return 0; // Not Linux, or the process ended: the seconds of waiting are what counts.
  }
  // The name, in brackets, may itself have spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
