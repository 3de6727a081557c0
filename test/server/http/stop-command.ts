// The command that stops a scheme or lets it go on, with a reason of the chain's own list.
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";

export function stopCommand(decision: "pause-scheme" | "resume-scheme", schemeId: Hex) {
  return decision === "pause-scheme"
    ? commands.pauseScheme({ schemeId, reason: "malfunction" })
    : commands.resumeScheme({ schemeId, reason: "resolved" });
}
