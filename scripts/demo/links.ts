// One-time links of the demonstration: for staff, for a till, and the letter of a family.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { commands, NO_SCHEME, type RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import { ApiRefusal } from "./api.ts";
import { act, type Demo, sign } from "./context.ts";
import type { Letter } from "./people.ts";

/** Offers a role to the one-time key of a link and gives the link's code; a link used before is followed by a new one. */
export async function enrolmentCode(demo: Demo, role: RoleName): Promise<string> {
  const admin = await demo.people.staff("admin");
  const schemeId = role === "admin" ? NO_SCHEME : demo.people.schemeId;
  for (let turn = 0; ; turn++) {
    const part = `link/${role}/${turn}`;
    const candidate = (await demo.people.signerOf(part, "staff")).address;
    const { offers } = await demo.api.get<{ offers: unknown[] }>(`/role-offers/${candidate}`);
    if (offers.length > 0) return demo.people.codeOf(part);
    if (demo.people.isOffered(part)) continue;
    await act(demo, admin, commands.offerRole({ schemeId, role, candidate }));
    demo.people.markOffered(part);
    return demo.people.codeOf(part);
  }
}

/** A till link for a shop: its owner adds the one-time key as a till; a link used before is followed by a new one. `seesMoney` is of a new one. */
export async function tillCode(
  demo: Demo,
  shopName: string,
  { seesMoney = true } = {},
): Promise<string> {
  const owner = await demo.people.shopkeeper(shopName);
  const { shopId } = demo.people.shop(shopName);
  for (let turn = 0; ; turn++) {
    const part = `till/${shopName}/${turn}`;
    const till = (await demo.people.signerOf(part, "till")).address;
    if (await isTill(demo, till)) return demo.people.codeOf(part);
    if (demo.people.isOffered(part)) continue;
    const token = await demo.api.openSession(demo.deployment, [owner]);
    const request = await sign(demo, owner, commands.addTill({ shopId, till }));
    const body = { name: `Kassa ${turn + 1}`, seesMoney, request };
    await demo.api.post(`/shops/${shopId}/tills`, body, token);
    demo.people.markOffered(part);
    return demo.people.codeOf(part);
  }
}

async function isTill(demo: Demo, till: Hex): Promise<boolean> {
  try {
    await demo.api.get(`/tills/${till}`);
    return true;
  } catch (cause) {
    if (cause instanceof ApiRefusal && cause.status === 404) return false;
    throw cause;
  }
}

/** The first letter whose code hasn't been used. */
export async function unusedLetter(demo: Demo): Promise<Letter | null> {
  for (const letter of demo.people.allLetters()) if (await isUnused(demo, letter)) return letter;
  return null;
}

/** Whether a letter's code, or part of it, can still be used. */
export async function isUnused(demo: Demo, letter: Letter): Promise<boolean> {
  const keys = await signersOfLoginCode(letter.code, "beneficiary", letter.beneficiaryIds.length);
  const { accounts } = await demo.api.post<{ accounts: { state: string }[] }>(
    "/activation-lookups",
    { activationKeys: keys.map((key) => key.address) },
  );
  return accounts.some((account) => account.state === "open");
}
