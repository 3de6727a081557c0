// Four eyes: above a scheme's limits one proposes and another confirms; one signature changes nothing.
import { expect } from "chai";
import { keccak256 } from "ethers";
import { at, refused } from "./helpers/expect.ts";
import { hashOf, idOf } from "./helpers/keys.ts";
import { loadFixture, time } from "./helpers/network.ts";
import { pay } from "./helpers/payments.ts";
import { type Account, LIMIT, openNeverAlone, openStrict, type Strict } from "./helpers/strict.ts";
import { Act, DAY, FUNDS, Role, ShopState } from "./helpers/terms.ts";
import { openTown, overAt } from "./helpers/town.ts";

const LIFETIME = 30 * DAY;

const fundedIn = async ({ ledgerAs, sponsor, strict }: Strict) =>
  (await ledgerAs(sponsor).conservationOf(strict)).funded as bigint;

describe("Sole limits", () => {
  it("let one sponsor fund up to the limit, and not a cent more", async () => {
    const strict = await loadFixture(openStrict);
    const { ledgerAs, sponsor, roles } = strict;
    await ledgerAs(sponsor).fundScheme(strict.strict, LIMIT, hashOf("one"));
    const above = ledgerAs(sponsor).fundScheme(strict.strict, LIMIT + 1n, hashOf("two"));
    await refused(above, roles, "ActNeedsTwo", strict.strict, Act.funding, LIMIT + 1n, LIMIT);
    expect(await fundedIn(strict)).to.equal(LIMIT);
  });

  it("count what sponsors fund by the day: a sum in pieces is a sum", async () => {
    const strict = await loadFixture(openStrict);
    const { ledgerAs, sponsor, second, roles } = strict;
    await at((Math.floor((await time.latest()) / DAY) + 1) * DAY);
    await ledgerAs(sponsor).fundScheme(strict.strict, LIMIT - 1n, hashOf("most"));
    const piece = ledgerAs(second).fundScheme(strict.strict, 2, hashOf("piece"));
    await refused(piece, roles, "ActNeedsTwo", strict.strict, Act.funding, LIMIT + 1n, LIMIT);
    await ledgerAs(second).fundScheme(strict.strict, 1, hashOf("rest"));
    await at((Math.floor((await time.latest()) / DAY) + 1) * DAY);
    await ledgerAs(sponsor).fundScheme(strict.strict, LIMIT, hashOf("next day"));
    expect(await fundedIn(strict)).to.equal(2n * LIMIT);
  });

  it("are set once, by a sponsor, and said", async () => {
    const { rolesAs, roles, ledger, sponsor, second, validator, strict, limits } =
      await loadFixture(openStrict);
    const again = rolesAs(second).setSoleLimits(strict, ledger, { ...limits, funding: FUNDS });
    await refused(again, roles, "SoleLimitsFixed", strict);
    await refused(
      rolesAs(validator).setSoleLimits(strict, roles, limits),
      roles,
      "AccessControlUnauthorizedAccount",
    );
    await expect(rolesAs(sponsor).setSoleLimits(strict, roles, limits))
      .to.emit(roles, "SoleLimitsSet")
      .withArgs(strict, roles, [
        limits.funding,
        limits.ibanChange,
        BigInt(limits.admissionsPerDay),
      ]);
  });

  it("are nothing for a scheme that set none: every act takes two", async () => {
    const { rolesAs, ledgerAs, admin, stranger, roles, own, toys } = await loadFixture(openStrict);
    const bare = idOf("bare scheme");
    await rolesAs(admin).offerRole(bare, Role.sponsor, stranger);
    await rolesAs(stranger).acceptRole(bare, Role.sponsor, stranger);
    await ledgerAs(stranger).openScheme(bare, own);
    const alone = ledgerAs(stranger).fundScheme(bare, 1, hashOf("one"));
    await refused(alone, roles, "ActNeedsTwo", bare, Act.funding, 1, 0);
    await rolesAs(admin).offerRole(bare, Role.validator, stranger);
    await rolesAs(stranger).acceptRole(bare, Role.validator, stranger);
    const admission = ledgerAs(stranger).admitShop(bare, toys.id, hashOf("iban"));
    await refused(admission, roles, "ActNeedsTwo", bare, Act.admission, 1, 0);
    const change = ledgerAs(stranger).confirmIban(bare, toys.id, hashOf("iban"));
    await refused(change, roles, "ActNeedsTwo", bare, Act.ibanChange, 0, 0);
  });

  it("of nothing for an IBAN take two, also when the shop is owed nothing at that second", async () => {
    const never = await loadFixture(openNeverAlone);
    const { rolesAs, ledgerAs, ledger, roles, strict, validator, other, own, toys } = never;
    await ledgerAs(validator).admitShop(strict, toys.id, hashOf("iban"));
    await ledgerAs(toys.owner).proposeIban(strict, toys.id, hashOf("new iban"));
    await at((await time.latest()) + own.ibanDelay);
    const alone = ledgerAs(validator).confirmIban(strict, toys.id, hashOf("new iban"));
    await refused(alone, roles, "ActNeedsTwo", strict, Act.ibanChange, 0, 0);
    const call = never.call("confirmIban", toys.id, hashOf("new iban"));
    await rolesAs(validator).proposeAct(strict, ledger, call);
    await rolesAs(other).confirmAct(strict, ledger, call);
    const account = await ledgerAs(validator).shopAccountOf(strict, toys.id);
    expect(account.ibanCommitment).to.equal(hashOf("new iban"));
  });

  it("count a ledger's admissions by the day, whoever admits", async () => {
    const { ledgerAs, roles, validator, other, strict, bakery, toys } =
      await loadFixture(openStrict);
    await ledgerAs(validator).admitShop(strict, bakery.id, hashOf("iban"));
    const more = ledgerAs(other).admitShop(strict, toys.id, hashOf("iban"));
    await refused(more, roles, "ActNeedsTwo", strict, Act.admission, 2, 1);
    await at((Math.floor((await time.latest()) / DAY) + 1) * DAY);
    await ledgerAs(other).admitShop(strict, toys.id, hashOf("iban"));
  });

  it("count nothing for a call that fails otherwise", async () => {
    const { ledgerAs, ledger, validator, strict, bakery } = await loadFixture(openStrict);
    const unknown = ledgerAs(validator).admitShop(strict, idOf("no shop"), hashOf("iban"));
    await refused(unknown, ledger, "ShopUnknown", idOf("no shop"));
    await ledgerAs(validator).admitShop(strict, bakery.id, hashOf("iban"));
  });

  it("can't be used up by another contract or account", async () => {
    const { rolesAs, ledgerAs, validator, stranger, strict, bakery, roles } =
      await loadFixture(openStrict);
    const spent = rolesAs(stranger).useAct(strict, Act.admission, 0, validator);
    await refused(spent, roles, "ActNeedsTwo", strict, Act.admission, 1, 0);
    await ledgerAs(validator).admitShop(strict, bakery.id, hashOf("iban"));
  });
});

