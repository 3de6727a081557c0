// Signs a command with a key of this phone, or of a letter's code, and has it carried out.
import type { RequestAnswer } from "../../shared/api-types.ts";
import { cryptoRandomBytes } from "../../shared/protocol/bytes.ts";
import type { Command } from "../../shared/protocol/commands.ts";
import { signCommand } from "../../shared/protocol/sign-command.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import type { Family } from "./family.ts";

const DEADLINE_SECONDS = 15 * 60;

/** @throws {ApiError} with the refusal. */
export async function sendCommand(
  family: Family,
  signer: Signer,
  command: Command,
): Promise<RequestAnswer> {
  const request = await signCommand({
    deployment: await family.deployments.get(),
    signer,
    command,
    deadline: family.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
  return family.openApi.post<RequestAnswer>("/requests", request);
}
