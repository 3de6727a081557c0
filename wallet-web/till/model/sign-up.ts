// A shop makes itself known: its profile for the municipality, and a signed `registerShop` for the ledger.
import type { MyShopAnswer, RequestAnswer, TillAnswer } from "../../shared/api-types.ts";
import { askToKeep } from "../../shared/database.ts";
import { ApiError } from "../../shared/problem.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { type SignedRequest, signCommand } from "../../shared/protocol/sign-command.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import { toldHours, type Visit } from "./hours.ts";
import { plainIban, type ShopField, type ShopForm } from "./shop-fields.ts";
import { makeTillKey, saveShop, type Till } from "./till.ts";

const DEADLINE_SECONDS = 60 * 60;
const KEPT = "registration";

type Kept = { shopId: Hex; ibanSalt: Hex; request: SignedRequest };

/** Signs up; tried again after a lost answer, it is the same registration. */
export async function signUp(till: Till, form: ShopForm, visit: Visit): Promise<void> {
  void askToKeep();
  const { ibanSalt, request } = await registration(till);
  const shop = await till.openApi.post<MyShopAnswer>("/shops", {
    name: form.name.trim(),
    kvkNumber: form.kvkNumber.replace(/[\s.]/g, ""),
    iban: plainIban(form.iban),
    category: form.category,
    address: form.address.trim(),
    email: form.email.trim(),
    openingHours: toldHours(visit.hours),
    place: visit.place,
    ibanSalt,
    request,
  });
  await saveShop(till, shop);
  await till.database.remove(KEPT);
  await till.database.remove(DRAFT);
  await till.database.remove(VISIT_DRAFT);
  till.session.forget();
}

async function registration(till: Till): Promise<Kept> {
  const kept = await till.database.read<Kept>(KEPT);
  if (kept && kept.request.request.deadline > till.deployments.now()) return kept;
  const [deployment, signer] = await Promise.all([
    till.deployments.get(),
    makeTillKey(till.database),
  ]);
  const shopId = randomId(cryptoRandomBytes);
  const request = await signCommand({
    deployment,
    signer,
    command: commands.registerShop({ shopId }),
    deadline: till.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
  const made = { shopId, ibanSalt: randomId(cryptoRandomBytes), request };
  await till.database.write(KEPT, made);
  return made;
}

const DRAFT = "sign-up-draft";

/** What was filled in so far survives a closed page. */
export const readDraft = (till: Till) => till.database.read<ShopForm>(DRAFT);
export const writeDraft = (till: Till, form: ShopForm) => till.database.write(DRAFT, form);

const VISIT_DRAFT = "sign-up-visit";
export const readVisitDraft = (till: Till) => till.database.read<Visit>(VISIT_DRAFT);
export const writeVisitDraft = (till: Till, visit: Visit) =>
  till.database.write(VISIT_DRAFT, visit);

/** The fields that the server found wrong. */
export function wrongFields(error: unknown): ShopField[] {
  if (!(error instanceof ApiError)) return [];
  return error.fields.map(({ pointer }) => pointer.slice(1) as ShopField);
}

/** A one-time link: which shop it is for, the key it stands for, and whether this device becomes the owner's or just a till. */
export type TillLink = { codeKey: Signer; shopId: Hex; shopName: string; owner: boolean };

/** @returns null when the code is unknown or used. */
export async function lookUpTillCode(till: Till, code: string): Promise<TillLink | null> {
  const { signersOfLoginCode } = await import("../../shared/protocol/login-code.ts");
  const [codeKey] = await signersOfLoginCode(code, "till", 1);
  if (!codeKey) return null;
  try {
    const answer = await till.openApi.get<TillAnswer>(`/tills/${codeKey.address}`);
    const { shopName, owner } = answer;
    return { codeKey, shopId: answer.shopId as Hex, shopName, owner };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Moves the link's right to this device's own key. */
export async function enrol(till: Till, link: TillLink): Promise<void> {
  void askToKeep();
  const [deployment, key] = await Promise.all([till.deployments.get(), makeTillKey(till.database)]);
  const request = await signCommand({
    deployment,
    signer: link.codeKey,
    command: commands.moveTill({ till: key.address }),
    deadline: till.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
  await till.openApi.post<RequestAnswer>("/requests", request);
  till.session.forget();
  await saveShop(till, await till.api.get<MyShopAnswer>("/shops/mine"));
}
