// What every part of the demonstration works with, and how a person in it acts.
import { cryptoRandomBytes, type Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Command } from "../../wallet-web/shared/protocol/commands.ts";
import { signCommand } from "../../wallet-web/shared/protocol/sign-command.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Api } from "./api.ts";
import type { People } from "./people.ts";
import type { Progress } from "./progress.ts";

/** What is known of the server once it answers. */
export type DeploymentAnswer = Deployment & {
  municipality: string;
  operator: Hex;
  now: number;
  schemes: { schemeId: Hex; name: string }[];
};

export type Demo = { api: Api; people: People; deployment: DeploymentAnswer; progress: Progress };

/** Signs a command as somebody and relays it. */
export async function act(demo: Demo, signer: Signer, command: Command): Promise<void> {
  await demo.api.post("/requests", await sign(demo, signer, command));
}

/** Signs a command, good for ten minutes. */
export function sign(demo: Demo, signer: Signer, command: Command) {
  const deadline = Math.floor(Date.now() / 1000) + 600;
  return signCommand({
    deployment: demo.deployment,
    signer,
    command,
    deadline,
    random: cryptoRandomBytes,
  });
}
