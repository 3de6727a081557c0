// The owner's work on the shop's tills: adds one by a one-time link, names it, takes it away. Only the owner's key can.
import type { RequestAnswer, TillListAnswer } from "../../shared/api-types.ts";
import { ApiError } from "../../shared/problem.ts";
import { cryptoRandomBytes, type Hex } from "../../shared/protocol/bytes.ts";
import { type Command, commands } from "../../shared/protocol/commands.ts";
import {
  createLoginCode,
  formatLoginCode,
  signersOfLoginCode,
} from "../../shared/protocol/login-code.ts";
import { signCommand } from "../../shared/protocol/sign-command.ts";
import { refreshShop } from "./follow.ts";
import { shopIdOf, type Till, tillKey } from "./till.ts";

const DEADLINE_SECONDS = 15 * 60;

export type ListedTill = TillListAnswer["tills"][number];
/** What the owner decides of a till. */
export type TillForm = { name: string; seesMoney: boolean };
/** A link that waits for its device. The code is in memory only: it is nowhere written down. */
export type WaitingTill = { address: Hex; name: string; code: string; link: string };

const NAME_LENGTH = 40;
export const isTillName = (name: string) =>
  name.trim().length > 0 && name.trim().length <= NAME_LENGTH;

export const listTills = async (till: Till): Promise<ListedTill[]> =>
  (await till.api.get<TillListAnswer>(`/shops/${shopIdOf(till)}/tills`)).tills;

/** Makes a one-time link and adds its key as a till. */
export async function addTill(till: Till, form: TillForm): Promise<WaitingTill> {
  const code = createLoginCode(cryptoRandomBytes);
  const [key] = await signersOfLoginCode(code, "till", 1);
  if (!key) throw new Error("a code stands for one key");
  const shopId = shopIdOf(till);
  const request = await sign(till, commands.addTill({ shopId, till: key.address }));
  const name = form.name.trim();
  await till.api.post(`/shops/${shopId}/tills`, { name, seesMoney: form.seesMoney, request });
  await refreshAfter(till);
  return {
    address: key.address,
    name,
    code: formatLoginCode(code),
    link: `${location.origin}/till/#code=${code}`,
  };
}

export async function describeTill(till: Till, address: Hex, form: TillForm): Promise<void> {
  const body = { name: form.name.trim(), seesMoney: form.seesMoney };
  await till.api.post(`/shops/${shopIdOf(till)}/tills/${address}`, body);
  await refreshAfter(till);
}

/** Takes a till's right away: it can't charge from that moment. One that has none any more needs nothing. */
export async function removeTill(till: Till, address: Hex): Promise<void> {
  const command = commands.removeTill({ shopId: shopIdOf(till), till: address });
  try {
    await till.openApi.post<RequestAnswer>("/requests", await sign(till, command));
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "till-unknown")) throw error;
  }
  await refreshAfter(till);
}

/** The act is done, also when its news can't be had yet. */
const refreshAfter = (till: Till): Promise<void> => refreshShop(till).catch(() => undefined);

async function sign(till: Till, command: Command) {
  return signCommand({
    deployment: await till.deployments.get(),
    signer: await tillKey(till.database),
    command,
    deadline: till.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
}
