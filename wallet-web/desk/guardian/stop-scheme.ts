// Signs the stop of a scheme: the command with its reason for the chain, and the words that stand beside it, bound to that command alone.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import { decisionDigest, requestDigest } from "../../shared/protocol/typed-data.ts";
import { type Desk, type Posting, sign } from "../app/desk.ts";

/** As long as the server takes it. */
export const LONGEST_NOTE = 200;

export type Stopping = "pause" | "resume";

export async function stopScheme(
  desk: Desk,
  given: { schemeId: Hex; act: Stopping; reason: ReasonName; note: string },
): Promise<Posting> {
  const { schemeId, act, reason } = given;
  const signer = desk.device.get();
  if (!signer) throw new Error("this device has no key yet");
  const command = act === "pause" ? commands.pauseScheme : commands.resumeScheme;
  const request = await sign(desk, command({ schemeId, reason }));
  const deployment = await desk.deployments.get();
  const said = {
    decision: `${act}-scheme`,
    reason: given.note.trim(),
    at: desk.deployments.now(),
  };
  const digest = decisionDigest(deployment, {
    ...{ ...said, schemeId, subjectId: schemeId },
    contentHash: requestDigest(deployment, request.request),
  });
  const signature = await signer.sign(digest);
  return { path: `/schemes/${schemeId}/stops`, body: { ...said, signature, request } };
}
