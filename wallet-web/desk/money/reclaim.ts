// Takes back what is left on accounts, one signed command after another. What was taken back is in the ledger: who stops and begins
// again goes on with the rest.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { Unspent } from "../app/answers.ts";
import { type Desk, type Keyed, posting } from "../app/desk.ts";

export type Reclaimed = { done: number; total: number };

/** @param given.signal Ends it between two commands. @throws {ApiError} of the command that was refused. */
export async function reclaimAll(
  desk: Keyed & Pick<Desk, "api">,
  given: { schemeId: Hex; signal: AbortSignal; onProgress: (reclaimed: Reclaimed) => void },
): Promise<void> {
  const { schemeId, signal } = given;
  for (let done = 0; !signal.aborted; ) {
    const { beneficiaryIds, accounts } = await desk.api.get<Unspent>(
      `/schemes/${schemeId}/unspent`,
    );
    given.onProgress({ done, total: done + accounts });
    if (beneficiaryIds.length === 0) return;
    const command = commands.expireBeneficiaries({ beneficiaryIds: beneficiaryIds as Hex[] });
    const { path, body } = await posting(desk, command);
    await desk.api.post(path, body);
    done += beneficiaryIds.length;
  }
}
