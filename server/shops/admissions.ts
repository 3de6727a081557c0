// Admits a shop to a scheme: the commitment that the validator signed must stand for the IBAN that the shop gave.
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { ibanCommitment } from "../../wallet-web/shared/protocol/iban-commitment.ts";
import { AppError } from "../errors/app-error.ts";
import type { admissionBody } from "../http/schemas/desk.ts";
import { argumentsOf, type CommandReader, hexArgument } from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import type { Profiles } from "./profiles.ts";

export type Admit = (schemeId: Hex, body: z.output<typeof admissionBody>) => Promise<Executed>;

/** @throws {AppError} when the commitment isn't that of the IBAN that the shop gave. */
export async function demandGivenIban(
  profiles: Profiles,
  { shopId, commitment }: { shopId: Hex; commitment: Hex },
): Promise<void> {
  const profile = await profiles.read(shopId);
  if (!profile) throw new AppError("shop-unknown", { shopId });
  const expected = ibanCommitment({ iban: profile.iban, salt: profile.ibanSalt });
  if (commitment !== expected) throw new AppError("command-mismatch");
}

export function createAdmit(given: {
  profiles: Profiles;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
}): Admit {
  return async (schemeId, { shopId, request }) => {
    const [scheme, shop, commitment] = argumentsOf(given.readCommand(request), "admitShop");
    if (hexArgument(scheme) !== schemeId || hexArgument(shop) !== shopId) {
      throw new AppError("command-mismatch");
    }
    await demandGivenIban(given.profiles, { shopId, commitment: hexArgument(commitment) });
    return given.relayRequest(request);
  };
}
