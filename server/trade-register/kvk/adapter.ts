// Asks KVK's "Zoeken" API who is registered under a number. The key goes to that one address and nowhere else, and into no log.
import type { Clock } from "../../bank/clock.ts";
import { readCapped } from "../../capped-body.ts";
import type { Failure, Reply, TradeRegister } from "../trade-register.ts";
import { faults, results, toRegistration } from "./answers.ts";

export type KvkOptions = {
  /** Without a slash at the end: `https://api.kvk.nl/api`, or its test environment `https://api.kvk.nl/test/api`. */
  baseUrl: string;
  apiKey: string;
  fetch: typeof fetch;
  clock: Clock;
  timeoutMs?: number;
  /** Between two questions; KVK allows 100 a second. */
  pauseMs?: number;
};

const TIMEOUT_MS = 5_000;
const PAUSE_MS = 200;
const MAX_ANSWER_BYTES = 1_000_000;
const MAX_QUIET_SECONDS = 86_400;
/** When it says that it was asked too much, and not for how long. */
const QUIET_SECONDS = 60;
/** "Nothing found", "this number is not one", "nothing can be given for this number". */
const NOBODY = ["IPD5200", "IPD0004", "IPD0005"];

export function createKvkRegister(options: KvkOptions): TradeRegister {
  const { clock, pauseMs = PAUSE_MS } = options;
  let turn: Promise<unknown> = Promise.resolve();
  let quietUntil = 0;
  const lookUp = async (kvkNumber: string): Promise<Reply> => {
    const quietMs = quietUntil - clock.now();
    if (quietMs > 0) return failed("busy", Math.ceil(quietMs / 1000));
    const reply = await ask(options, kvkNumber);
    if (reply.kind === "failed" && reply.retryAfterSeconds !== null) {
      quietUntil = clock.now() + reply.retryAfterSeconds * 1000;
    }
    return reply;
  };
  return {
    lookUp(kvkNumber) {
      // One after the other, however many ask.
      const reply = turn.then(() => lookUp(kvkNumber));
      turn = reply.then(() => clock.wait(pauseMs));
      return reply;
    },
  };
}

async function ask(options: KvkOptions, kvkNumber: string): Promise<Reply> {
  const query = new URLSearchParams({
    kvkNummer: kvkNumber,
    // Without it a company that ended looks like one that never was.
    inclusiefInactieveRegistraties: "true",
    resultatenPerPagina: "100",
  });
  const timeout = new AbortController();
  const finished = new AbortController();
  void options.clock
    .wait(options.timeoutMs ?? TIMEOUT_MS, finished.signal)
    .then(() => timeout.abort());
  try {
    const response = await options.fetch(`${options.baseUrl}/v2/zoeken?${query}`, {
      headers: { apikey: options.apiKey, accept: "application/json" },
      // To whatever address it would send us, the key doesn't go.
      redirect: "manual",
      signal: timeout.signal,
    });
    const body = await readCapped(response, MAX_ANSWER_BYTES);
    return read(response, { body: Buffer.from(body).toString("utf8"), kvkNumber });
  } catch {
    // What fetch throws may name headers: nothing of it is passed on.
    return failed("away");
  } finally {
    finished.abort();
  }
}

function read(
  { status, headers }: Response,
  { body, kvkNumber }: { body: string; kvkNumber: string },
): Reply {
  if (status === 200) return readResults(body, kvkNumber);
  if (status === 401 || status === 403) return failed("key-refused");
  if (status === 429) return failed("busy", quietOf(headers) ?? QUIET_SECONDS);
  // A 404 is also how KVK says that its data can't be had for the moment (IPD1002, IPD1003).
  if (status === 404 || status === 400) return readFaults(body);
  return failed("away", quietOf(headers));
}

function readResults(body: string, kvkNumber: string): Reply {
  const read = results.safeParse(parseJson(body));
  if (!read.success) return failed("unreadable");
  const items = read.data.resultaten;
  if (items.some((item) => item.kvkNummer !== kvkNumber)) return failed("unreadable");
  return { kind: "answered", registrations: items.map(toRegistration) };
}

function readFaults(body: string): Reply {
  const read = faults.safeParse(parseJson(body));
  if (!read.success) return failed("unreadable");
  const isNobody = read.data.fout.some(({ code }) => NOBODY.includes(code));
  return isNobody ? { kind: "answered", registrations: [] } : failed("away");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How long it asks to be left alone; its date form isn't read. */
function quietOf(headers: Headers): number | null {
  const text = headers.get("retry-after") ?? "";
  return /^[0-9]{1,9}$/.test(text) ? Math.min(Number(text), MAX_QUIET_SECONDS) : null;
}

const failed = (failure: Failure, retryAfterSeconds: number | null = null): Reply => ({
  kind: "failed",
  failure,
  retryAfterSeconds,
});
