// What has to stand still for every act of the desk to have its button at the same time: families, cards, shops, payouts and proposals in
// each state that somebody at the desk does something about. Made by signature alone; taken back at the end as far as others would meet it.
import { act, type Demo, sign } from "../../../scripts/demo/context.ts";
import { type DemoShop, signUpWaitingShop } from "../../../scripts/demo/shops.ts";
import { WAITING_SHOP } from "../../../scripts/demo-data/register.ts";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import { bankReferenceHash } from "../../../wallet-web/shared/protocol/bank-reference.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  cardLookUpId,
  createCardSecrets,
  signerOfCard,
} from "../../../wallet-web/shared/protocol/card.ts";
import {
  type Command,
  commands,
  type RoleName,
} from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { createDeviceKey, signerFromKeyPair } from "../../../wallet-web/shared/protocol/signer.ts";
import { decisionDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { clientNumberOf } from "./desk.ts";
import { askForIban } from "./other-scheme.ts";
import { activateByApi, chequeQr } from "./phone-keys.ts";
import { chargeByApi } from "./shop.ts";
import { mandateOf, sellByApi } from "./treasury.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

export type ActsTown = {
  /** Four children: one with a phone, one frozen, one with a card, one with a blocked card; and a question that waits. A validator looked. */
  family: { clientNumber: string; beneficiaryIds: readonly Hex[] };
  /** Every budget closed. */
  closed: { clientNumber: string };
  shops: {
    /** Admitted; what it is owed waits for a treasurer. */
    open: DemoShop;
    /** Suspended; is owed what no payout holds, and asked for another account. */
    suspended: DemoShop;
    /** Gets nothing until a treasurer lets it. */
    blocked: DemoShop;
  };
  /** To the open shop: not paid out, so that it can be reversed. */
  paymentId: string;
  leave: () => Promise<void>;
};

const IBAN = "NL51INGB0061304654";
/** One cent more than a sponsor of the demonstration funds alone. */
const MUCH_CENTS = 10_000_001n;

export async function prepareActs(world: World): Promise<ActsTown> {
  const { demo } = world;
  try {
    // So low that every payout waits for a treasurer.
    await mandateOf(world, { perPayoutCents: 100n });
    const [open, suspended, blocked] = [
      await world.newShop(),
      await world.newShop(),
      await world.newShop(),
    ];
    await signUpWaitingShop(demo);
    await decideOn(demo, blocked, "block-payee");
    await suspendOwed(world, suspended);
    const { paymentId, family } = await makeFamily(world, open);
    const closed = world.takeLetter(1);
    const [beneficiaryId = "0x"] = closed.beneficiaryIds;
    await by(demo, "validator", commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" }));
    const withdrawRoles = await giveTwoRoles(demo);
    const proposals = proposalsOf(demo);
    for (const one of proposals) await propose(demo, one, "proposeAct");
    return {
      ...{ family, paymentId, shops: { open, suspended, blocked } },
      closed: { clientNumber: clientNumberOf(closed) },
      async leave() {
        await withdrawRoles();
        for (const one of proposals) await propose(demo, one, "withdrawAct");
        await by(demo, "validator", stopOf(demo, suspended, "resumeShop"));
        await decideOn(demo, blocked, "unblock-payee");
        await mandateOf(world, {});
      },
    };
  } catch (cause) {
    await mandateOf(world, {});
    throw cause;
  }
}

const by = async (demo: Demo, role: RoleName, command: Command) =>
  act(demo, await demo.people.staff(role), command);
const tokenOf = async (demo: Demo, role: RoleName) =>
  demo.api.openSession(demo.deployment, [await demo.people.staff(role)]);

const stopOf = (demo: Demo, shop: DemoShop, name: "suspendShop" | "resumeShop") =>
  commands[name]({
    ...{ schemeId: demo.people.schemeId, shopId: demo.people.shop(shop.name).shopId },
    reason: "at-own-request",
  });

/** No payout is made for a shop that is blocked when it sells, and none later for one that is suspended. */
async function suspendOwed(world: World, shop: DemoShop): Promise<void> {
  const { demo } = world;
  await decideOn(demo, shop, "block-payee");
  await sellByApi(world, { shopName: shop.name, amountCents: 1_000n });
  await askForIban(demo, { schemeId: demo.people.schemeId, shop, iban: IBAN });
  await by(demo, "validator", stopOf(demo, shop, "suspendShop"));
  await decideOn(demo, shop, "unblock-payee");
}

async function decideOn(
  demo: Demo,
  shop: DemoShop,
  decision: "block-payee" | "unblock-payee",
): Promise<void> {
  const { schemeId } = demo.people;
  const decided = {
    ...{ schemeId, subjectId: demo.people.shop(shop.name).shopId, decision },
    ...{ contentHash: `0x${"00".repeat(32)}` as const, reason: "Wordt nagekeken" },
    at: Math.floor(Date.now() / 1000),
  };
  const treasurer = await demo.people.staff("treasurer");
  const signature = await treasurer.sign(decisionDigest(demo.deployment, decided));
  const path = `/schemes/${schemeId}/treasury-decisions`;
  await demo.api.post(path, { ...decided, signature }, await tokenOf(demo, "treasurer"));
}

async function makeFamily(
  world: World,
  shop: DemoShop,
): Promise<Pick<ActsTown, "paymentId" | "family">> {
  const { demo } = world;
  const letter = world.takeLetter(4);
  const { beneficiaryIds } = letter;
  const keys = await activateByApi(demo, letter);
  const qr = await chequeQr(demo.deployment, keys);
  const sale = { qr, shopName: shop.name, amountCents: 900n };
  const { paymentId }: PaymentAnswer = await chargeByApi(demo, sale);
  await waitForPayout(demo, shop);
  const phone = await demo.api.openSession(demo.deployment, [keys.device]);
  const question = { kind: "wrong-amount", note: "Het was 8 euro." };
  await demo.api.post(`/payments/${paymentId}/question`, question, phone);
  const look = { beneficiaryId: keys.beneficiaryId, reason: "question" };
  const path = `/schemes/${demo.people.schemeId}/looks`;
  await demo.api.post(path, look, await tokenOf(demo, "validator"));

  const [, frozen = "0x", carded = "0x", blocked = "0x"] = beneficiaryIds;
  const reason = "lost-device";
  await by(demo, "validator", commands.freezeBeneficiary({ beneficiaryId: frozen, reason }));
  for (const beneficiaryId of [carded, blocked]) await makeCard(demo, beneficiaryId);
  await by(demo, "validator", commands.blockCard({ beneficiaryId: blocked, reason }));
  return { paymentId, family: { clientNumber: clientNumberOf(letter), beneficiaryIds } };
}

/** What was paid can be reversed only while the payout waits, and not while it is made. */
async function waitForPayout(demo: Demo, { name }: DemoShop): Promise<void> {
  const path = `/schemes/${demo.people.schemeId}/payouts?state=HELD`;
  const token = await tokenOf(demo, "treasurer");
  await until(async () => {
    const { payouts } = await demo.api.get<{ payouts: { shopName: string }[] }>(path, token);
    return payouts.find(({ shopName }) => shopName === name) ?? null;
  });
}

/** As the desk makes one; nobody keeps its code and PIN. */
async function makeCard(demo: Demo, beneficiaryId: Hex): Promise<void> {
  const path = `/schemes/${demo.people.schemeId}`;
  const token = await tokenOf(demo, "validator");
  const secrets = createCardSecrets(cryptoRandomBytes);
  const lookUpId = cardLookUpId(secrets.code);
  const blinded = blindPin(secrets);
  const { evaluated } = await demo.api.post<{ evaluated: Hex }>(
    `${path}/card-preparations`,
    { beneficiaryId, lookUpId, blinded: blinded.blinded },
    token,
  );
  const { address: key } = await signerOfCard(secrets, blinded, evaluated);
  const command = commands.linkCard({ beneficiaryId, key });
  const request = await sign(demo, await demo.people.staff("validator"), command);
  await demo.api.post(`${path}/cards`, { lookUpId, request }, token);
}

/** One device with more roles than one, as it may get lost. @returns Takes them again. */
async function giveTwoRoles(demo: Demo): Promise<() => Promise<void>> {
  const { schemeId } = demo.people;
  const device = await signerFromKeyPair(await createDeviceKey());
  const holder = device.address;
  const roles = ["validator", "guardian"] as const;
  for (const role of roles) {
    await by(demo, "admin", commands.offerRole({ schemeId, role, candidate: holder }));
    await act(demo, device, commands.acceptRole({ schemeId, role, holder }));
  }
  return async () => {
    for (const role of roles) {
      await by(demo, "admin", commands.withdrawRole({ schemeId, role, holder }));
    }
  };
}

type Proposed = { role: "sponsor" | "validator"; call: Hex };

/** One about money, one about a shop: each waits for somebody else of the role. */
function proposalsOf(demo: Demo): Proposed[] {
  const { schemeId } = demo.people;
  const bankReference = bankReferenceHash("GEMEENTE-VOORSTEL");
  const money = { schemeId, amountCents: MUCH_CENTS, bankReference };
  const { shopId, ibanSalt } = demo.people.shop(WAITING_SHOP.name);
  const commitment = ibanCommitment({ iban: WAITING_SHOP.iban, salt: ibanSalt });
  const shop = { schemeId, shopId, ibanCommitment: commitment };
  return [
    { role: "sponsor", call: commands.fundScheme(money).data },
    { role: "validator", call: commands.admitShop(shop).data },
  ];
}

async function propose(
  demo: Demo,
  { role, call }: Proposed,
  name: "proposeAct" | "withdrawAct",
): Promise<void> {
  const { schemeId } = demo.people;
  const command = commands[name]({ schemeId, ledger: demo.deployment.ledger, call });
  const request = await sign(demo, await demo.people.staff(role), command);
  const path = `/schemes/${schemeId}/proposals`;
  await demo.api.post(path, { request }, await tokenOf(demo, role));
}
