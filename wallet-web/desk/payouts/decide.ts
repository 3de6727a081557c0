// Signs what a treasurer decides: not a command to the ledger, but bound to this deployment, scheme and subject all the same.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { decisionDigest } from "../../shared/protocol/typed-data.ts";
import type { Desk, Posting } from "../app/desk.ts";

export type Decision =
  | "look-again"
  | "not-paid"
  | "paid"
  | "block-payee"
  | "unblock-payee"
  | "freeze-file"
  | "release-file"
  | "withdraw-file"
  | "offline-settled";

const NO_CONTENT: Hex = `0x${"00".repeat(32)}`;

/** A decision, signed with this device's key and ready to send. */
export async function decision(
  desk: Pick<Desk, "deployments" | "device">,
  given: {
    schemeId: Hex;
    subjectId: Hex;
    decision: Decision;
    reason?: string;
    contentHash?: Hex;
  },
): Promise<Posting> {
  const signer = desk.device.get();
  if (!signer) throw new Error("this device has no key yet");
  const decided = {
    schemeId: given.schemeId,
    subjectId: given.subjectId,
    decision: given.decision,
    contentHash: given.contentHash ?? NO_CONTENT,
    reason: given.reason?.trim() ?? "",
    at: desk.deployments.now(),
  };
  const signature = await signer.sign(decisionDigest(await desk.deployments.get(), decided));
  return {
    path: `/schemes/${given.schemeId}/treasury-decisions`,
    body: { ...decided, signature },
  };
}
