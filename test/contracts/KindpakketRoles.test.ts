// Roles: offered, accepted after a delay, withdrawn at once; the last framework-setter stays.
import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import { at, refused } from "./helpers/expect.ts";
import { idOf } from "./helpers/keys.ts";
import { ethers, loadFixture, time } from "./helpers/network.ts";
import { DAY, NO_ID, Role, ZERO_ADDRESS } from "./helpers/terms.ts";
import { deployContracts } from "./helpers/town.ts";

const DELAY = 2 * DAY;
const LIFETIME = 30 * DAY;

async function withDelay() {
  const town = await deployContracts(DELAY);
  const [candidate, holder, stranger] = town.others as [
    typeof town.admin,
    typeof town.admin,
    typeof town.admin,
  ];
  const schemeId = idOf("scheme");
  const roleId = (role: number, scheme: string = schemeId) =>
    keccak256(AbiCoder.defaultAbiCoder().encode(["bytes16", "uint8"], [scheme, role]));
  return { ...town, candidate, holder, stranger, schemeId, roleId };
}

describe("KindpakketRoles.constructor", () => {
  it("gives the first framework-setter its role, and says so", async () => {
    const { roles, rolesAs, admin } = await loadFixture(withDelay);
    await expect(roles.deploymentTransaction())
      .to.emit(roles, "RoleAccepted")
      .withArgs(NO_ID, Role.admin, admin.address, admin.address);
    expect(await rolesAs(admin).holdsRole(NO_ID, Role.admin, admin)).to.equal(true);
    expect(await rolesAs(admin).roleDelay()).to.equal(BigInt(DELAY));
  });

  it("refuses to begin without one", async () => {
    const { roles, forwarder } = await loadFixture(withDelay);
    const deployment = ethers.deployContract("KindpakketRoles", [forwarder, ZERO_ADDRESS, 0]);
    await refused(deployment, roles, "ZeroAddress");
  });
});

describe("KindpakketRoles.offer", () => {
  it("is accepted from the end of the delay, for 30 days, on behalf of any holder", async () => {
    const { roles, rolesAs, admin, candidate, holder, schemeId } = await loadFixture(withDelay);
    const offeredAt = (await time.latest()) + 10;
    const readyAt = offeredAt + DELAY;
    const expiresAt = readyAt + LIFETIME;
    const offer = async () => {
      await at(offeredAt);
      return rolesAs(admin).offerRole(schemeId, Role.sponsor, candidate);
    };
    const accept = () => rolesAs(candidate).acceptRole(schemeId, Role.sponsor, holder);
    await expect(offer())
      .to.emit(roles, "RoleOffered")
      .withArgs(schemeId, Role.sponsor, candidate.address, readyAt);
    for (const timestamp of [readyAt - 1, expiresAt, expiresAt + 1]) {
      const before = await ethers.provider.send("evm_snapshot", []);
      await at(timestamp);
      await refused(accept(), roles, "RoleOfferNotOpen", readyAt, expiresAt, timestamp);
      await ethers.provider.send("evm_revert", [before]);
    }
    for (const timestamp of [readyAt, readyAt + 1, expiresAt - 1]) {
      const before = await ethers.provider.send("evm_snapshot", []);
      await at(timestamp);
      await expect(accept())
        .to.emit(roles, "RoleAccepted")
        .withArgs(schemeId, Role.sponsor, holder.address, candidate.address);
      expect(await rolesAs(admin).holdsRole(schemeId, Role.sponsor, holder)).to.equal(true);
      expect(await rolesAs(admin).holdsRole(schemeId, Role.sponsor, candidate)).to.equal(false);
      await ethers.provider.send("evm_revert", [before]);
    }
  });

  it("is used up once accepted", async () => {
    const { roles, rolesAs, admin, candidate, holder, schemeId } = await loadFixture(withDelay);
    await rolesAs(admin).offerRole(schemeId, Role.guardian, candidate);
    await time.increase(DELAY);
    await rolesAs(candidate).acceptRole(schemeId, Role.guardian, holder);
    const again = rolesAs(candidate).acceptRole(schemeId, Role.guardian, candidate);
    await refused(again, roles, "RoleNotOffered", schemeId, Role.guardian, candidate.address);
  });

  it("is for one candidate, one role and one scheme", async () => {
    const town = await loadFixture(withDelay);
    const { roles, rolesAs, admin, candidate, stranger, schemeId } = town;
    await rolesAs(admin).offerRole(schemeId, Role.guardian, candidate);
    await time.increase(DELAY);
    const other = idOf("other scheme");
    const wrong = [
      [stranger, schemeId, Role.guardian],
      [candidate, schemeId, Role.treasurer],
      [candidate, other, Role.guardian],
    ] as const;
    for (const [who, scheme, role] of wrong) {
      const call = rolesAs(who).acceptRole(scheme, role, who);
      await refused(call, roles, "RoleNotOffered", scheme, role, who.address);
    }
  });

  it("can be taken back until it is accepted", async () => {
    const { roles, rolesAs, admin, candidate, schemeId } = await loadFixture(withDelay);
    await rolesAs(admin).offerRole(schemeId, Role.guardian, candidate);
    await expect(rolesAs(admin).withdrawRoleOffer(schemeId, Role.guardian, candidate))
      .to.emit(roles, "RoleOfferWithdrawn")
      .withArgs(schemeId, Role.guardian, candidate.address);
    await time.increase(DELAY);
    const late = rolesAs(candidate).acceptRole(schemeId, Role.guardian, candidate);
    const args = [schemeId, Role.guardian, candidate.address];
    await refused(late, roles, "RoleNotOffered", ...args);
    const twice = rolesAs(admin).withdrawRoleOffer(schemeId, Role.guardian, candidate);
    await refused(twice, roles, "RoleNotOffered", ...args);
  });

  it("refuses roles that can't be given, and nobody as candidate or holder", async () => {
    const { roles, rolesAs, admin, candidate, schemeId } = await loadFixture(withDelay);
    const impossible = [
      [schemeId, Role.none],
      [NO_ID, Role.none],
      [schemeId, Role.admin],
      [NO_ID, Role.sponsor],
    ] as const;
    for (const [scheme, role] of impossible) {
      const call = rolesAs(admin).offerRole(scheme, role, candidate);
      await refused(call, roles, "RoleNotGrantable", scheme, role);
    }
    const nobody = rolesAs(admin).offerRole(schemeId, Role.sponsor, ZERO_ADDRESS);
    await refused(nobody, roles, "ZeroAddress");
    const holder = rolesAs(candidate).acceptRole(schemeId, Role.sponsor, ZERO_ADDRESS);
    await refused(holder, roles, "ZeroAddress");
  });
});