describe("Two people", () => {
  const big = (strict: Strict) => strict.call("fundScheme", LIMIT + 1n, hashOf("big"));

  it("fund above the limit: the first signature changes nothing, the second does it", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, roles, ledger, sponsor, second } = strict;
    const [call, callId] = [big(strict), keccak256(big(strict))];
    const proposedAt = (await time.latest()) + 5;
    await at(proposedAt);
    await expect(rolesAs(sponsor).proposeAct(strict.strict, ledger, call))
      .to.emit(roles, "ActProposed")
      .withArgs(
        ...[strict.strict, callId, sponsor.address, ledger, Act.funding],
        ...[proposedAt + LIFETIME, call],
      );
    expect(await fundedIn(strict)).to.equal(0n);
    const confirmation = rolesAs(second).confirmAct(strict.strict, ledger, call);
    await expect(confirmation)
      .to.emit(roles, "ActConfirmed")
      .withArgs(strict.strict, callId, second.address, ledger);
    await expect(confirmation)
      .to.emit(ledger, "SchemeFunded")
      .withArgs(strict.strict, LIMIT + 1n, hashOf("big"));
    expect(await fundedIn(strict)).to.equal(LIMIT + 1n);
  });

  it("are two: not the same account, nor the same proposal twice", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, roles, ledger, sponsor, second } = strict;
    const [call, callId] = [big(strict), keccak256(big(strict))];
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, call);
    const own = rolesAs(sponsor).confirmAct(strict.strict, ledger, call);
    await refused(own, roles, "ActNeedsAnother", callId, sponsor.address);
    const again = rolesAs(second).proposeAct(strict.strict, ledger, call);
    await refused(again, roles, "ActAlreadyProposed", callId, sponsor.address);
    await rolesAs(second).confirmAct(strict.strict, ledger, call);
    const twice = rolesAs(second).confirmAct(strict.strict, ledger, call);
    await refused(twice, roles, "ActNotProposed", strict.strict, callId);
  });

  it("confirm what was proposed and nothing else", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, roles, ledger, sponsor, second } = strict;
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, big(strict));
    for (const call of [
      strict.call("fundScheme", LIMIT + 2n, hashOf("big")),
      strict.call("fundScheme", LIMIT + 1n, hashOf("other")),
      strict.call("withdrawFromScheme", LIMIT + 1n, hashOf("big")),
    ]) {
      const confirmation = rolesAs(second).confirmAct(strict.strict, ledger, call);
      await refused(confirmation, roles, "ActNotProposed", strict.strict, keccak256(call));
    }
  });

  it("have 30 days, and the proposer must still hold the role", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, roles, ledger, admin, sponsor, second } = strict;
    const call = big(strict);
    const confirm = () => rolesAs(second).confirmAct(strict.strict, ledger, call);
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, call);
    await at((await time.latest()) + LIFETIME);
    await refused(confirm(), roles, "ActNotProposed", strict.strict, keccak256(call));
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, call);
    await rolesAs(admin).withdrawRole(strict.strict, Role.sponsor, sponsor);
    await refused(confirm(), roles, "ActNotProposed", strict.strict, keccak256(call));
    expect(await fundedIn(strict)).to.equal(0n);
    await rolesAs(second).proposeAct(strict.strict, ledger, call);
  });

  it("take a proposal back, either of them, and then it is gone", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, roles, ledger, sponsor, second } = strict;
    const [call, callId] = [big(strict), keccak256(big(strict))];
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, call);
    const [proposer] = await rolesAs(sponsor).proposalOf(strict.strict, ledger, call);
    expect(proposer).to.equal(sponsor.address);
    await expect(rolesAs(second).withdrawAct(strict.strict, ledger, call))
      .to.emit(roles, "ActWithdrawn")
      .withArgs(strict.strict, callId, second.address, ledger);
    for (const attempt of [
      rolesAs(second).confirmAct(strict.strict, ledger, call),
      rolesAs(sponsor).withdrawAct(strict.strict, ledger, call),
    ]) {
      await refused(attempt, roles, "ActNotProposed", strict.strict, callId);
    }
  });

  it("hear the ledger's own refusal, and the proposal stays for a better time", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, ledger, sponsor, second, ledgerAs, own } = strict;
    await ledgerAs(sponsor).fundScheme(strict.strict, LIMIT, hashOf("first"));
    await at((Math.floor((await time.latest()) / DAY) + 1) * DAY);
    await ledgerAs(second).fundScheme(strict.strict, LIMIT, hashOf("second"));
    const call = strict.call("withdrawFromScheme", LIMIT + 1n, hashOf("back"));
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, call);
    const confirm = () => rolesAs(second).confirmAct(strict.strict, ledger, call);
    await refused(confirm(), ledger, "SchemeNotOver");
    await at(overAt({ terms: own }));
    await rolesAs(second).withdrawAct(strict.strict, ledger, call);
    await rolesAs(sponsor).proposeAct(strict.strict, ledger, call);
    await confirm();
    expect((await ledgerAs(sponsor).conservationOf(strict.strict)).withdrawn).to.equal(LIMIT + 1n);
  });

  it("admit a shop beyond the day's number, and confirm an IBAN when much is at stake", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, ledgerAs, ledger, validator, other, bakery, toys } = strict;
    await ledgerAs(validator).admitShop(strict.strict, bakery.id, hashOf("iban"));
    const admission = strict.call("admitShop", toys.id, hashOf("toys' iban"));
    await rolesAs(validator).proposeAct(strict.strict, ledger, admission);
    await rolesAs(other).confirmAct(strict.strict, ledger, admission);
    const [state] = await ledgerAs(validator).shopAccountOf(strict.strict, toys.id);
    expect(Number(state)).to.equal(ShopState.admitted);

    // The scheme has a limit and the shop is owed nothing, so one is enough.
    await ledgerAs(toys.owner).proposeIban(strict.strict, toys.id, hashOf("new iban"));
    await at((await time.latest()) + 2 * DAY);
    await ledgerAs(validator).confirmIban(strict.strict, toys.id, hashOf("new iban"));
  });

  it("confirm an IBAN of a shop that is owed more than the limit", async () => {
    const town = await loadFixture(openTown);
    const { rolesAs, ledgerAs, ledger, roles, admin, free } = town;
    const [other] = free as unknown as [Account];
    const { schemeId, validator, bakery } = town;
    await rolesAs(admin).offerRole(schemeId, Role.validator, other);
    await rolesAs(other).acceptRole(schemeId, Role.validator, other);
    // The town's limit for an IBAN is 1,000 cents.
    await pay(town, { amount: 1_001n });
    await ledgerAs(bakery.owner).proposeIban(schemeId, bakery.id, hashOf("new iban"));
    await at((await time.latest()) + town.terms.ibanDelay);
    const alone = ledgerAs(validator).confirmIban(schemeId, bakery.id, hashOf("new iban"));
    await refused(alone, roles, "ActNeedsTwo", schemeId, Act.ibanChange, 1_001n, 1_000n);
    const call = ledger.interface.encodeFunctionData("confirmIban", [
      schemeId,
      bakery.id,
      hashOf("new iban"),
    ]);
    await rolesAs(validator).proposeAct(schemeId, ledger, call);
    await rolesAs(other).confirmAct(schemeId, ledger, call);
    const account = await ledgerAs(validator).shopAccountOf(schemeId, bakery.id);
    expect(account.ibanCommitment).to.equal(hashOf("new iban"));
  });
});

