// The treasurer of a run does what a person would after a look at the desk and at the bank: lets shops go on whose payments
// stopped, and says which payouts the bank never made.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import { decisionDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { ApiRefusal } from "../demo/api.ts";
import type { Demo } from "../demo/context.ts";

const LOOK_EVERY_MS = 700;
const NO_CONTENT: Hex = `0x${"00".repeat(32)}`;

const bankStatement = z.object({
  accounts: z.array(
    z.object({ movements: z.array(z.object({ merchantReference: z.string().nullable() })) }),
  ),
});
type Listed = { payoutId: Hex; reason: string | null; decisions: string[] };
type Office = { demo: Demo; treasurer: Signer; token: string };

export type Treasurer = {
  /** Shops that were let go on. */
  unblocked: () => number;
  /** Payouts of which the treasurer said that they were not paid. */
  notPaid: () => number;
  stop: () => Promise<void>;
};

/** Works beside everything else; what fails because a process was just killed is tried again. */
export function startTreasurer(demo: Demo, bankUrl: string): Treasurer {
  const state = { isStopped: false, unblocked: 0, notPaid: 0 };
  let failure: unknown;
  const work = async () => {
    while (!state.isStopped && failure === undefined) {
      await delay(LOOK_EVERY_MS);
      try {
        const office = await openOffice(demo);
        state.unblocked += await unblockAll(office);
        state.notPaid += await giveUpUnpaid(office, bankUrl);
      } catch (cause) {
        // The server or the bank is down, or was killed in the middle: the next look finds what is left.
        if (!(cause instanceof ApiRefusal) && !isUnanswered(cause)) failure = cause;
      }
    }
  };
  const working = work();
  return {
    unblocked: () => state.unblocked,
    notPaid: () => state.notPaid,
    async stop() {
      state.isStopped = true;
      await working;
      if (failure !== undefined) throw failure;
    },
  };
}

/** What fetch throws when nobody listens, the answer breaks off, or there was none in time. */
const isUnanswered = (cause: unknown): boolean =>
  cause instanceof TypeError || (cause instanceof DOMException && cause.name === "TimeoutError");

async function openOffice(demo: Demo): Promise<Office> {
  const treasurer = await demo.people.staff("treasurer");
  return { demo, treasurer, token: await demo.api.openSession(demo.deployment, [treasurer]) };
}

async function unblockAll(office: Office): Promise<number> {
  const path = `/schemes/${office.demo.people.schemeId}/payee-blocks`;
  const { blocks } = await office.demo.api.get<{ blocks: { shopId: Hex }[] }>(path, office.token);
  for (const { shopId } of blocks) {
    await decide(office, {
      subjectId: shopId,
      decision: "unblock-payee",
      reason: "De fout was een proef.",
    });
  }
  return blocks.length;
}

/** Left out of a batch that was made in part, and the bank's own statement, not our copy of it, doesn't have it. */
async function giveUpUnpaid(office: Office, bankUrl: string): Promise<number> {
  const path = `/schemes/${office.demo.people.schemeId}/payouts?show=attention&limit=200`;
  const { payouts } = await office.demo.api.get<{ payouts: Listed[] }>(path, office.token);
  const missing = payouts.filter(
    ({ reason, decisions }) => reason === "not-found-at-bank" && decisions.includes("not-paid"),
  );
  if (missing.length === 0) return 0;
  const response = await fetch(`${bankUrl}/_sandbox/statement`);
  const { accounts } = bankStatement.parse(await response.json());
  const made = new Set(
    accounts.flatMap(({ movements }) =>
      movements.map(({ merchantReference }) => merchantReference),
    ),
  );
  let decided = 0;
  for (const { payoutId } of missing) {
    if (made.has(payoutId.slice(2))) continue;
    const reason = "Niet op het afschrift van de bank.";
    await decide(office, { subjectId: payoutId, decision: "not-paid", reason });
    decided += 1;
  }
  return decided;
}

async function decide(
  { demo, treasurer, token }: Office,
  wish: { subjectId: Hex; decision: string; reason: string },
): Promise<void> {
  const { schemeId } = demo.people;
  const at = Math.floor(Date.now() / 1000);
  const decided = { schemeId, ...wish, contentHash: NO_CONTENT, at };
  const signature = await treasurer.sign(decisionDigest(demo.deployment, decided));
  const path = `/schemes/${schemeId}/treasury-decisions`;
  await demo.api.post(path, { ...decided, signature }, token);
}
