// Who may sign which command: every command on the ledger, the roles and the cards contract, by every kind of person, as POST /requests
// answers. The server asks nobody who they are here: the contract refuses, and the refusal comes back as one code with its sentence.
// The contracts' own matrix is test/contracts/access.test.ts.
import { expect } from "chai";
import { bankReferenceHash } from "../../../wallet-web/shared/protocol/bank-reference.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { type Command, commands, NO_SCHEME } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId, newSigner, SOLE_LIMITS } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { allowCards, issueCard, phonelessFamily } from "./card-town.ts";
import { gatherPeople, knownAs, PEOPLE, type People, type Person, verdictOf } from "./everybody.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  type Shop,
  type Town,
} from "./town.ts";

type Name = keyof typeof commands;
type Row = {
  may: readonly Person[];
  command: () => Command;
  /** What the first who may gets to hear, where it can't be done now. */
  then?: string;
  /** No address relays it: the contract is asked by itself. */
  direct?: true;
  /** What the others hear, where the contract looks at something else than a role. */
  others?: string;
};

/** Commands that go with facts kept off the chain: they have routes of their own, and nobody gets them relayed here. */
const ELSEWHERE: readonly Name[] = [
  ...(["openScheme", "pauseScheme", "resumeScheme", "registerBeneficiaries"] as const),
  ...(["registerShop", "admitShop", "proposeIban", "confirmIban", "refund"] as const),
  ...(["proposeAct", "confirmAct", "withdrawAct", "linkCard", "unblockCard"] as const),
];
/** What no role gives: the family's phone and letter, the shop's tills, and who was offered a role. */
const OF_OTHERS: readonly Name[] = [
  ...(["activate", "addDevice", "removeDevice", "addTill", "removeTill", "moveTill"] as const),
  "acceptRole",
];

