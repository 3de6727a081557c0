// Issues cards: answers the desk's blinded PIN once, then relays the validator's signed `linkCard`; and lets a card be tried again.
import { and, eq, isNull, lt } from "drizzle-orm";
import type { Hex, RandomBytes } from "../../wallet-web/shared/protocol/bytes.ts";
import { cardAddress } from "../../wallet-web/shared/protocol/card.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { cardPins } from "../store/schema/cards.ts";
import { beneficiaries } from "../store/schema/projections.ts";
import { argumentsOf, type CommandReader, hexArgument } from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import type { Vault } from "../validator/vault.ts";
import { createPinKey, evaluatePin, pinKeyPlace } from "./pin-key.ts";

export type Cards = {
  /**
   * Makes the server's half of a new card's PIN and answers the first guess, which is what the PIN will be.
   * @throws {AppError} `not-found`, `repeated-with-other-content`
   */
  prepare(given: {
    schemeId: Hex;
    beneficiaryId: Hex;
    lookUpId: Hex;
    blinded: Hex;
  }): Promise<{ evaluated: Hex }>;
  /** Links a prepared card. @throws {AppError} `command-mismatch`, `not-found`, and what the contract refuses. */
  link(given: { schemeId: Hex; lookUpId: Hex; request: SignedRequest }): Promise<Executed>;
  /** Unblocks a card by a signed `unblockCard`; wrong PINs before it no longer count. */
  unblock(given: { schemeId: Hex; request: SignedRequest }): Promise<Executed>;
};

/** A card that was begun and not linked is forgotten after so long. */
const PREPARED_SECONDS = 86_400;

type Parts = {
  database: Database;
  vault: Vault;
  random: RandomBytes;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
  /** Unix time in seconds. */
  now: () => number;
};

export function createCards(parts: Parts): Cards {
  const { database } = parts;
  return {
    async prepare({ schemeId, beneficiaryId, lookUpId, blinded }) {
      await demandBeneficiary(database, schemeId, beneficiaryId);
      await forgetUnlinked(parts);
      const pinKey = createPinKey(parts.random);
      const evaluated = evaluatePin(pinKey, blinded);
      const made = await database
        .insert(cardPins)
        .values({
          ...{ lookUpId, schemeId, beneficiaryId, card: null, attempts: 0, nextNonce: 1 },
          pinKey: parts.vault.seal(pinKeyPlace(lookUpId), pinKey),
          createdAt: parts.now(),
        })
        .onConflictDoNothing()
        .returning();
      // A second answer would be a second guess: the desk draws another code.
      if (made.length === 0) throw new AppError("repeated-with-other-content");
      return { evaluated };
    },

    async link({ schemeId, lookUpId, request }) {
      const args = argumentsOf(parts.readCommand(request), "linkCard", "cards");
      const [beneficiaryId, key] = args.map(hexArgument) as [Hex, Hex];
      const card = cardAddress(key);
      const isPrepared = and(
        eq(cardPins.lookUpId, lookUpId),
        eq(cardPins.schemeId, schemeId),
        eq(cardPins.beneficiaryId, beneficiaryId),
      );
      const [prepared] = await database.select().from(cardPins).where(isPrepared);
      if (!prepared || (prepared.card !== null && prepared.card !== card)) {
        throw new AppError("not-found");
      }
      return parts.relayRequest(request, async (tx) => {
        await tx.update(cardPins).set({ card }).where(isPrepared);
      });
    },

    async unblock({ schemeId, request }) {
      const args = argumentsOf(parts.readCommand(request), "unblockCard", "cards");
      const beneficiaryId = hexArgument(args[0]);
      await demandBeneficiary(database, schemeId, beneficiaryId);
      return parts.relayRequest(request, async (tx) => {
        await tx
          .update(cardPins)
          .set({ attempts: 0 })
          .where(eq(cardPins.beneficiaryId, beneficiaryId));
      });
    },
  };
}

async function demandBeneficiary(
  database: Database,
  schemeId: Hex,
  beneficiaryId: Hex,
): Promise<void> {
  const found = await database
    .select({ id: beneficiaries.beneficiaryId })
    .from(beneficiaries)
    .where(
      and(eq(beneficiaries.beneficiaryId, beneficiaryId), eq(beneficiaries.schemeId, schemeId)),
    );
  if (found.length === 0) throw new AppError("not-found");
}

async function forgetUnlinked({ database, now }: Parts): Promise<void> {
  await database
    .delete(cardPins)
    .where(and(isNull(cardPins.card), lt(cardPins.createdAt, now() - PREPARED_SECONDS)));
}
