// What sponsors, validators and guardians sign about printed cards, and the framework-setter about their co-signer.
import { address, bytes, encodeCall, uint, type Word } from "./abi.ts";
import type { Hex } from "./bytes.ts";
import { COMMAND_GAS, type Command } from "./role-commands.ts";

/** What a card may pay; amounts in cents. Zero in a payment: the scheme has no cards. */
export type CardLimits = { perPaymentCents: bigint; perDayCents: bigint };

const onCards = (signature: string, words: readonly Word[]): Command => ({
  to: "cards",
  data: encodeCall(signature, words),
  gasLimit: COMMAND_GAS,
});

/** @param reasonNumber The place of a reason in `LedgerTypes.Reason`. */
export function cardCommandsWith<Reason>(reasonNumber: (reason: Reason) => Word) {
  type OfCard = { beneficiaryId: Hex; reason: Reason };
  const ofCard = (name: string) => (a: OfCard) =>
    onCards(`${name}(bytes16,uint8)`, [bytes(a.beneficiaryId), reasonNumber(a.reason)]);
  return {
    setCardLimits: (a: { schemeId: Hex; limits: CardLimits }) =>
      onCards("setCardLimits(bytes16,(uint48,uint48))", [
        bytes(a.schemeId),
        uint(a.limits.perPaymentCents),
        uint(a.limits.perDayCents),
      ]),
    /** `key`: address of the card's key; source: `signerOfCard`. */
    linkCard: (a: { beneficiaryId: Hex; key: Hex }) =>
      onCards("linkCard(bytes16,address)", [bytes(a.beneficiaryId), address(a.key)]),
    blockCard: ofCard("blockCard"),
    unblockCard: ofCard("unblockCard"),
    removeCard: ofCard("removeCard"),
    offerCoSigner: (a: { candidate: Hex }) =>
      onCards("offerCoSigner(address)", [address(a.candidate)]),
    confirmCoSigner: (a: { candidate: Hex }) =>
      onCards("confirmCoSigner(address)", [address(a.candidate)]),
  };
}