describe("KindpakketRoles.withdraw", () => {
  it("takes effect at once, by the framework-setter or the holder itself", async () => {
    const { roles, rolesAs, admin, candidate, schemeId } = await loadFixture(withDelay);
    for (const by of [admin, candidate]) {
      await rolesAs(admin).offerRole(schemeId, Role.validator, candidate);
      await time.increase(DELAY);
      await rolesAs(candidate).acceptRole(schemeId, Role.validator, candidate);
      await expect(rolesAs(by).withdrawRole(schemeId, Role.validator, candidate))
        .to.emit(roles, "RoleWithdrawn")
        .withArgs(schemeId, Role.validator, candidate.address);
      expect(await rolesAs(by).holdsRole(schemeId, Role.validator, candidate)).to.equal(false);
    }
    const again = rolesAs(admin).withdrawRole(schemeId, Role.validator, candidate);
    await refused(again, roles, "RoleNotHeld", schemeId, Role.validator, candidate.address);
  });

  it("refuses to leave the deployment without a framework-setter", async () => {
    const { roles, rolesAs, admin, candidate } = await loadFixture(withDelay);
    await refused(rolesAs(admin).withdrawRole(NO_ID, Role.admin, admin), roles, "LastAdmin");
    await rolesAs(admin).offerRole(NO_ID, Role.admin, candidate);
    await time.increase(DELAY);
    await rolesAs(candidate).acceptRole(NO_ID, Role.admin, candidate);
    await rolesAs(admin).withdrawRole(NO_ID, Role.admin, admin);
    const last = rolesAs(candidate).withdrawRole(NO_ID, Role.admin, candidate);
    await refused(last, roles, "LastAdmin");
  });

  it("counts a framework-setter once, however often it accepts", async () => {
    const { roles, rolesAs, admin } = await loadFixture(withDelay);
    await rolesAs(admin).offerRole(NO_ID, Role.admin, admin);
    await time.increase(DELAY);
    await rolesAs(admin).acceptRole(NO_ID, Role.admin, admin);
    await refused(rolesAs(admin).withdrawRole(NO_ID, Role.admin, admin), roles, "LastAdmin");
  });
});

describe("KindpakketRoles.access control", () => {
  it("closes OpenZeppelin's own grant, revoke and renounce to everybody", async () => {
    const { roles, rolesAs, admin, roleId } = await loadFixture(withDelay);
    const adminRole = roleId(Role.admin, NO_ID);
    const root = `0x${"00".repeat(32)}`;
    const unauthorised = "AccessControlUnauthorizedAccount";
    const grant = rolesAs(admin).grantRole(adminRole, admin);
    await refused(grant, roles, unauthorised, admin.address, root);
    const revoke = rolesAs(admin).revokeRole(adminRole, admin);
    await refused(revoke, roles, unauthorised, admin.address, root);
    const renounce = rolesAs(admin).renounceRole(adminRole, admin);
    await refused(renounce, roles, unauthorised, admin.address, adminRole);
  });

  it("names each role by the scheme and its number", async () => {
    const { rolesAs, admin, schemeId, roleId } = await loadFixture(withDelay);
    for (const role of Object.values(Role)) {
      expect(await rolesAs(admin).roleIdOf(schemeId, role)).to.equal(roleId(role));
    }
  });
});
