// The bank's callback: a hint that something changed, never evidence; the payout worker looks for itself.
import { z } from "zod";
import { defineRoute, type Route } from "../route.ts";
import type { RouteParts } from "./parts.ts";

const KILOBYTE = 1024;

/** Anyone can call: more often than this the bank isn't asked. */
const PAUSE_MS = 1_000;

export function bankRoutes({ services }: RouteParts): Route[] {
  const { payoutWorker, clock } = services;
  let askedAt = 0;
  const look = () => {
    if (clock.now() - askedAt < PAUSE_MS) return;
    askedAt = clock.now();
    void payoutWorker?.round();
  };
  return [
    defineRoute({
      method: "post",
      path: "/bank/callbacks/bunq",
      operationId: "noteBankCallback",
      tag: "system",
      summary:
        "A hint from bunq that a payment changed; what it says is not believed, but looked up",
      access: "public",
      body: z.looseObject({}),
      limitBytes: 64 * KILOBYTE,
      errors: [],
      handle: async () => {
        look();
        return { status: 204, body: undefined };
      },
    }),
  ];
}
