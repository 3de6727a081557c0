// Does everything that can happen in a municipality once, so that each table of the index has rows.
import { SigningKey } from "ethers";
import { coSignerOf } from "../../server/chain/co-signer.ts";
import { householdBeneficiaries, households } from "../../server/store/schema/office.ts";
import { cryptoRandomBytes, toHex } from "../../wallet-web/shared/protocol/bytes.ts";
import { cardAddress } from "../../wallet-web/shared/protocol/card.ts";
import type { Command } from "../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import { authorisationDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import {
  commands,
  foundMunicipality,
  type Municipality,
  newId,
  newSigner,
  openPayment,
  shopBoundPayment,
  type TestChain,
} from "./chain.ts";

const randomHash = () => toHex(cryptoRandomBytes(32));

/** Every kind of event but the end of a scheme. */
export async function fundsEverywhere(chain: TestChain): Promise<Municipality> {
  const town = await foundMunicipality(chain, { children: 4, shops: 2 });
  const { schemeId, staff } = town;
  await keepHouseholds(chain, town);
  const must = async (signer: Signer, command: Command) => {
    const outcome = await chain.send(signer, command);
    if (outcome.state !== "executed") throw new Error(`refused: ${JSON.stringify(outcome)}`);
  };
  const byStaff = (command: Command) => must(staff, command);
  await peopleComeAndGo(chain, town, must);
  await payAndCorrect(chain, town, must);
  await cardsComeAndGo(chain, town, must);

  const validUntil = Math.floor(chain.clock.now() / 1000) + 3_600;
  const mandate = {
    operator: chain.operator,
    perPayoutCents: 900n,
    perDayCents: 9_000n,
    validUntil,
  };
  await byStaff(commands.setMandate({ schemeId, mandate }));
  const shopId = town.shops[0]!.shopId;
  for (const after of ["settled", "returned", "open"]) {
    const payoutId = newId();
    await byStaff(commands.openPayout({ schemeId, shopId, payoutId, amountCents: 100n }));
    if (after === "open") continue;
    const settle = commands.settlePayout({ payoutId, bankReference: randomHash() });
    const giveBack = commands.returnPayout({ payoutId, bankReason: "0x41433034" });
    await byStaff(after === "settled" ? settle : giveBack);
  }
  await actTogether(chain, town, must);
  await byStaff(commands.pauseScheme({ schemeId, reason: "malfunction" }));
  await byStaff(commands.resumeScheme({ schemeId, reason: "resolved" }));
  return town;
}

/** Two families of two children each, as the office knows them. */
async function keepHouseholds(
  { database }: TestChain,
  { schemeId, children }: Municipality,
): Promise<void> {
  const ids = [newId(), newId()] as const;
  await database.insert(households).values(
    ids.map((householdId, index) => ({
      ...{ householdId, schemeId, clientNumber: new Uint8Array(1), language: "nl" },
      ...{ clientNumberMac: String(index), letterNumber: index + 1 },
      ...{ requestId: randomHash(), registeredAt: 1 },
    })),
  );
  await database.insert(householdBeneficiaries).values(
    children.map(({ beneficiaryId }, index) => ({
      ...{ beneficiaryId, householdId: ids[index % 2 === 0 ? 0 : 1] },
      ...{ position: Math.floor(index / 2), requestId: randomHash() },
    })),
  );
}

type Must = (signer: Signer, command: Command) => Promise<void>;

/** One proposal is confirmed by somebody else, one taken back, one left. */
async function actTogether(
  chain: TestChain,
  { schemeId, staff }: Municipality,
  must: Must,
): Promise<void> {
  const second = await newSigner();
  const role = { schemeId, role: "sponsor" } as const;
  await must(chain.admin, commands.offerRole({ ...role, candidate: second.address }));
  await must(second, commands.acceptRole({ ...role, holder: second.address }));
  const { ledger } = chain.deployment;
  for (const end of ["confirmed", "withdrawn", "left"]) {
    const funding = { schemeId, amountCents: 1n, bankReference: randomHash() };
    const act = { schemeId, ledger, call: commands.fundScheme(funding).data };
    await must(staff, commands.proposeAct(act));
    if (end === "confirmed") await must(second, commands.confirmAct(act));
    if (end === "withdrawn") await must(second, commands.withdrawAct(act));
  }
}

