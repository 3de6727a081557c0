// Makes a card in this browser: code and PIN are drawn here, hidden for the server's answer, and never sent or stored.
import type { Hex, RandomBytes } from "../../shared/protocol/bytes.ts";
import {
  blindPin,
  type CardSecrets,
  cardLookUpId,
  createCardSecrets,
  signerOfCard,
} from "../../shared/protocol/card.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { Desk, Posting } from "../app/desk.ts";
import { sign } from "../app/desk.ts";

/** What is printed: the card, and in another envelope its PIN. */
export type NewCard = CardSecrets & {
  schemeId: Hex;
  clientNumber: string;
  letterNumber: number;
  /** The family's; the letters are in Dutch beside it. */
  language: string;
  /** Which of the family's cards; null where it has one child. */
  number: number | null;
};

/**
 * Draws a card and signs that it is the child's.
 * @param keep Gets code and PIN, to be printed once the posting is done.
 * @throws {ApiError} when the server doesn't answer its half of the PIN.
 */
export async function makeCard(
  desk: Desk,
  given: { schemeId: Hex; beneficiaryId: Hex; random: RandomBytes },
  keep: (secrets: CardSecrets) => void,
): Promise<Posting> {
  const { schemeId, beneficiaryId } = given;
  const secrets = createCardSecrets(given.random);
  const lookUpId = cardLookUpId(secrets.code);
  const blindedPin = blindPin(secrets);
  const { evaluated } = await desk.api.post<{ evaluated: Hex }>(
    `/schemes/${schemeId}/card-preparations`,
    { beneficiaryId, lookUpId, blinded: blindedPin.blinded },
    // A second question with the same code is refused: another press draws another card.
    { retry: "once" },
  );
  const { address: key } = await signerOfCard(secrets, blindedPin, evaluated);
  const request = await sign(desk, commands.linkCard({ beneficiaryId, key }));
  keep(secrets);
  return { path: `/schemes/${schemeId}/cards`, body: { lookUpId, request } };
}
