// One running server for all files of these tests: starting one takes seconds. Each test makes a scheme of its own on it.
import { atEnd } from "../../helpers/at-end.ts";
import { type Bench, startBench } from "./bench.ts";
import { openTown, type Town } from "./town.ts";

let running: Promise<Bench> | undefined;

/** The server that the tests share; nobody stops or restarts it. */
export function sharedBench(): Promise<Bench> {
  running ??= start();
  return running;
}

function start(): Promise<Bench> {
  const starting = startBench();
  atEnd(async () => (await starting).stop());
  return starting;
}

export async function newTown(options: Parameters<typeof openTown>[1] = {}): Promise<Town> {
  return openTown(await sharedBench(), options);
}
