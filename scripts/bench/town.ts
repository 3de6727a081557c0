// A small town on a simulated chain for measuring gas: 50 beneficiaries with a device each, 5 shops with a till each.
// Keys, ids and times are fixed, so that the same contracts always cost the same.
import { p256 } from "@noble/curves/nist.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import {
  type Contract,
  type ContractTransactionReceipt,
  type ContractTransactionResponse,
  getCreateAddress,
} from "ethers";
import hre from "hardhat";
import { fromHex, type Hex, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import { addressOf, type Signer } from "../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  type Charge,
  chargeDigest,
  type Deployment,
  OPEN_SHOP,
} from "../../wallet-web/shared/protocol/typed-data.ts";

export const BENEFICIARIES = 50;
const SHOPS = 5;
const NOW = "2026-11-02T10:00:00Z";
const DAY_SECONDS = 86_400;
const AMOUNT_CENTS = 1_250n;

type Family = { beneficiaryId: Hex; device: Signer };
type Shop = { shopId: Hex; till: Signer };

/** Payments of all families at the town's shops, ready to submit; each is good once. */
export type Town = {
  ledger: Contract;
  shopBoundPayments: () => Promise<Awaited<ReturnType<typeof shopBoundPayment>>[]>;
  openPayments: () => Promise<Awaited<ReturnType<typeof openPayment>>[]>;
};

/** Deploys the contracts, gives every beneficiary 300 euro and one device, and admits the shops. */
export async function buildTown(network = "default"): Promise<Town> {
  const { ethers } = await hre.network.create({ network, override: { initialDate: NOW } });
  const [staff] = await ethers.getSigners();
  if (!staff) throw new Error("the simulated network has no accounts");
  const forwarder = await ethers.deployContract("P256Forwarder");
  const roles = await ethers.deployContract("KindpakketRoles", [forwarder, staff, 0]);
  const afterLedger = { from: staff.address, nonce: (await staff.getNonce()) + 1 };
  const cardsAddress = getCreateAddress(afterLedger);
  const ledger = await ethers.deployContract("KindpakketLedger", [forwarder, roles, cardsAddress]);
  const cards = await ethers.deployContract("KindpakketCards", [forwarder, roles, ledger, staff]);
  const deployment: Deployment = {
    chainId: Number((await ethers.provider.getNetwork()).chainId),
    ledger: (await ledger.getAddress()) as Hex,
    forwarder: (await forwarder.getAddress()) as Hex,
    roles: (await roles.getAddress()) as Hex,
    cards: (await cards.getAddress()) as Hex,
  };
  const startsAt = Date.parse(NOW) / 1_000 - 30 * DAY_SECONDS;
  const schemeId = idOf("scheme");
  for (const role of [2, 3, 4, 5]) {
    await mined(roles.getFunction("offerRole")(schemeId, role, staff));
    await mined(roles.getFunction("acceptRole")(schemeId, role, staff));
  }
  const terms = [startsAt, startsAt + 365 * DAY_SECONDS, 30 * DAY_SECONDS, DAY_SECONDS, 30_000, 0];
  await mined(roles.getFunction("setSoleLimits")(schemeId, ledger, [6_000_000, 0, BENEFICIARIES]));
  await mined(ledger.getFunction("openScheme")(schemeId, terms));
  await mined(ledger.getFunction("fundScheme")(schemeId, 6_000_000, keccak("fund")));

  const families = numbered(BENEFICIARIES, (i) => ({
    beneficiaryId: idOf(`beneficiary ${i}`),
    device: signerOf(`device ${i}`),
  }));
  const activationKey = staff.address;
  await mined(
    ledger.getFunction("registerBeneficiaries")(
      schemeId,
      families.map(({ beneficiaryId }) => ({ beneficiaryId, activationKey })),
    ),
  );
  for (const { beneficiaryId, device } of families) {
    await mined(ledger.getFunction("activate")(beneficiaryId, device.address));
  }
  const accounts = await ethers.getSigners();
  const shops = numbered(SHOPS, (i) => ({
    shopId: idOf(`shop ${i}`),
    till: signerOf(`till ${i}`),
  }));
  for (const [i, { shopId, till }] of shops.entries()) {
    const asOwner = ledger.connect(accounts[i + 1] ?? staff) as Contract;
    await mined(asOwner.getFunction("registerShop")(shopId));
    await mined(asOwner.getFunction("addTill")(shopId, till.address));
    await mined(ledger.getFunction("admitShop")(schemeId, shopId, keccak(`iban ${i}`)));
  }
  let nonce = 0;
  const at = { deployment, validAfter: startsAt + 30 * DAY_SECONDS };
  const everyFamily = <T>(pay: (given: Given) => Promise<T>) => {
    nonce += 1;
    return Promise.all(
      families.map((family, i) => pay({ ...at, family, shop: shops[i % SHOPS] as Shop, nonce })),
    );
  };
  return {
    ledger,
    shopBoundPayments: () => everyFamily(shopBoundPayment),
    openPayments: () => everyFamily(openPayment),
  };
}

