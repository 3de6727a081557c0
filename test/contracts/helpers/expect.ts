// Assertions that the contracts' tests share.
import { expect } from "chai";
import type { BaseContract } from "ethers";
import { ethers, time } from "./network.ts";

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

/** The call's arguments are not what the function takes: it is refused before anything is read, and so without an error's name. */
export async function unreadable(call: Promise<unknown>): Promise<void> {
  await expect(call).to.be.revertedWithoutReason(ethers);
}

/** The next block, and so the next transaction, has this time. */
export async function at(timestamp: number): Promise<void> {
  await time.setNextBlockTimestamp(timestamp);
}
