// What people sign for the roles contract: who may do what, and what two do together.
import { address, bytes, encodeCall, encodeCallWithBytes, uint } from "./abi.ts";
import type { Hex } from "./bytes.ts";

/** Roles in the order of `LedgerTypes.Role`. */
export const ROLES = ["none", "admin", "sponsor", "validator", "treasurer", "guardian"] as const;
export type RoleName = Exclude<(typeof ROLES)[number], "none">;

/** Acts that take a second pair of eyes, in the order of `LedgerTypes.Act`. */
export const ACTS = ["funding", "admission", "iban-change"] as const;
export type ActName = (typeof ACTS)[number];

/** A call, the contract it is for, and the gas that it may take. */
export type Command = { to: "ledger" | "roles" | "cards"; data: Hex; gasLimit: number };

/** What one sponsor or validator does alone; beyond it one proposes and another confirms. Amounts in cents. */
export type SoleLimits = {
  /** Funded and taken back in a day (UTC). */
  fundingCents: bigint;
  /** What a shop is to get when its IBAN is changed. */
  ibanChangeCents: bigint;
  admissionsPerDay: number;
};

/** A call of the ledger that two people make together. */
export type Together = { schemeId: Hex; ledger: Hex; call: Hex };

/** Gas that an ordinary command may take. */
export const COMMAND_GAS = 400_000;
const roleNumber = (role: RoleName) => uint(ROLES.indexOf(role));
const onRoles = (data: Hex): Command => ({ to: "roles", data, gasLimit: COMMAND_GAS });
const together = (name: string, a: Together): Command =>
  onRoles(
    encodeCallWithBytes(
      `${name}(bytes16,address,bytes)`,
      [bytes(a.schemeId), address(a.ledger)],
      a.call,
    ),
  );

/** Every command on the roles contract, by the name of its function. */
export const roleCommands = {
  offerRole: (a: { schemeId: Hex; role: RoleName; candidate: Hex }) =>
    onRoles(
      encodeCall("offerRole(bytes16,uint8,address)", [
        bytes(a.schemeId),
        roleNumber(a.role),
        address(a.candidate),
      ]),
    ),
  withdrawRoleOffer: (a: { schemeId: Hex; role: RoleName; candidate: Hex }) =>
    onRoles(
      encodeCall("withdrawRoleOffer(bytes16,uint8,address)", [
        bytes(a.schemeId),
        roleNumber(a.role),
        address(a.candidate),
      ]),
    ),
  acceptRole: (a: { schemeId: Hex; role: RoleName; holder: Hex }) =>
    onRoles(
      encodeCall("acceptRole(bytes16,uint8,address)", [
        bytes(a.schemeId),
        roleNumber(a.role),
        address(a.holder),
      ]),
    ),
  withdrawRole: (a: { schemeId: Hex; role: RoleName; holder: Hex }) =>
    onRoles(
      encodeCall("withdrawRole(bytes16,uint8,address)", [
        bytes(a.schemeId),
        roleNumber(a.role),
        address(a.holder),
      ]),
    ),
  setSoleLimits: (a: { schemeId: Hex; ledger: Hex; limits: SoleLimits }) =>
    onRoles(
      encodeCall("setSoleLimits(bytes16,address,(uint48,uint48,uint16))", [
        bytes(a.schemeId),
        address(a.ledger),
        uint(a.limits.fundingCents),
        uint(a.limits.ibanChangeCents),
        uint(a.limits.admissionsPerDay),
      ]),
    ),
  proposeAct: (a: Together) => together("proposeAct", a),
  confirmAct: (a: Together) => together("confirmAct", a),
  withdrawAct: (a: Together) => together("withdrawAct", a),
};
