// Runs test files in several processes: each takes the next file when it has done one. A file's output is shown in one piece
// when the file has ended. A process that dies fails the file it had in hand; another runs the rest.
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { addCounts, type Counts, oneFailure } from "./counts.ts";
import { describeEnd, startGroup, stopSignal } from "./group.ts";
import type { Order } from "./run-mocha.ts";

export type Queue = {
  /** Of the suite, for what could not be counted. */
  name: string;
  /** Takes its files as `Order`s. */
  command: readonly string[];
  files: readonly string[];
  processes: number;
  /** When all is to be done, as a time of `Date.now()`. */
  deadline: number;
  /** For what the processes write. */
  folder: string;
};

export async function runQueue(queue: Queue): Promise<Counts> {
  // The largest first: a large one at the end would run alone.
  const waiting = [...queue.files].sort((one, other) => statSync(other).size - statSync(one).size);
  let started = 0;
  const lane = async () => {
    const counts: Counts[] = [];
    while (waiting.length > 0 && stopSignal() === undefined && Date.now() < queue.deadline) {
      counts.push(await runProcess(queue, { waiting, number: ++started }));
    }
    return addCounts(counts);
  };
  const lanes = Math.min(queue.processes, waiting.length);
  const counts = await Promise.all(Array.from({ length: lanes }, lane));
  if (waiting.length === 0) return addCounts(counts);
  const left = `${waiting.length} of its files were not run, the first ${waiting[0]}`;
  return addCounts([...counts, oneFailure(`${queue.name}: ${left}`)]);
}

/** One process, until no file waits or it dies. */
async function runProcess(
  { name, command, deadline, folder }: Queue,
  { waiting, number }: { waiting: string[]; number: number },
): Promise<Counts> {
  const output = openOutput(join(folder, `output-${number}.txt`));
  const { child, ended } = startGroup({
    command,
    deadline,
    env: { ...process.env, ...(process.stdout.isTTY ? { MOCHA_COLORS: "1" } : {}) },
    stdio: ["ignore", output.descriptor, output.descriptor, "ipc"],
  });
  const all: Counts[] = [];
  /** The file in hand; null while it ends what its files shared, undefined when it has told all. */
  let inHand: string | null | undefined;
  const sendNext = () => {
    inHand = waiting.shift() ?? null;
    const order: Order = { file: inHand };
    child.send(order, () => {}); // one that is gone takes no order: its end says so
  };
  child.on("message", (counts: Counts) => {
    // `--grep` leaves most files without a test: they say nothing.
    if (ranSomething(counts)) showNew(output);
    else skipNew(output);
    all.push(counts);
    if (inHand !== null) return sendNext();
    inHand = undefined;
    child.disconnect();
  });
  sendNext();
  const end = await ended;
  showNew(output);
  closeSync(output.descriptor);

  const counts = addCounts(all);
  if (inHand !== undefined) {
    const what = `${inHand ?? "a process"} ${describeEnd(end)} before it counted`;
    return addCounts([counts, oneFailure(`${name}: ${what}`)]);
  }
  if (end.code === 0 || counts.failed > 0) return counts;
  return addCounts([counts, oneFailure(`${name}: ${describeEnd(end)}`)]);
}

/** A file that a process writes to: what is written before a message is there when the message comes. */
type Output = { path: string; descriptor: number; shown: number };

function openOutput(path: string): Output {
  return { path, descriptor: openSync(path, "a"), shown: 0 };
}

const ranSomething = ({ passed, failed, skipped }: Counts) => passed + failed + skipped > 0;

function skipNew(output: Output): void {
  output.shown = statSync(output.path).size;
}

function showNew(output: Output): void {
  const text = readFileSync(output.path);
  process.stdout.write(text.subarray(output.shown));
  output.shown = text.length;
}
