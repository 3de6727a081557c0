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

export function createAdmit(given: {
  profiles: Profiles;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
}): Admit {
  return async (schemeId, { shopId, request }) => {
    const [scheme, shop, commitment] = argumentsOf(given.readCommand(request), "admitShop");
    const profile = await given.profiles.read(shopId);
    if (!profile) throw new AppError("shop-unknown", { shopId });
    const expected = ibanCommitment({ iban: profile.iban, salt: profile.ibanSalt });
    const same =
      hexArgument(scheme) === schemeId &&
      hexArgument(shop) === shopId &&
      hexArgument(commitment) === expected;
    if (!same) throw new AppError("command-mismatch");
    return given.relayRequest(request);
  };
}
