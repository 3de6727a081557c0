// This phone wants to be added to budgets that another phone has: it makes keys and holds out their addresses.
import type { PhoneOfferAnswer } from "../../shared/api-types.ts";
import { askToKeep } from "../../shared/database.ts";
import { cryptoRandomBytes, randomId } from "../../shared/protocol/bytes.ts";
import { phoneCodeOf } from "../../shared/protocol/phone-code.ts";
import { type Family, saveOffer } from "./family.ts";
import type { PhoneOffer } from "./phone-offer.ts";

/** One per child that the other phone may choose. */
const KEYS = 16;

/** Holds out this phone's keys, the same as before while none of them is in use. */
export async function offerThisPhone(family: Family): Promise<PhoneOffer> {
  void askToKeep();
  const keys = await freeKeys(family);
  const addresses = keys.map(({ address }) => address);
  const code = phoneCodeOf(addresses);
  const { expiresAt } = await family.openApi.post<PhoneOfferAnswer>("/phone-offers", { addresses });
  const offer = { code, keys, expiresAt };
  await saveOffer(family, offer);
  // A session is over all keys of the phone: one from before hears nothing of these.
  family.session.forget();
  return offer;
}

async function freeKeys(family: Family): Promise<PhoneOffer["keys"]> {
  const inUse = new Set(family.children.get().map((child) => child.keyName));
  const before = family.offer.get()?.keys ?? [];
  if (before.length === KEYS && before.every(({ keyName }) => !inUse.has(keyName))) return before;
  for (const { keyName } of before) {
    if (!inUse.has(keyName)) await family.database.removeKey(keyName);
  }
  return Promise.all(
    Array.from({ length: KEYS }, async () => {
      const keyName = `device/${randomId(cryptoRandomBytes)}`;
      const { address } = await family.database.makeKey(keyName);
      return { keyName, address };
    }),
  );
}
