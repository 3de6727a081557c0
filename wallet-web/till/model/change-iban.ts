// Asks for another account, signed by the shop's own key. The same account asked for again is the same request.
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { ibanCommitment } from "../../shared/protocol/iban-commitment.ts";
import { type SignedRequest, signCommand } from "../../shared/protocol/sign-command.ts";
import { type Till, tillKey } from "./till.ts";

const DEADLINE_SECONDS = 15 * 60;
const KEPT = "iban-change";

type Kept = { schemeId: Hex; shopId: Hex; iban: string; ibanSalt: Hex; request: SignedRequest };

/**
 * @param given.iban Without spaces, in capitals.
 * @returns From when the municipality can confirm it, Unix seconds.
 */
export async function changeIban(
  till: Till,
  given: { schemeId: Hex; shopId: Hex; iban: string },
): Promise<number> {
  const { schemeId, shopId, iban } = given;
  const kept = await till.database.read<Kept>(KEPT);
  const isSame =
    kept?.iban === iban &&
    kept.schemeId === schemeId &&
    kept.request.request.deadline > till.deployments.now();
  const made = isSame ? kept : { ...given, ...(await sign(till, given)) };
  await till.database.write(KEPT, made satisfies Kept);
  const { readyAt } = await till.api.post<{ readyAt: number }>(`/shops/${shopId}/iban-changes`, {
    schemeId,
    iban,
    ibanSalt: made.ibanSalt,
    request: made.request,
  });
  await till.database.remove(KEPT);
  return readyAt;
}

async function sign(
  till: Till,
  { schemeId, shopId, iban }: { schemeId: Hex; shopId: Hex; iban: string },
): Promise<{ ibanSalt: Hex; request: SignedRequest }> {
  const ibanSalt = randomId(cryptoRandomBytes);
  const commitment = ibanCommitment({ iban, salt: ibanSalt });
  const request = await signCommand({
    deployment: await till.deployments.get(),
    signer: await tillKey(till.database),
    command: commands.proposeIban({ schemeId, shopId, ibanCommitment: commitment }),
    deadline: till.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
  return { ibanSalt, request };
}
