// What people sign, encoded by the wallet's few lines, against ethers and the contracts' ABI.
import { expect } from "chai";
import { Interface } from "ethers";
import hre from "hardhat";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  type Command,
  commands,
  REASONS,
  REGISTRATIONS_PER_REQUEST,
  ROLES,
} from "../../wallet-web/shared/protocol/commands.ts";
import { hashOf, idOf, signerOf } from "./helpers/keys.ts";
import { loadFixture } from "./helpers/network.ts";
import { signed } from "./helpers/requests.ts";
import { Role } from "./helpers/terms.ts";
import { openScheme } from "./helpers/town.ts";

const schemeId = idOf("scheme");
const beneficiaryId = idOf("beneficiary");
const shopId = idOf("shop");
const payoutId = idOf("payout");
const paymentId = hashOf("payment");
const bankReference = hashOf("bank reference");
const ibanCommitment = hashOf("iban");
const key = signerOf("key").address;
const amountCents = 2n ** 48n - 1n;
const amount = amountCents;
const terms = { startsAt: 1_793_613_600, endsAt: 2 ** 40 - 1 };
const registrations = [1, 2, 3].map((i) => ({
  beneficiaryId: idOf(`child ${i}`),
  activationKey: signerOf(`letter ${i}`).address,
}));
const beneficiaryIds = registrations.map((one) => one.beneficiaryId);

/** For each command what the wallet is given, and what ethers must read in the call. */
const CALLS: {
  [Name in keyof typeof commands]: [Parameters<(typeof commands)[Name]>[0], unknown[]];
} = {
  offerRole: [{ schemeId, role: "guardian", candidate: key }, [schemeId, 5n, key]],
  withdrawRoleOffer: [{ schemeId, role: "admin", candidate: key }, [schemeId, 1n, key]],
  acceptRole: [{ schemeId, role: "sponsor", holder: key }, [schemeId, 2n, key]],
  withdrawRole: [{ schemeId, role: "validator", holder: key }, [schemeId, 3n, key]],
  setSoleLimits: [
    {
      ...{ schemeId, ledger: key },
      limits: { fundingCents: amountCents, ibanChangeCents: 0n, admissionsPerDay: 65_535 },
    },
    [schemeId, key, [amount, 0n, 65_535n]],
  ],
  proposeAct: [{ schemeId, ledger: key, call: "0x1234" }, [schemeId, key, "0x1234"]],
  confirmAct: [
    { schemeId, ledger: key, call: `0x${"ab".repeat(100)}` },
    [schemeId, key, `0x${"ab".repeat(100)}`],
  ],
  withdrawAct: [
    { schemeId, ledger: key, call: `0x${"cd".repeat(64)}` },
    [schemeId, key, `0x${"cd".repeat(64)}`],
  ],
  openScheme: [
    {
      schemeId,
      terms: {
        ...{ ...terms, graceSeconds: 1, ibanDelaySeconds: 2 },
        ...{ amountPerBeneficiaryCents: 30_000n, shopDebtLimitCents: amountCents },
      },
    },
    [schemeId, [BigInt(terms.startsAt), BigInt(terms.endsAt), 1n, 2n, 30_000n, amount]],
  ],
  fundScheme: [{ schemeId, amountCents, bankReference }, [schemeId, amount, bankReference]],
  withdrawFromScheme: [{ schemeId, amountCents: 0n, bankReference }, [schemeId, 0n, bankReference]],
  pauseScheme: [{ schemeId, reason: "malfunction" }, [schemeId, 11n]],
  resumeScheme: [{ schemeId, reason: "resolved" }, [schemeId, 10n]],
  closeScheme: [{ schemeId }, [schemeId]],
  registerBeneficiaries: [
    { schemeId, registrations },
    [schemeId, registrations.map((one) => [one.beneficiaryId, one.activationKey])],
  ],
  topUp: [{ beneficiaryId, amountCents, reason: "hardship" }, [beneficiaryId, amount, 2n]],
  freezeBeneficiary: [{ beneficiaryId, reason: "no-longer-eligible" }, [beneficiaryId, 9n]],
  unfreezeBeneficiary: [{ beneficiaryId, reason: "correction" }, [beneficiaryId, 3n]],
  closeBeneficiary: [{ beneficiaryId, reason: "moved-away" }, [beneficiaryId, 5n]],
  expireBeneficiaries: [{ beneficiaryIds }, [beneficiaryIds]],
  reissueLoginCode: [{ beneficiaryId, activationKey: key }, [beneficiaryId, key]],
  activate: [{ beneficiaryId, device: key }, [beneficiaryId, key]],
  addDevice: [{ beneficiaryId, device: key }, [beneficiaryId, key]],
  removeDevice: [{ beneficiaryId, device: key }, [beneficiaryId, key]],
  registerShop: [{ shopId }, [shopId]],
  replaceShopOwner: [{ shopId, owner: key }, [shopId, key]],
  addTill: [{ shopId, till: key }, [shopId, key]],
  removeTill: [{ shopId, till: key }, [shopId, key]],
  moveTill: [{ till: key }, [key]],
  admitShop: [{ schemeId, shopId, ibanCommitment }, [schemeId, shopId, ibanCommitment]],
  suspendShop: [{ schemeId, shopId, reason: "suspected-misuse" }, [schemeId, shopId, 6n]],
  resumeShop: [{ schemeId, shopId, reason: "resolved" }, [schemeId, shopId, 10n]],
  proposeIban: [{ schemeId, shopId, ibanCommitment }, [schemeId, shopId, ibanCommitment]],
  confirmIban: [{ schemeId, shopId, ibanCommitment }, [schemeId, shopId, ibanCommitment]],
  refund: [
    { paymentId, beneficiaryId, shopId, amountCents },
    [paymentId, beneficiaryId, shopId, amount],
  ],
  reversePayment: [
    { paymentId, beneficiaryId, shopId, amountCents, reason: "dispute" },
    [paymentId, beneficiaryId, shopId, amount, 8n],
  ],
  setMandate: [
    {
      schemeId,
      mandate: { operator: key, perPayoutCents: 1n, perDayCents: 2n, validUntil: terms.endsAt },
    },
    [schemeId, [key, 1n, 2n, BigInt(terms.endsAt)]],
  ],
  openPayout: [{ schemeId, shopId, payoutId, amountCents }, [schemeId, shopId, payoutId, amount]],
  bookRepayment: [
    { schemeId, shopId, amountCents, bankReference },
    [schemeId, shopId, amount, bankReference],
  ],
  settlePayout: [{ payoutId, bankReference }, [payoutId, bankReference]],
  setCardLimits: [
    { schemeId, limits: { perPaymentCents: 1n, perDayCents: amountCents } },
    [schemeId, [1n, amount]],
  ],
  linkCard: [{ beneficiaryId, key }, [beneficiaryId, key]],
  blockCard: [{ beneficiaryId, reason: "lost-device" }, [beneficiaryId, 4n]],
  unblockCard: [{ beneficiaryId, reason: "at-own-request" }, [beneficiaryId, 7n]],
  removeCard: [{ beneficiaryId, reason: "no-longer-eligible" }, [beneficiaryId, 9n]],
  offerCoSigner: [{ candidate: key }, [key]],
  confirmCoSigner: [{ candidate: key }, [key]],
  returnPayout: [{ payoutId, bankReason: "0x41433034" }, [payoutId, "0x41433034"]],
};

