// A town with one open scheme: Anna has a phone, Bram only a letter, the bakery and the toy shop are admitted.
import { computeAddress, getCreateAddress, SigningKey } from "ethers";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../../wallet-web/shared/protocol/typed-data.ts";
import {
  type CardsFunction,
  callsOf,
  type ForwarderFunction,
  type LedgerFunction,
  type RolesFunction,
} from "./contracts.ts";
import { hashOf, idOf, signerOf } from "./keys.ts";
import { ethers, time } from "./network.ts";
import { BUDGET, DAY, DEBT_LIMIT, FUNDS, Role, SOLE_LIMITS } from "./terms.ts";

export type Town = Awaited<ReturnType<typeof openTown>>;
type Account = Awaited<ReturnType<typeof ethers.getSigners>>[number];

/** The contracts, with the admin's role given and no other. */
export async function deployContracts(roleDelay = 0) {
  const [admin, ...others] = await ethers.getSigners();
  if (!admin) throw new Error("the simulated network has no accounts");
  const forwarder = await ethers.deployContract("P256Forwarder");
  const roles = await ethers.deployContract("KindpakketRoles", [forwarder, admin, roleDelay]);
  // Ledger and cards contract each know the other's address: the ledger comes first, and is told where the other will be.
  const nonce = (await admin.getNonce()) + 1;
  const cardsAddress = getCreateAddress({ from: admin.address, nonce });
  const ledger = await ethers.deployContract("KindpakketLedger", [forwarder, roles, cardsAddress]);
  const coSigner = new SigningKey(hashOf("co-signer"));
  const cards = await ethers.deployContract("KindpakketCards", [
    ...[forwarder, roles, ledger, computeAddress(coSigner)],
  ]);
  const deployment: Deployment = {
    chainId: Number((await ethers.provider.getNetwork()).chainId),
    ledger: (await ledger.getAddress()) as Hex,
    forwarder: (await forwarder.getAddress()) as Hex,
    roles: (await roles.getAddress()) as Hex,
    cards: (await cards.getAddress()) as Hex,
  };
  return {
    ...{ forwarder, roles, ledger, cards, coSigner, deployment, admin, others },
    rolesAs: callsOf<RolesFunction>(roles),
    ledgerAs: callsOf<LedgerFunction>(ledger),
    cardsAs: callsOf<CardsFunction>(cards),
    forwarderAs: callsOf<ForwarderFunction>(forwarder),
  };
}

/** Roles given, scheme opened and funded; no beneficiaries, no shops. */
export async function openScheme() {
  const contracts = await deployContracts();
  const { admin, others, rolesAs, ledgerAs } = contracts;
  const [sponsor, validator, treasurer, guardian, operator, stranger, ...accounts] = others as [
    Account,
    Account,
    Account,
    Account,
    Account,
    Account,
    ...Account[],
  ];
  const schemeId = idOf("scheme");
  const staff = { sponsor, validator, treasurer, guardian };
  for (const role of ["sponsor", "validator", "treasurer", "guardian"] as const) {
    await rolesAs(admin).offerRole(schemeId, Role[role], staff[role]);
    await rolesAs(staff[role]).acceptRole(schemeId, Role[role], staff[role]);
  }
  const startsAt = (await time.latest()) + DAY;
  const terms = {
    ...{ startsAt, endsAt: startsAt + 100 * DAY, grace: 30 * DAY, ibanDelay: 2 * DAY },
    ...{ amountPerBeneficiary: BUDGET, shopDebtLimit: DEBT_LIMIT },
  };
  await rolesAs(sponsor).setSoleLimits(schemeId, contracts.ledger, SOLE_LIMITS);
  await ledgerAs(sponsor).openScheme(schemeId, terms);
  await ledgerAs(sponsor).fundScheme(schemeId, FUNDS, hashOf("funding"));
  return { ...contracts, ...staff, operator, stranger, accounts, schemeId, terms };
}

/** The whole town, one day after the scheme's start. */
export async function openTown() {
  const town = await openScheme();
  const { ledgerAs, validator, treasurer, schemeId, terms, accounts, operator } = town;
  const [annaLetter, bramLetter, bakeryOwner, toysOwner] = accounts.slice(0, 4) as [
    Account,
    Account,
    Account,
    Account,
  ];
  const anna = { id: idOf("anna"), phone: signerOf("anna's phone"), letter: annaLetter };
  const bram = { id: idOf("bram"), phone: signerOf("bram's phone"), letter: bramLetter };
  await ledgerAs(validator).registerBeneficiaries(
    schemeId,
    [anna, bram].map(({ id, letter }) => ({ beneficiaryId: id, activationKey: letter.address })),
  );
  await ledgerAs(annaLetter).activate(anna.id, anna.phone.address);
  const bakery = { id: idOf("bakery"), owner: bakeryOwner, till: signerOf("bakery's till") };
  const toys = { id: idOf("toys"), owner: toysOwner, till: signerOf("toys' till") };
  for (const { id, owner, till } of [bakery, toys]) {
    await ledgerAs(owner).registerShop(id);
    await ledgerAs(owner).addTill(id, till.address);
    await ledgerAs(validator).admitShop(schemeId, id, hashOf(`iban of ${id}`));
  }
  const mandate = {
    operator: operator.address,
    perPayout: 10_000n,
    perDay: 15_000n,
    validUntil: terms.endsAt,
  };
  await ledgerAs(treasurer).setMandate(schemeId, mandate);
  await time.increaseTo(terms.startsAt + DAY);
  const free = accounts.slice(4) as [Account, Account, Account, ...Account[]];
  return { ...town, anna, bram, bakery, toys, mandate, free };
}

/** Ends the scheme's life: the first second after its end and grace. */
export function overAt(town: { terms: { endsAt: number; grace: number } }): number {
  return town.terms.endsAt + town.terms.grace;
}
