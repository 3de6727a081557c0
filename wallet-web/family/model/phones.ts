// The phones that can spend a family's budgets: listed, added and removed by one that already can.
import type { PhoneOfferAnswer } from "../../shared/api-types.ts";
import { ApiError, loadSentences } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { phoneCodeOf } from "../../shared/protocol/phone-code.ts";
import type { Child } from "./child.ts";
import { type Family, signerOf } from "./family.ts";
import { refreshChildren } from "./refresh.ts";
import { sendCommand } from "./send-command.ts";

/** A phone has a key per child; nothing but the moment says which keys are one phone's. */
export type Phone = {
  isThis: boolean;
  addedAt: number;
  keys: readonly { child: Child; address: Hex }[];
};

/** Keys of one phone are linked within moments of each other; two phones are not. */
const SAME_PHONE_SECONDS = 120;

/** This phone first, then the others, newest first. */
export function phonesOf(children: readonly Child[]): Phone[] {
  const all = children
    .filter((child) => child.link === "linked")
    .flatMap((child) => (child.budget?.phones ?? []).map((phone) => ({ child, ...phone })))
    .sort((one, other) => one.addedAt - other.addedAt);
  const phones: { isThis: boolean; addedAt: number; keys: { child: Child; address: Hex }[] }[] = [];
  for (const { child, address, addedAt } of all) {
    const isThis = address === child.device;
    const same = phones.find(
      (phone) =>
        phone.isThis === isThis &&
        (isThis ||
          (addedAt - phone.addedAt <= SAME_PHONE_SECONDS &&
            phone.keys.every((key) => key.child !== child))),
    );
    if (same) same.keys.push({ child, address });
    else phones.push({ isThis, addedAt, keys: [{ child, address }] });
  }
  return phones.sort(
    (one, other) => Number(other.isThis) - Number(one.isThis) || other.addedAt - one.addedAt,
  );
}

/**
 * The keys of the phone that shows this code, checked against it: the server can't put others in their place.
 * @throws {ApiError} `code-unknown`
 */
export async function findPhone(family: Family, code: string): Promise<readonly Hex[]> {
  const { addresses } = await family.api.get<PhoneOfferAnswer>(`/phone-offers/${code}`);
  if (phoneCodeOf(addresses) === code) return addresses;
  // This phone refuses it, no server: nothing has fetched the sentence yet.
  await loadSentences();
  throw new ApiError({ code: "code-unknown", status: 404 });
}

/** Links a key of the other phone to each of these children; tried again, it goes on where it was. */
export async function addPhone(
  family: Family,
  chosen: readonly Child[],
  addresses: readonly Hex[],
): Promise<void> {
  await refreshChildren(family);
  const now = new Map(family.children.get().map((child) => [child.beneficiaryId, child]));
  const linked = linkedAddresses(family.children.get());
  const hasKey = (child: Child) =>
    now.get(child.beneficiaryId)?.budget?.phones.some(({ address }) => addresses.includes(address));
  const free = addresses.filter((address) => !linked.has(address));
  const waiting = chosen.filter((child) => !hasKey(child)).slice(0, free.length);
  const sent = waiting.map(async (child, index) => {
    const { beneficiaryId } = child;
    const command = commands.addDevice({ beneficiaryId, device: free[index] as Hex });
    await sendCommand(family, await signerOf(family, child), command);
  });
  await settle(family, sent);
}

/**
 * Takes a phone's keys off the budgets. It can't pay from then on, also when it is found by somebody else. Tried again, it goes on where it was.
 */
export async function removePhone(family: Family, phone: Phone): Promise<void> {
  await refreshChildren(family);
  const linked = linkedAddresses(family.children.get());
  const waiting = phone.keys.filter(({ address }) => linked.has(address));
  const sent = waiting.map(async ({ child, address }) => {
    const command = commands.removeDevice({ beneficiaryId: child.beneficiaryId, device: address });
    await sendCommand(family, await signerOf(family, child), command);
  });
  await settle(family, sent);
}

const linkedAddresses = (children: readonly Child[]): ReadonlySet<Hex> =>
  new Set(children.flatMap(({ budget }) => (budget?.phones ?? []).map(({ address }) => address)));

/** Waits for all, looks how it stands now, and then says what went wrong, if anything. */
async function settle(family: Family, sent: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(sent);
  await refreshChildren(family);
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
