// A family without a phone, with a card that its validator made, and a till that pays with it as its screen does.
import { randomInt } from "node:crypto";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  type CardSecrets,
  cardLookUpId,
  createCardSecrets,
  signerOfCard,
} from "../../../wallet-web/shared/protocol/card.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { authorisationDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import type { Answer } from "./bench.ts";
import {
  CSV_HEADER,
  must,
  register,
  registration,
  type Shop,
  type Town,
  uploadCsv,
} from "./town.ts";

export const LIMITS = { perPaymentCents: 2_000n, perDayCents: 5_000n };

export type Card = CardSecrets & { beneficiaryId: Hex; lookUpId: Hex };
export type Till = { shop: Shop; token: string };
export type Attempt = { body: Answer["body"]; key: Signer };

/** The sponsor's word on what cards may pay. */
export async function allowCards(town: Town, limits = LIMITS): Promise<void> {
  const { schemeId, bench, staff } = town;
  must(await bench.request(staff.sponsor.signer, commands.setCardLimits({ schemeId, limits })));
}

/** A household with one account that no phone is linked to. */
export async function phonelessFamily(town: Town): Promise<Hex> {
  const number = `ZH-${randomInt(1_000_000_000)}`;
  const csv = `${CSV_HEADER}\r\n${number};Jansen;1;nl\r\n`;
  const { importId } = must(await uploadCsv(town, csv), 201).body;
  const made = await registration(town, { importId, row: 2, children: 1 });
  must(await register(town, made.body), 201);
  return made.children[0]?.beneficiaryId as Hex;
}

/** As the desk makes a card: secrets in the browser, one blinded question, one signed command. */
export async function issueCard(town: Town, beneficiaryId: Hex): Promise<Card> {
  const secrets = createCardSecrets(cryptoRandomBytes);
  const lookUpId = cardLookUpId(secrets.code);
  const key = await prepareCard(town, { ...secrets, beneficiaryId, lookUpId });
  must(await linkCard(town, { beneficiaryId, lookUpId, key: key.address }));
  return { ...secrets, beneficiaryId, lookUpId };
}

export async function prepareCard(town: Town, card: Card): Promise<Signer> {
  const { beneficiaryId, lookUpId } = card;
  const blind = blindPin(card);
  const path = `/schemes/${town.schemeId}/card-preparations`;
  const body = { beneficiaryId, lookUpId, blinded: blind.blinded };
  const { evaluated } = must(await town.bench.post(path, body, town.staff.validator.token)).body;
  return signerOfCard(card, blind, evaluated);
}

export async function linkCard(town: Town, given: { beneficiaryId: Hex; lookUpId: Hex; key: Hex }) {
  const { signer, token } = town.staff.validator;
  const request = await town.bench.sign(signer, commands.linkCard(given));
  const { lookUpId } = given;
  return town.bench.post(`/schemes/${town.schemeId}/cards`, { lookUpId, request }, token);
}

/** A till's session of a shop. */
export async function openTill(town: Town, shop: Shop): Promise<Till> {
  return { shop, token: await town.bench.logIn(shop.owner) };
}

type Asked = { card: Card; till: Till; amountCents?: bigint; pin?: string };

/** The till's question with a PIN, as the server answers it. */
export async function ask(town: Town, { card, till, amountCents = 1_250n, pin }: Asked) {
  const typed = { code: card.code, pin: pin ?? card.pin };
  const blind = blindPin(typed);
  const answer = await town.bench.post(
    "/card-attempts",
    {
      ...{ lookUpId: card.lookUpId, shopId: till.shop.shopId, amountCents: String(amountCents) },
      blinded: blind.blinded,
    },
    till.token,
  );
  return { answer, blind, typed };
}

/** An attempt that the server let begin, with the key that the PIN makes. */
export async function attempt(town: Town, asked: Asked): Promise<Attempt> {
  const { answer, blind, typed } = await ask(town, asked);
  const { body } = must(answer, 201);
  return { body, key: await signerOfCard(typed, blind, body.evaluated) };
}

/** Sends an attempt's signature. */
export async function settle(town: Town, till: Till, { body, key }: Attempt): Promise<Answer> {
  const { maximumAmountCents, ...rest } = body.authorisation;
  const authorisation = { ...rest, maximumAmountCents: BigInt(maximumAmountCents) };
  const signature = await key.sign(authorisationDigest(town.bench.chain.deployment, authorisation));
  return town.bench.post("/card-payments", { attemptId: body.attemptId, signature }, till.token);
}

/** The whole of it: amount, card, PIN, payment. */
export async function payByCard(town: Town, asked: Asked): Promise<Answer> {
  const begun = await ask(town, asked);
  if (begun.answer.status !== 201) return begun.answer;
  const key = await signerOfCard(begun.typed, begun.blind, begun.answer.body.evaluated);
  return settle(town, asked.till, { body: begun.answer.body, key });
}

/** Another PIN than the card's. */
export function wrongPin({ pin }: Card): string {
  return String((Number(pin) + 1) % 10_000).padStart(4, "0");
}
