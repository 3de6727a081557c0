// The call that a person confirms, made anew of what stands on their screen: a server can't slip in another.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { type Command, commands } from "../../shared/protocol/commands.ts";
import { ibanCommitment } from "../../shared/protocol/iban-commitment.ts";
import type { Proposal } from "../app/answers.ts";

/**
 * @param given.bankReference Hash of the reference that the person typed over from the bank's statement; null for a shop.
 * @returns Null when the proposed call does something else than the screen says.
 */
export function checkedCall(given: {
  schemeId: Hex;
  proposal: Pick<Proposal, "kind" | "call" | "amountCents" | "shop">;
  bankReference: Hex | null;
}): Hex | null {
  const command = commandOf(given);
  return command !== null && command.data === given.proposal.call ? command.data : null;
}

function commandOf({
  schemeId,
  proposal: { kind, amountCents, shop },
  bankReference,
}: Parameters<typeof checkedCall>[0]): Command | null {
  if (kind === "fund" || kind === "withdraw") {
    if (amountCents === null || bankReference === null) return null;
    const money = { schemeId, amountCents: BigInt(amountCents), bankReference };
    return kind === "fund" ? commands.fundScheme(money) : commands.withdrawFromScheme(money);
  }
  if (shop === null) return null;
  const { shopId, iban, ibanSalt } = shop;
  const account = { schemeId, shopId, ibanCommitment: ibanCommitment({ iban, salt: ibanSalt }) };
  return kind === "admit" ? commands.admitShop(account) : commands.confirmIban(account);
}
