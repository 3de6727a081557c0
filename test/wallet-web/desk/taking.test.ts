import { expect } from "chai";
import { inTakingOrder, isLastAdmin } from "../../../wallet-web/desk/roles/taking.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const mine = `0x${"01".repeat(20)}` as Hex;
const other = `0x${"02".repeat(20)}` as Hex;
const of = (holder: Hex, ...roles: ("sponsor" | "admin" | "validator")[]) =>
  roles.map((role) => ({ role, holder }));

describe("Taking every role of a device", () => {
  it("takes the giving of roles first from a lost one, and last from the one that does it", () => {
    const roles = of(other, "sponsor", "admin", "validator");
    const names = (isOwn: boolean) => inTakingOrder(roles, { isOwn }).map(({ role }) => role);
    expect(names(false)).to.deep.equal(["admin", "sponsor", "validator"]);
    expect(names(true)).to.deep.equal(["sponsor", "validator", "admin"]);
  });

  it("isn't offered of the last device that can give roles", () => {
    const holders = [...of(mine, "admin", "sponsor"), ...of(other, "validator")];
    expect(isLastAdmin(holders, mine)).to.equal(true);
    expect(isLastAdmin(holders, other)).to.equal(false);
    expect(isLastAdmin([...holders, ...of(other, "admin")], mine)).to.equal(false);
    expect(isLastAdmin(of(other, "validator"), mine)).to.equal(false);
  });
});
