// Asks what a screen asks over HTTP, several times, as its device would.
import type { Running } from "../../server/serve.ts";
import { sessionDigest } from "../../wallet-web/shared/protocol/session.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import type { Asked } from "./desk-screens.ts";

export const TIMES = 5;
/** A file of a year is long. */
const TIMES_OF_STREAM = 1;

/** Milliseconds: the first answer, the median of all, the slowest; `bytes` of the answer. */
export type Measured = {
  screen: string;
  firstMs: number;
  medianMs: number;
  slowestMs: number;
  bytes: number;
};

export type Desk = { baseUrl: string; token: string };

export async function logIn({ services }: Running, staff: Signer, baseUrl: string): Promise<Desk> {
  const post = async (path: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(baseUrl + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const { challenge } = await post("/session-challenges", {});
  const signature = await staff.sign(sessionDigest(services.deployment, challenge));
  const proofs = [{ publicKey: staff.publicKey, signature }];
  const { token } = await post("/sessions", { challenge, proofs });
  return { baseUrl, token };
}

export async function measure(desk: Desk, asked: Asked): Promise<Measured> {
  const times: number[] = [];
  const count = asked.isStream ? TIMES_OF_STREAM : TIMES;
  let bytes = 0;
  for (let time = 0; time < count; time++) {
    const one = await ask(desk, asked, time);
    times.push(one.ms);
    bytes = one.bytes;
  }
  const sorted = times.toSorted((one, other) => one - other);
  return {
    screen: asked.screen,
    firstMs: times[0] ?? 0,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    slowestMs: sorted.at(-1) ?? 0,
    bytes,
  };
}

/** Until all of the answer is there; of a file that is made while it is sent, until it begins. */
async function ask(desk: Desk, asked: Asked, time: number): Promise<{ ms: number; bytes: number }> {
  const media = asked.csv ? "text/csv" : "application/json";
  const body = asked.csv ? asked.csv(time) : asked.body ? JSON.stringify(asked.body) : null;
  const begun = performance.now();
  const answer = await fetch(desk.baseUrl + asked.path, {
    method: asked.method ?? "GET",
    headers: { authorization: `Bearer ${desk.token}`, "content-type": media },
    body,
  });
  const begins = performance.now();
  if (!answer.ok) throw new Error(`${asked.screen}: ${answer.status} ${await answer.text()}`);
  let bytes = 0;
  for await (const piece of answer.body ?? []) bytes += piece.length;
  return { ms: (asked.isStream ? begins : performance.now()) - begun, bytes };
}
