// Assertions that the contracts' tests share.
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { time } from "./network.ts";

/** The call is refused with this error and exactly these arguments. */
export async function refused(
  call: Promise<unknown>,
  by: BaseContract,
  error: string,
  ...args: unknown[]
): Promise<void> {
  const assertion = expect(call).to.be.revertedWithCustomError(by, error);
  await (args.length === 0 ? assertion : assertion.withArgs(...args));
}

/** The next block, and so the next transaction, has this time. */
export async function at(timestamp: number): Promise<void> {
  await time.setNextBlockTimestamp(timestamp);
}
