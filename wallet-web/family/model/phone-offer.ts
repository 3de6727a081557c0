// What a new phone holds out to be added: keys of its own, of which the other phone of the family links one per child.
import type { BeneficiaryAnswer } from "../../shared/api-types.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { budgetOf, type Child, looksFor } from "./child.ts";

/** Kept until it ends, so that what the other phone adds is taken up even after this app was closed. */
export type PhoneOffer = {
  code: string;
  keys: readonly { keyName: string; address: Hex }[];
  expiresAt: number;
};

/** The keys of an offer as long as it is good. */
export const offeredKeys = (offer: PhoneOffer | null, now: number) =>
  offer && offer.expiresAt > now ? offer.keys : [];

/**
 * Children with those that the other phone linked a key of this phone for. A child that this phone couldn't spend for any
 * more keeps its name and looks, and gets the new key.
 */
export function adopt(
  children: readonly Child[],
  given: {
    keys: PhoneOffer["keys"];
    answers: readonly BeneficiaryAnswer[];
    asOf: number;
  },
): readonly Child[] {
  let all = children;
  for (const answer of given.answers) {
    const linked = new Set<string>(answer.devices.map(({ address }) => address));
    const key = given.keys.find(({ address }) => linked.has(address));
    const before = all.find((child) => child.beneficiaryId === answer.beneficiaryId);
    if (!key || (before && linked.has(before.device))) continue;
    const others = all.filter((child) => child !== before);
    const child: Child = {
      name: "",
      ...looksFor(others),
      ...before,
      beneficiaryId: answer.beneficiaryId,
      schemeId: answer.schemeId,
      keyName: key.keyName,
      device: key.address,
      link: "linked",
      budget: budgetOf(answer, given.asOf),
    };
    all = before ? all.map((one) => (one === before ? child : one)) : [...all, child];
  }
  return all;
}
