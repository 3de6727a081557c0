// Everybody who might call the contracts, and what the matrix says about each function.
import { AbiCoder, type BaseContract, keccak256 } from "ethers";
import { hashOf, idOf, signerOf } from "./keys.ts";
import { time } from "./network.ts";
import { Role } from "./terms.ts";
import { openTown, overAt } from "./town.ts";

export const CALLERS = [
  ...(["admin", "sponsor", "validator", "treasurer", "guardian", "operator"] as const),
  ...(["owner", "till", "device", "letter", "stranger", "outsider"] as const),
] as const;
export type Caller = (typeof CALLERS)[number];
export type AccessTown = Awaited<ReturnType<typeof withEverybody>>;

/** The contract whose error it is, the error's name and arguments. */
export type Refusal = { by: BaseContract; error: string; args: unknown[] };

export const ANYONE = CALLERS;
export const REFERENCE = hashOf("bank reference");
export const NEW_SHOP = idOf("greengrocer");
export const NEW_KEY = signerOf("a new key").address;

/** Who may call a function, with what, and what the others are told. */
export type Row = {
  args: (town: AccessTown, caller: string) => unknown[] | Promise<unknown[]>;
  allowed: readonly Caller[];
  refusal?: (town: AccessTown, caller: string) => Refusal;
  prepare?: (town: AccessTown) => Promise<unknown>;
};

/**
 * The town with an ordinary account in each part: a till of the bakery, a device of Bram, the key of Carl's letter, and
 * an outsider who holds every role, but of another scheme.
 */
export async function withEverybody() {
  const town = await openTown();
  const { ledgerAs, rolesAs, admin, validator, bakery, bram, free, schemeId } = town;
  const [till, device, letter, outsider] = free as unknown as [Account, Account, Account, Account];
  const carl = { id: idOf("carl") };
  await ledgerAs(bakery.owner).addTill(bakery.id, till);
  await ledgerAs(bram.letter).activate(bram.id, device);
  await ledgerAs(validator).registerBeneficiaries(schemeId, [
    { beneficiaryId: carl.id, activationKey: letter.address },
  ]);
  for (const role of [Role.sponsor, Role.validator, Role.treasurer, Role.guardian]) {
    await rolesAs(admin).offerRole(idOf("other scheme"), role, outsider);
    await rolesAs(outsider).acceptRole(idOf("other scheme"), role, outsider);
  }
  return { ...town, carl, owner: bakery.owner, till, device, letter, outsider };
}
type Account = Awaited<ReturnType<typeof openTown>>["admin"];

/** As OpenZeppelin's access control in `KindpakketRoles` names it. */
export function roleIdOf(schemeId: string, role: number): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes16", "uint8"], [schemeId, role]));
}

/** Refused for want of a role in the town's scheme. */
export function lacks(role: number): NonNullable<Row["refusal"]> {
  return (town, caller) =>
    says(town.roles, "AccessControlUnauthorizedAccount", caller, roleIdOf(town.schemeId, role));
}

/** What a contract tells those who may not. */
export function says(by: BaseContract, error: string, ...args: unknown[]): Refusal {
  return { by, error, args };
}

/** Lets the scheme's end and grace pass. */
export function endScheme(town: AccessTown): Promise<void> {
  return time.increaseTo(overAt(town));
}