describe("Access to commands", () => {
  let bench: Bench;
  let town: Town;
  let child: Child;
  let shop: Shop;
  let paymentId: Hex;
  let people: People;
  let candidate: Hex;
  let carded: Hex;
  const payoutId = newId();

  before(async function () {
    this.timeout(120_000);
    bench = await sharedBench();
    town = await newTown();
    await allowCards(town);
    const otherShop = await admittedShop(town);
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    people = await gatherPeople(town, { child, shop, otherShop });
    const paid = await openPayment(bench, { child, shop, amountCents: 900n });
    paymentId = must(await bench.post("/payments", paid)).body.paymentId;
    candidate = (await newSigner()).address;
    carded = await phonelessFamily(town);
    await issueCard(town, carded);
  });

  const reason = "unspecified" as const;
  const account = () => ({ beneficiaryId: child.beneficiaryId });
  const ofShop = () => ({ schemeId: town.schemeId, shopId: shop.shopId });
  const money = (reference: string) => ({
    ...{ schemeId: town.schemeId, amountCents: 100n },
    bankReference: bankReferenceHash(reference),
  });
  const offered = () => ({ schemeId: town.schemeId, role: "guardian" as const, candidate });
  const mandate = () => ({
    ...{ operator: bench.chain.operator, perPayoutCents: 1n, perDayCents: 1n },
    validUntil: Math.floor(bench.services.clock.now() / 1000) + 3_600,
  });
  const payout = () => ({ ...ofShop(), payoutId, amountCents: 1n });
  const bankReference = bankReferenceHash("AFSCHRIFT-1");

  const sponsor = { may: ["sponsor"] } as const;
  const validator = { may: ["validator"] } as const;
  const eitherStops = { may: ["validator", "guardian"] } as const;
  const admin = { may: ["admin"] } as const;
  // The contract looks who the mandate's operator is, too.
  const operating = { may: ["treasurer"], others: "not-payout-operator", direct: true } as const;
  const rows: Partial<Record<Name, Row>> = {
    fundScheme: { ...sponsor, command: () => commands.fundScheme(money("TOEGANG-1")) },
    withdrawFromScheme: {
      ...{ ...sponsor, then: "scheme-not-over" },
      command: () => commands.withdrawFromScheme(money("TOEGANG-2")),
    },
    closeScheme: {
      ...{ ...sponsor, then: "scheme-not-over" },
      command: () => commands.closeScheme({ schemeId: town.schemeId }),
    },
    setSoleLimits: {
      ...{ ...sponsor, then: "sole-limits-fixed" },
      command: () =>
        commands.setSoleLimits({
          ...{ schemeId: town.schemeId, ledger: bench.chain.deployment.ledger },
          limits: SOLE_LIMITS,
        }),
    },
    setCardLimits: {
      ...sponsor,
      command: () =>
        commands.setCardLimits({
          schemeId: town.schemeId,
          limits: { perPaymentCents: 1n, perDayCents: 1n },
        }),
    },
    topUp: {
      ...validator,
      command: () => commands.topUp({ ...account(), amountCents: 100n, reason }),
    },
    reissueLoginCode: {
      ...validator,
      command: () => commands.reissueLoginCode({ ...account(), activationKey: candidate }),
    },
    freezeBeneficiary: {
      ...eitherStops,
      command: () => commands.freezeBeneficiary({ ...account(), reason }),
    },
    unfreezeBeneficiary: {
      ...eitherStops,
      command: () => commands.unfreezeBeneficiary({ ...account(), reason }),
    },
    suspendShop: {
      ...eitherStops,
      command: () => commands.suspendShop({ ...ofShop(), reason }),
    },
    resumeShop: { ...validator, command: () => commands.resumeShop({ ...ofShop(), reason }) },
    blockCard: {
      ...eitherStops,
      command: () => commands.blockCard({ beneficiaryId: carded, reason }),
    },
    removeCard: {
      ...validator,
      command: () => commands.removeCard({ beneficiaryId: carded, reason }),
    },
    replaceShopOwner: {
      ...validator,
      command: () => commands.replaceShopOwner({ shopId: shop.shopId, owner: candidate }),
    },
    reversePayment: {
      may: ["guardian"],
      command: () =>
        commands.reversePayment({
          ...{ paymentId, ...account(), shopId: shop.shopId, amountCents: 100n, reason },
        }),
    },
    setMandate: {
      may: ["treasurer"],
      command: () => commands.setMandate({ schemeId: town.schemeId, mandate: mandate() }),
    },
    openPayout: { ...operating, command: () => commands.openPayout(payout()) },
    bookRepayment: {
      ...{ may: ["treasurer"], then: "repayment-above-debt" },
      command: () => commands.bookRepayment({ ...money("TOEGANG-3"), shopId: shop.shopId }),
    },
    settlePayout: {
      ...operating,
      command: () => commands.settlePayout({ payoutId, bankReference }),
    },
    returnPayout: {
      ...operating,
      command: () => commands.returnPayout({ payoutId, bankReason: "0x41433034" }),
    },
    offerRole: { ...admin, command: () => commands.offerRole(offered()) },
    withdrawRoleOffer: { ...admin, command: () => commands.withdrawRoleOffer(offered()) },
    offerCoSigner: { ...admin, command: () => commands.offerCoSigner({ candidate }) },
    confirmCoSigner: {
      ...{ ...admin, then: "co-signer-not-ready" },
      // Whom nobody offered: the server that these tests share keeps its own.
      command: () => commands.confirmCoSigner({ candidate: bench.chain.operator }),
    },
    // Anyone may, and it can't be done before the scheme is over.
    expireBeneficiaries: {
      ...{ may: PEOPLE, then: "scheme-not-over" },
      command: () => commands.expireBeneficiaries({ beneficiaryIds: [child.beneficiaryId] }),
    },
    closeBeneficiary: {
      ...validator,
      command: () => commands.closeBeneficiary({ ...account(), reason }),
    },
    withdrawRole: {
      ...admin,
      command: () =>
        commands.withdrawRole({
          ...{ schemeId: NO_SCHEME, role: "admin", holder: bench.chain.admin.address },
        }),
      then: "last-admin",
    },
  };

  const refusalOf = async (signer: Signer, { direct, command }: Row) => {
    if (!direct) return verdictOf(await bench.request(signer, command()))[1];
    const outcome = await bench.chain.send(signer, command());
    return outcome.state === "refused" ? outcome.code : undefined;
  };

  it("is laid down for every command there is", () => {
    const told = [...Object.keys(rows), ...ELSEWHERE, ...OF_OTHERS];
    expect(told).to.have.members(Object.keys(commands));
  });

  for (const [name, row] of Object.entries(rows)) {
    it(`is given or refused to each for ${name}`, async () => {
      const others = PEOPLE.filter((person) => !row.may.includes(person));
      for (const person of [...others, ...row.may.slice(0, 1)]) {
        const { signer } = knownAs(people, person);
        const code = others.includes(person) ? (row.others ?? "role-missing") : row.then;
        expect(await refusalOf(signer, row), person).to.equal(code);
      }
    }).timeout(30_000);
  }

  it("refuses here whatever has a route of its own", async () => {
    const { signer } = knownAs(people, "guardian");
    const pause = commands.pauseScheme({ schemeId: town.schemeId, reason: "malfunction" });
    expect(verdictOf(await bench.request(signer, pause))).to.deep.equal([400, "command-mismatch"]);
    const treasurer = knownAs(people, "treasurer").signer;
    for (const row of Object.values(rows).filter(({ direct }) => direct)) {
      const answer = await bench.request(treasurer, row.command());
      expect(verdictOf(answer)).to.deep.equal([400, "command-mismatch"]);
    }
  });
});
