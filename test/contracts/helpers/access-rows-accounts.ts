// The access matrix, beneficiaries, devices and shops.

import { ANYONE, CALLERS, endScheme, lacks, NEW_KEY, NEW_SHOP, type Row, says } from "./access.ts";
import type { LedgerFunction } from "./contracts.ts";
import { hashOf, idOf } from "./keys.ts";
import { time } from "./network.ts";
import { NO_ID, Reason, Role } from "./terms.ts";

const notOwner: Row["refusal"] = ({ ledger, bakery }, caller) =>
  says(ledger, "NotShopOwner", bakery.id, caller);

export const beneficiaryRows: Partial<Record<LedgerFunction, Row>> = {
  registerBeneficiaries: {
    args: ({ schemeId }) => [schemeId, [{ beneficiaryId: idOf("dora"), activationKey: NEW_KEY }]],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
  },
  topUp: {
    args: ({ anna }) => [anna.id, 1, Reason.hardship],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
  },
  freezeBeneficiary: {
    args: ({ anna }) => [anna.id, Reason.misuse],
    allowed: ["validator", "guardian"],
    refusal: lacks(Role.validator),
  },
  unfreezeBeneficiary: {
    args: ({ anna }) => [anna.id, Reason.resolved],
    allowed: ["validator", "guardian"],
    refusal: lacks(Role.validator),
    prepare: ({ ledgerAs, guardian, anna }) =>
      ledgerAs(guardian).freezeBeneficiary(anna.id, Reason.misuse),
  },
  closeBeneficiary: {
    args: ({ anna }) => [anna.id, Reason.unspecified],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
  },
  expireBeneficiaries: { args: ({ anna }) => [[anna.id]], allowed: ANYONE, prepare: endScheme },
  reissueLoginCode: {
    args: ({ anna }) => [anna.id, NEW_KEY],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
  },
  activate: {
    args: ({ carl }) => [carl.id, NEW_KEY],
    allowed: ["letter"],
    refusal: ({ ledger, carl }, caller) => says(ledger, "LoginCodeInvalid", carl.id, caller),
  },
  addDevice: {
    args: ({ bram }) => [bram.id, NEW_KEY],
    allowed: ["device"],
    refusal: ({ ledger, bram }, caller) => says(ledger, "DeviceNotLinked", bram.id, caller),
  },
  removeDevice: {
    args: ({ bram, device }) => [bram.id, device],
    allowed: ["device"],
    refusal: ({ ledger, bram }, caller) => says(ledger, "DeviceNotLinked", bram.id, caller),
  },
};

export const shopRows: Partial<Record<LedgerFunction, Row>> = {
  registerShop: {
    args: () => [NEW_SHOP],
    allowed: CALLERS.filter((caller) => caller !== "owner" && caller !== "till"),
    refusal: ({ ledger, bakery }, caller) => says(ledger, "TillTaken", caller, bakery.id),
  },
  replaceShopOwner: {
    args: ({ bakery }) => [bakery.id, NEW_KEY],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
  },
  addTill: { args: ({ bakery }) => [bakery.id, NEW_KEY], allowed: ["owner"], refusal: notOwner },
  removeTill: {
    args: ({ bakery }) => [bakery.id, bakery.till.address],
    allowed: ["owner"],
    refusal: notOwner,
  },
  moveTill: {
    args: () => [NEW_KEY],
    allowed: ["owner", "till"],
    refusal: ({ ledger }, caller) => says(ledger, "TillUnknown", caller, NO_ID),
  },
  admitShop: {
    args: ({ schemeId }) => [schemeId, NEW_SHOP, hashOf("iban")],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
    prepare: ({ ledgerAs, free }) => ledgerAs(free[5]!).registerShop(NEW_SHOP),
  },
  suspendShop: {
    args: ({ schemeId, bakery }) => [schemeId, bakery.id, Reason.misuse],
    allowed: ["validator", "guardian"],
    refusal: lacks(Role.validator),
  },
  resumeShop: {
    args: ({ schemeId, bakery }) => [schemeId, bakery.id, Reason.resolved],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
    prepare: ({ ledgerAs, guardian, schemeId, bakery }) =>
      ledgerAs(guardian).suspendShop(schemeId, bakery.id, Reason.misuse),
  },
  proposeIban: {
    args: ({ schemeId, bakery }) => [schemeId, bakery.id, hashOf("iban")],
    allowed: ["owner"],
    refusal: notOwner,
  },
  confirmIban: {
    args: ({ schemeId, bakery }) => [schemeId, bakery.id, hashOf("iban")],
    allowed: ["validator"],
    refusal: lacks(Role.validator),
    prepare: async ({ ledgerAs, owner, schemeId, bakery, terms }) => {
      await ledgerAs(owner).proposeIban(schemeId, bakery.id, hashOf("iban"));
      await time.increase(terms.ibanDelay);
    },
  },
};
