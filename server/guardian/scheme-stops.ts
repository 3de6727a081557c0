// Stops a scheme or lets it go on. The contract's command has room for a reason from the fixed list alone: what the guardian wrote is signed
// over the command's digest, and kept in the transaction that accepts the command, so neither stands without the other.
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  type Deployment,
  decisionDigest,
  requestDigest,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { schemeStopBody } from "../http/schemas/guardian.ts";
import { type SchemeStop, schemeStopReasons } from "../store/schema/guardian.ts";
import { argumentsOf, type CommandReader, hexArgument } from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import { requireSigner } from "../validator/signatures.ts";
import type { Vault } from "../validator/vault.ts";

const FUNCTIONS: Record<SchemeStop, string> = {
  "pause-scheme": "pauseScheme",
  "resume-scheme": "resumeScheme",
};

export const stopReasonPlace = (requestId: Hex) => ({
  table: "scheme_stop_reasons",
  column: "reason",
  id: requestId,
});

/** @throws {AppError} */
export type StopScheme = (
  schemeId: Hex,
  body: z.output<typeof schemeStopBody>,
) => Promise<Executed>;

export function createStopScheme(given: {
  deployment: Deployment;
  vault: Vault;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
}): StopScheme {
  const { deployment, readCommand, relayRequest } = given;
  return async (schemeId, { request, decision, reason, at, signature }) => {
    const [stopped] = argumentsOf(readCommand(request), FUNCTIONS[decision]);
    if (hexArgument(stopped) !== schemeId) throw new AppError("command-mismatch");
    if (reason === "") throw new AppError("reason-missing");
    const requestId = requestDigest(deployment, request.request);
    const { from } = request.request;
    const signed = { schemeId, subjectId: schemeId, decision, contentHash: requestId, reason, at };
    requireSigner(decisionDigest(deployment, signed), signature, from);
    const sealed = given.vault.seal(stopReasonPlace(requestId), reason);
    const row = { requestId, schemeId, decision, reason: sealed, by: from, at };
    return relayRequest(request, async (tx) => {
      await tx
        .insert(schemeStopReasons)
        .values({ ...row, signature: JSON.stringify(signature) })
        .onConflictDoNothing();
    });
  };
}
