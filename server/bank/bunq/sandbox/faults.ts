// Chooses which faults to play on a request, repeatably: the same seed and the same requests give the same faults.

import { createHash } from "node:crypto";
import type { Books } from "./books.ts";
import { type FaultKind, type FaultRule, faultRule } from "./events.ts";

/** The faults to play on one request. */
export interface FaultPlan {
  /** The rule of this kind, when it is to be played. */
  get(kind: FaultKind): FaultRule | undefined;
}

/** A number from 0 up to 1 that depends on nothing but its three inputs. */
function draw(input: { readonly seed: string; readonly index: number; readonly seen: number }) {
  const digest = createHash("sha256").update(`${input.seed}/${input.index}/${input.seen}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/**
 * Plans the faults of one request and counts them in the books. A request can also bring its own, in the header
 * `X-Sandbox-Fault` (a kind, or a rule as JSON).
 */
export function planFaults(
  books: Books,
  request: {
    readonly method: string;
    readonly path: string;
    readonly body: Uint8Array;
    readonly header: string | undefined;
  },
): FaultPlan {
  const chosen = new Map<FaultKind, FaultRule>();
  const own = request.header === undefined ? null : readOwnFault(request.header);
  if (own) chosen.set(own.kind, own);
  const text = books.faults.rules.length > 0 ? Buffer.from(request.body).toString("utf8") : "";
  for (const [index, rule] of books.faults.rules.entries()) {
    const isMeant =
      rule.method === request.method &&
      request.path.includes(rule.pathIncludes) &&
      text.includes(rule.bodyIncludes);
    const count = books.faults.counts[index];
    if (!isMeant || !count || (rule.times !== null && count.played >= rule.times)) continue;
    const { seen } = count;
    const isDrawn = draw({ seed: books.faults.seed, index, seen }) < rule.probability;
    const played = seen >= rule.skip && isDrawn;
    books.commit([{ type: "fault-counted", index, played }]);
    if (played) chosen.set(rule.kind, rule);
  }
  return { get: (kind) => chosen.get(kind) };
}

function readOwnFault(header: string): FaultRule | null {
  try {
    const value: unknown = header.startsWith("{") ? JSON.parse(header) : { kind: header };
    return faultRule.safeParse(value).data ?? null;
  } catch {
    return null;
  }
}
