// The treasurer of a run: lets every shop go on whose payments stopped, as a person would after a look at the desk.
import { setTimeout as delay } from "node:timers/promises";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { decisionDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Demo } from "../demo/context.ts";

const LOOK_EVERY_MS = 700;
const NO_CONTENT: Hex = `0x${"00".repeat(32)}`;

export type Treasurer = {
  /** Shops that were let go on. */
  unblocked: () => number;
  stop: () => Promise<void>;
};

/** Works beside everything else; what fails because a process was just killed is tried again. */
export function startTreasurer(demo: Demo): Treasurer {
  const state = { isStopped: false, unblocked: 0 };
  const work = async () => {
    while (!state.isStopped) {
      await delay(LOOK_EVERY_MS);
      // Unanswered: the server is down, or was killed in the middle. The next look finds what is left.
      state.unblocked += await unblockAll(demo).catch(() => 0);
    }
  };
  const working = work();
  return {
    unblocked: () => state.unblocked,
    async stop() {
      state.isStopped = true;
      await working;
    },
  };
}

async function unblockAll(demo: Demo): Promise<number> {
  const { schemeId } = demo.people;
  const treasurer = await demo.people.staff("treasurer");
  const token = await demo.api.openSession(demo.deployment, [treasurer]);
  const path = `/schemes/${schemeId}/payee-blocks`;
  const { blocks } = await demo.api.get<{ blocks: { shopId: Hex }[] }>(path, token);
  for (const { shopId } of blocks) {
    const decided = {
      schemeId,
      subjectId: shopId,
      decision: "unblock-payee",
      contentHash: NO_CONTENT,
      reason: "",
      at: Math.floor(Date.now() / 1000),
    };
    const signature = await treasurer.sign(decisionDigest(demo.deployment, decided));
    await demo.api.post(
      `/schemes/${schemeId}/treasury-decisions`,
      { ...decided, signature },
      token,
    );
  }
  return blocks.length;
}
