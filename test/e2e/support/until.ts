// Waits for something outside a page: asks again until there is an answer.
import { setTimeout as delay } from "node:timers/promises";

const ASK_EVERY_MS = 50;
const LIMIT_MS = 15_000;

/** The first answer that isn't null. @throws {Error} when there is none in time. */
export async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error("what was waited for did not come");
    await delay(ASK_EVERY_MS);
  }
}