/** The receipt of a transaction that must succeed. */
export async function mined(
  sent: Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (!receipt) throw new Error("not mined");
  return receipt;
}

type Given = {
  deployment: Deployment;
  validAfter: number;
  family: Family;
  shop: Shop;
  nonce: number;
};

async function shopBoundPayment({ deployment, validAfter, family, shop, nonce }: Given) {
  const authorisation = authorisationOf({ validAfter, family, shopId: shop.shopId, nonce });
  return {
    authorisation: onChain(authorisation),
    signature: await family.device.sign(authorisationDigest(deployment, authorisation)),
  };
}

async function openPayment({ deployment, validAfter, family, shop, nonce }: Given) {
  const authorisation = authorisationOf({ validAfter, family, shopId: OPEN_SHOP, nonce });
  const paymentId = authorisationDigest(deployment, authorisation);
  const charge: Charge = { shopId: shop.shopId, amountCents: AMOUNT_CENTS };
  return {
    authorisation: onChain(authorisation),
    signature: await family.device.sign(paymentId),
    charge: { shopId: charge.shopId, amount: charge.amountCents },
    tillSignature: await shop.till.sign(chargeDigest(deployment, paymentId, charge)),
  };
}

function authorisationOf(given: {
  validAfter: number;
  family: Family;
  shopId: Hex;
  nonce: number;
}): Authorisation {
  return {
    beneficiaryId: given.family.beneficiaryId,
    shopId: given.shopId,
    maximumAmountCents: AMOUNT_CENTS,
    validAfter: given.validAfter,
    validBefore: given.validAfter + DAY_SECONDS,
    nonce: given.nonce,
    device: given.family.device.address,
  };
}

function onChain({ maximumAmountCents, ...rest }: Authorisation) {
  return { ...rest, maximumAmount: maximumAmountCents };
}

function signerOf(label: string): Signer {
  const secret = fromHex(keccak(label));
  const point = p256.getPublicKey(secret, false);
  const publicKey = { x: toHex(point.slice(1, 33)), y: toHex(point.slice(33, 65)) };
  return {
    address: addressOf(publicKey),
    publicKey,
    sign: async (digest) => {
      const signature = p256.sign(fromHex(digest), secret, { prehash: true, lowS: true });
      return { ...publicKey, r: toHex(signature.slice(0, 32)), s: toHex(signature.slice(32, 64)) };
    },
  };
}

function keccak(label: string): Hex {
  return toHex(keccak_256(utf8ToBytes(label)));
}

function idOf(label: string): Hex {
  return keccak(label).slice(0, 34) as Hex;
}

function numbered<T>(length: number, make: (i: number) => T): T[] {
  return Array.from({ length }, (_, i) => make(i));
}
