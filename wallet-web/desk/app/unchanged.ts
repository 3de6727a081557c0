// For what is set anew as a whole: on the ledger the last word counts, so a page that is old would undo a colleague's.
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Desk, Scheme } from "./desk.ts";

/**
 * Whether what this screen showed is still so.
 * @throws {ApiError} `changed-meanwhile`, before anything is signed.
 */
export function demandUnchanged(shown: unknown, now: unknown): void {
  if (JSON.stringify(shown) === JSON.stringify(now)) return;
  throw new ApiError({ code: "changed-meanwhile", status: 409 });
}

/** The same for a part of a scheme's terms, asked anew. */
export async function demandSchemeUnchanged<Part extends "offline" | "cardLimits">(
  desk: Pick<Desk, "deployments">,
  given: { schemeId: Hex; part: Part; shown: Scheme[Part] },
): Promise<void> {
  await desk.deployments.refresh();
  const { schemes } = await desk.deployments.get();
  const now = schemes.find(({ schemeId }) => schemeId === given.schemeId);
  demandUnchanged(given.shown, now?.[given.part]);
}