describe("The roles contract", () => {
  it("makes no other call in its own name, and none of another scheme", async () => {
    const strict = await loadFixture(openStrict);
    const { rolesAs, roles, ledger, sponsor, schemeId, bakery } = strict;
    const encode = ledger.interface.encodeFunctionData.bind(ledger.interface);
    const calls = [
      encode("openPayout", [strict.strict, bakery.id, idOf("payout"), 1]),
      encode("closeScheme", [strict.strict]),
      encode("fundScheme", [schemeId, 1, hashOf("other scheme")]),
      "0x",
      "0x12345678",
      strict.call("fundScheme", 1, hashOf("x")).slice(0, 40),
    ];
    for (const call of calls) {
      await refused(rolesAs(sponsor).proposeAct(strict.strict, ledger, call), roles, "ActUnknown");
    }
  });

  it("holds no role by itself: nobody acts through it alone", async () => {
    const { roles, ledger, strict, sponsor, rolesAs, call } = await loadFixture(openStrict);
    for (const role of [Role.sponsor, Role.validator, Role.treasurer, Role.guardian]) {
      expect(await rolesAs(sponsor).holdsRole(strict, role, roles)).to.equal(false);
    }
    // Data too short for the ledger's own decoding is proposed, and never goes further.
    const short = call("fundScheme", LIMIT + 1n, hashOf("big")).slice(0, 74);
    await rolesAs(sponsor).proposeAct(strict, ledger, short);
    const [proposer] = await rolesAs(sponsor).proposalOf(strict, ledger, short);
    expect(proposer).to.equal(sponsor.address);
  });
});