/** A card is replaced, blocked and unblocked, pays, and is removed; another stays. */
async function cardsComeAndGo(
  chain: TestChain,
  { schemeId, staff, children, shops }: Municipality,
  must: Must,
): Promise<void> {
  const [first, second, third] = await Promise.all([1, 2, 3].map(newSigner));
  const [, , child] = children;
  if (!first || !second || !third || !child) return;
  const limits = { perPaymentCents: 1_000n, perDayCents: 1_500n };
  await must(staff, commands.setCardLimits({ schemeId, limits }));
  const { beneficiaryId } = child;
  const acted = { beneficiaryId, reason: "lost-device" as const };
  await must(staff, commands.linkCard({ beneficiaryId, key: first.address }));
  await must(staff, commands.linkCard({ beneficiaryId, key: second.address }));
  await must(staff, commands.blockCard(acted));
  await must(staff, commands.unblockCard(acted));
  const payment = { child: { ...child, phone: second }, shop: shops[0]!, nonce: 1 };
  const bound = await shopBoundPayment(chain, { ...payment, amountCents: 700n });
  const authorisation = { ...bound.authorisation, device: cardAddress(second.address) };
  const paymentId = authorisationDigest(chain.deployment, authorisation);
  const coSign = coSignerOf(new SigningKey(chain.operatorKey), chain.deployment);
  const outcome = await chain.relay.submit({
    ...{ kind: "card", authorisation, signature: await second.sign(paymentId) },
    coSignature: coSign(paymentId),
  });
  if (outcome.state !== "executed") throw new Error(`refused: ${JSON.stringify(outcome)}`);
  await must(staff, commands.removeCard(acted));
  await must(staff, commands.linkCard({ beneficiaryId, key: third.address }));
  await must(chain.admin, commands.offerCoSigner({ candidate: chain.operator }));
  await must(chain.admin, commands.confirmCoSigner({ candidate: chain.operator }));
}

async function peopleComeAndGo(
  chain: TestChain,
  { schemeId, staff, children, shops }: Municipality,
  must: Must,
): Promise<void> {
  const [, second, third, fourth] = children;
  const [code, phone, till, movedTill] = await Promise.all([1, 2, 3, 4].map(newSigner));
  if (!second || !third || !fourth || !code || !phone || !till || !movedTill) return;
  const lost = { beneficiaryId: second.beneficiaryId };
  await must(staff, commands.topUp({ ...lost, amountCents: 500n, reason: "hardship" }));
  await must(staff, commands.freezeBeneficiary({ ...lost, reason: "lost-device" }));
  await must(staff, commands.reissueLoginCode({ ...lost, activationKey: code.address }));
  await must(staff, commands.unfreezeBeneficiary({ ...lost, reason: "resolved" }));
  await must(code, commands.activate({ ...lost, device: phone.address }));
  const spare = { beneficiaryId: third.beneficiaryId, device: (await newSigner()).address };
  await must(third.phone, commands.addDevice(spare));
  await must(third.phone, commands.removeDevice(spare));
  const moved = { beneficiaryId: fourth.beneficiaryId, reason: "moved-away" as const };
  await must(staff, commands.closeBeneficiary(moved));

  const { shopId, owner } = shops[1]!;
  await must(owner, commands.addTill({ shopId, till: till.address }));
  await must(till, commands.moveTill({ till: movedTill.address }));
  const ibanCommitment = randomHash();
  await must(owner, commands.proposeIban({ schemeId, shopId, ibanCommitment }));
  await must(staff, commands.confirmIban({ schemeId, shopId, ibanCommitment }));
  await must(staff, commands.suspendShop({ schemeId, shopId, reason: "dispute" }));
  const [ownersCode, heir] = [await newSigner(), await newSigner()];
  await must(staff, commands.replaceShopOwner({ shopId, owner: ownersCode.address }));
  await must(ownersCode, commands.moveTill({ till: heir.address }));
  await must(staff, commands.resumeShop({ schemeId, shopId, reason: "resolved" }));

  const offer = { schemeId, role: "validator" as const, candidate: heir.address };
  await must(chain.admin, commands.offerRole(offer));
  await must(chain.admin, commands.withdrawRoleOffer(offer));
  await must(chain.admin, commands.offerRole(offer));
  await must(heir, commands.acceptRole({ ...offer, holder: heir.address }));
  await must(heir, commands.withdrawRole({ ...offer, holder: heir.address }));
}

async function payAndCorrect(
  chain: TestChain,
  { staff, children, shops }: Municipality,
  must: Must,
): Promise<void> {
  const [child, shop] = [children[0]!, shops[0]!];
  const ids = { beneficiaryId: child.beneficiaryId, shopId: shop.shopId };
  const open = await openPayment(chain, { child, shop, nonce: 1, amountCents: 1_250n });
  await chain.relay.submit(open);
  const bound = await shopBoundPayment(chain, { child, shop, nonce: 2, amountCents: 2_395n });
  await chain.relay.submit(bound);
  const paymentId = authorisationDigest(chain.deployment, open.authorisation);
  await must(shop.owner, commands.refund({ paymentId, ...ids, amountCents: 500n }));
  await must(
    staff,
    commands.reversePayment({
      paymentId: authorisationDigest(chain.deployment, bound.authorisation),
      ...ids,
      amountCents: 2_395n,
      reason: "dispute",
    }),
  );
}