async function interfaceOf(contract: Command["to"]): Promise<Interface> {
  const names = { ledger: "KindpakketLedger", roles: "KindpakketRoles", cards: "KindpakketCards" };
  return new Interface((await hre.artifacts.readArtifact(names[contract])).abi);
}

/** ethers' results as plain arrays. */
function plain(value: unknown): unknown {
  return typeof value === "object" && value !== null ? Array.from(value as never, plain) : value;
}

describe("Commands", () => {
  for (const [name, [given, expected]] of Object.entries(CALLS)) {
    it(`${name} is encoded as ethers does it`, async () => {
      const encode = commands[name as keyof typeof commands] as (given: unknown) => Command;
      const command = encode(given);
      const contract = await interfaceOf(command.to);
      expect(command.data).to.equal(contract.encodeFunctionData(name, expected));
      const read = contract.parseTransaction({ data: command.data });
      expect(read?.name).to.equal(name);
      expect(plain(read?.args)).to.deep.equal(expected);
    });
  }

  it("encode empty lists as ethers does it", async () => {
    const ledger = await interfaceOf("ledger");
    const register = commands.registerBeneficiaries({ schemeId, registrations: [] });
    const expected = ledger.encodeFunctionData("registerBeneficiaries", [schemeId, []]);
    expect(register.data).to.equal(expected);
    const expire = commands.expireBeneficiaries({ beneficiaryIds: [] });
    expect(expire.data).to.equal(ledger.encodeFunctionData("expireBeneficiaries", [[]]));
  });

  it("number roles and reasons as the contracts do", () => {
    expect(Object.fromEntries(ROLES.map((role, i) => [role, i]))).to.deep.equal(Role);
    expect(REASONS).to.have.length(12);
  });

  it("carry enough gas for the largest registration that fits in a request", async () => {
    const town = await loadFixture(openScheme);
    const { rolesAs, ledgerAs, forwarderAs, admin, validator, sponsor, deployment } = town;
    const laptop = signerOf("validator's laptop");
    await rolesAs(admin).offerRole(town.schemeId, Role.validator, validator);
    await rolesAs(validator).acceptRole(town.schemeId, Role.validator, laptop.address);
    await ledgerAs(sponsor).fundScheme(town.schemeId, 50n * 30_000n, hashOf("enough"));
    const many = Array.from({ length: REGISTRATIONS_PER_REQUEST }, (_, i) => ({
      beneficiaryId: idOf(`child ${i}`),
      activationKey: signerOf(`letter ${i}`).address,
    }));
    const command = commands.registerBeneficiaries({
      schemeId: town.schemeId,
      registrations: many,
    });
    const given = { data: command.data, gasLimit: command.gasLimit };
    const request = await signed(deployment, laptop, { ...given, to: deployment.ledger as Hex });
    await expect(forwarderAs(town.stranger).execute(request)).to.emit(
      town.forwarder,
      "RequestExecuted",
    );
  });
});
