// The access matrix: a row for each function that changes state. A function without a row fails the matrix's test.

import { keccak256 } from "ethers";
import {
  type AccessTown,
  ANYONE,
  endScheme,
  lacks,
  NEW_SHOP,
  REFERENCE,
  type Row,
  roleIdOf,
  says,
} from "./access.ts";
import { beneficiaryRows, shopRows } from "./access-rows-accounts.ts";
import { moneyRows } from "./access-rows-money.ts";
import type { ForwarderFunction, LedgerFunction, RolesFunction } from "./contracts.ts";
import { idOf, signerOf } from "./keys.ts";
import { signed } from "./requests.ts";
import { Act, NO_ID, Reason, Role, SOLE_LIMITS, ZERO_HASH } from "./terms.ts";

const lacksAdmin: Row["refusal"] = (town, caller) =>
  says(town.roles, "AccessControlUnauthorizedAccount", caller, roleIdOf(NO_ID, Role.admin));
const closedToAll: Row["refusal"] = (town, caller) =>
  says(town.roles, "AccessControlUnauthorizedAccount", caller, ZERO_HASH);
const offer = ({ rolesAs, admin, schemeId, stranger }: AccessTown) =>
  rolesAs(admin).offerRole(schemeId, Role.guardian, stranger);

const funding = (ledger: AccessTown["ledger"], schemeId: string) =>
  ledger.interface.encodeFunctionData("fundScheme", [schemeId, 1, REFERENCE]);
/** The guardian is a second sponsor here; the first one proposed. */
const proposeFunding = async ({
  rolesAs,
  admin,
  sponsor,
  guardian,
  schemeId,
  ledger,
}: AccessTown) => {
  await rolesAs(admin).offerRole(schemeId, Role.sponsor, guardian);
  await rolesAs(guardian).acceptRole(schemeId, Role.sponsor, guardian);
  await rolesAs(sponsor).proposeAct(schemeId, ledger, funding(ledger, schemeId));
};

export const rolesRows: Record<string, Row> & Partial<Record<RolesFunction, Row>> = {
  offerRole: {
    args: ({ schemeId, stranger }) => [schemeId, Role.guardian, stranger],
    allowed: ["admin"],
    refusal: lacksAdmin,
  },
  withdrawRoleOffer: {
    args: ({ schemeId, stranger }) => [schemeId, Role.guardian, stranger],
    allowed: ["admin"],
    refusal: lacksAdmin,
    prepare: offer,
  },
  acceptRole: {
    args: ({ schemeId, stranger }) => [schemeId, Role.guardian, stranger],
    allowed: ["stranger"],
    refusal: ({ roles, schemeId }, caller) =>
      says(roles, "RoleNotOffered", schemeId, Role.guardian, caller),
    prepare: offer,
  },
  withdrawRole: {
    args: ({ schemeId, guardian }) => [schemeId, Role.guardian, guardian],
    allowed: ["admin", "guardian"],
    refusal: lacksAdmin,
  },
  setSoleLimits: {
    args: ({ schemeId, stranger }) => [schemeId, stranger, SOLE_LIMITS],
    allowed: ["sponsor"],
    refusal: lacks(Role.sponsor),
  },
  // Each caller has limits and counts of its own: it can only spend those.
  useAct: {
    args: ({ schemeId, sponsor }) => [schemeId, Act.funding, 0, sponsor],
    allowed: ANYONE,
  },
  proposeAct: {
    args: ({ schemeId, ledger }) => [schemeId, ledger, funding(ledger, schemeId)],
    allowed: ["sponsor"],
    refusal: lacks(Role.sponsor),
  },
  confirmAct: {
    args: ({ schemeId, ledger }) => [schemeId, ledger, funding(ledger, schemeId)],
    allowed: ["guardian"],
    refusal: (town, caller) =>
      caller === town.sponsor.address
        ? says(
            town.roles,
            "ActNeedsAnother",
            keccak256(funding(town.ledger, town.schemeId)),
            caller,
          )
        : says(
            town.roles,
            "AccessControlUnauthorizedAccount",
            caller,
            roleIdOf(town.schemeId, Role.sponsor),
          ),
    prepare: proposeFunding,
  },
  withdrawAct: {
    args: ({ schemeId, ledger }) => [schemeId, ledger, funding(ledger, schemeId)],
    allowed: ["sponsor", "guardian"],
    refusal: lacks(Role.sponsor),
    prepare: proposeFunding,
  },
  grantRole: {
    args: (_, caller) => [roleIdOf(NO_ID, Role.admin), caller],
    allowed: [],
    refusal: closedToAll,
  },
  revokeRole: {
    args: ({ admin }) => [roleIdOf(NO_ID, Role.admin), admin],
    allowed: [],
    refusal: closedToAll,
  },
};

export const forwarderRows: Record<string, Row> & Partial<Record<ForwarderFunction, Row>> = {
  execute: { args: async (town) => [await request(town)], allowed: ANYONE },
  executeBatch: { args: async (town) => [[await request(town)]], allowed: ANYONE },
};

const request = (town: AccessTown) =>
  signed(town.deployment, signerOf("somebody"), {
    data: town.ledger.interface.encodeFunctionData("registerShop", [NEW_SHOP]),
  });

const schemeRows: Partial<Record<LedgerFunction, Row>> = {
  openScheme: {
    args: ({ terms }) => [idOf("next scheme"), terms],
    allowed: ["sponsor"],
    refusal: ({ roles }, caller) =>
      says(
        roles,
        "AccessControlUnauthorizedAccount",
        caller,
        roleIdOf(idOf("next scheme"), Role.sponsor),
      ),
    prepare: async ({ rolesAs, admin, sponsor }) => {
      await rolesAs(admin).offerRole(idOf("next scheme"), Role.sponsor, sponsor);
      await rolesAs(sponsor).acceptRole(idOf("next scheme"), Role.sponsor, sponsor);
    },
  },
  fundScheme: {
    args: ({ schemeId }) => [schemeId, 1, REFERENCE],
    allowed: ["sponsor"],
    refusal: lacks(Role.sponsor),
  },
  withdrawFromScheme: {
    args: ({ schemeId }) => [schemeId, 1, REFERENCE],
    allowed: ["sponsor"],
    refusal: lacks(Role.sponsor),
    prepare: endScheme,
  },
  closeScheme: {
    args: ({ schemeId }) => [schemeId],
    allowed: ["sponsor"],
    refusal: lacks(Role.sponsor),
    prepare: async (town) => {
      await endScheme(town);
      const { ledgerAs, sponsor, schemeId, anna, bram, carl } = town;
      await ledgerAs(sponsor).expireBeneficiaries([anna.id, bram.id, carl.id]);
      const all = await ledgerAs(sponsor).withdrawableOf(schemeId);
      await ledgerAs(sponsor).withdrawFromScheme(schemeId, all, REFERENCE);
    },
  },
  pauseScheme: {
    args: ({ schemeId }) => [schemeId, Reason.malfunction],
    allowed: ["guardian"],
    refusal: lacks(Role.guardian),
  },
  resumeScheme: {
    args: ({ schemeId }) => [schemeId, Reason.resolved],
    allowed: ["guardian"],
    refusal: lacks(Role.guardian),
    prepare: ({ ledgerAs, guardian, schemeId }) =>
      ledgerAs(guardian).pauseScheme(schemeId, Reason.malfunction),
  },
};

export const ledgerRows: Record<string, Row> & Partial<Record<LedgerFunction, Row>> = {
  ...schemeRows,
  ...beneficiaryRows,
  ...shopRows,
  ...moneyRows,
};
