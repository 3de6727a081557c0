// Some families of one child that paid and gave a mark, and shops that did: so that the desk has something to show.
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import type { Demo } from "./context.ts";
import { isUnused } from "./links.ts";
import { activateLetter, charge, signOpen } from "./paying.ts";
import type { Letter } from "./people.ts";
import { readShops } from "./shops.ts";

/** From the end of the list: the first letter is the visitor's. */
const FAMILY_MARKS = [8, 9, 8, 10, 7, 9, 8, 9, 8, 8] as const;
const SHOP_MARKS = [9, 8, 8, 9, 10] as const;
const CHEQUE_CENTS = 30_000n;
const FIRST_SALE_CENTS = 1_495n;
const NEXT_SALE_CENTS = 350n;

/** Lets them pay and give their marks; those that did so before are left alone. */
export async function giveMarks(demo: Demo): Promise<void> {
  const letters = demo.people
    .allLetters()
    .filter(({ beneficiaryIds }) => beneficiaryIds.length === 1)
    .slice(-FAMILY_MARKS.length);
  const [first] = letters;
  if (!first || !(await isUnused(demo, first))) return;
  const { progress } = demo;
  await progress.step(`${letters.length} families paid and gave a mark`, async () => {
    for (const [index, letter] of letters.entries()) {
      await payAndGive(demo, letter, index);
    }
  });
  await progress.step(`${SHOP_MARKS.length} shops gave a mark`, async () => {
    for (const [index, mark] of SHOP_MARKS.entries()) {
      const { key } = await tillOf(demo, index);
      await give(demo, key, { kind: "shop", mark });
    }
  });
}

async function payAndGive(demo: Demo, letter: Letter, index: number): Promise<void> {
  const phone = await activateLetter(demo, letter);
  const till = await tillOf(demo, index % SHOP_MARKS.length);
  const amountCents = FIRST_SALE_CENTS + BigInt(index) * NEXT_SALE_CENTS;
  await charge(demo, await signOpen(demo, phone, CHEQUE_CENTS), till, amountCents);
  await give(demo, phone.device, { kind: "family", mark: FAMILY_MARKS[index] ?? 8 });
}

async function tillOf(demo: Demo, index: number) {
  const { name } = readShops()[index] as { name: string };
  const { shopId } = demo.people.shop(name);
  return { name, shopId, key: await demo.people.shopkeeper(name) };
}

async function give(
  demo: Demo,
  key: Signer,
  mark: { kind: "family" | "shop"; mark: number },
): Promise<void> {
  const token = await demo.api.openSession(demo.deployment, [key]);
  await demo.api.call("POST", "/marks", {
    body: { schemeId: demo.people.schemeId, ...mark },
    token,
  });
}
