// Waits for a condition instead of for a time; fails when it doesn't come true.

const LIMIT_MS = 15_000;
const POLL_MS = 10;

/** @throws {Error} when the condition is not true within the limit; a condition that throws is not true yet. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  limitMs = LIMIT_MS,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      if (await condition()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error("what was waited for did not come true", { cause: last });
}
