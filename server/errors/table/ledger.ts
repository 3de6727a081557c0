// What the ledger, the roles contract or the forwarder refuses. Each contract error leads to one of these: see contract-errors.ts.
import type { ErrorEntry } from "../table.ts";
import { cardErrors } from "./cards.ts";
import { ledgerStaffErrors } from "./ledger-staff.ts";

export const ledgerErrors = {
  ...ledgerStaffErrors,
  ...cardErrors,
  "insufficient-budget": {
    status: 409,
    cause: "The beneficiary's balance is smaller than the amount.",
    remedy: "Pay at most the available amount; the rest goes by other means.",
  },
  "authorisation-not-in-time": {
    status: 409,
    cause: "The authorisation is not good yet, or no longer.",
    remedy: "Let the family make a new one; check the clock of its phone.",
  },
  "authorisation-used": {
    status: 409,
    cause: "The authorisation's nonce was used, or lies below the device's window of 56.",
    remedy: "Look up the first payment; let the family make a new authorisation for another.",
  },
  "authorisation-kind-mismatch": {
    status: 400,
    cause: "The authorisation is shop-bound where an open one is meant, or the other way round.",
    remedy: "Submit a charge with an open authorisation only.",
  },
  "amount-above-authorisation": {
    status: 409,
    cause: "The till charges more than the family authorised.",
    remedy: "Charge at most the authorised maximum, or ask for a new authorisation.",
  },
  "amount-zero": {
    status: 400,
    cause: "An amount of zero does nothing.",
    remedy: "Give an amount above zero.",
  },
  "beneficiary-not-usable": {
    status: 409,
    cause: "The beneficiary is unknown, not activated, frozen or closed; `state` says which.",
    remedy: "Activate with the letter, or ask the municipality.",
  },
  "login-code-invalid": {
    status: 409,
    cause: "The login code is not this beneficiary's, was used, or was replaced by a newer one.",
    remedy: "Use the newest letter, or have a new code issued.",
  },
  "device-not-linked": {
    status: 403,
    cause:
      "The key can't spend for this beneficiary: it never could, was removed, or died with a new login code.",
    remedy: "Link the phone again with a new letter or with another phone.",
  },
  "device-taken": {
    status: 409,
    cause: "The key belongs, or belonged, to an account.",
    remedy: "Make a new key for each account and each activation.",
  },
  "too-many-devices": {
    status: 409,
    cause: "The account has as many devices as it may have.",
    remedy: "Remove a device first.",
  },
  "scheme-not-in-period": {
    status: 409,
    cause: "The scheme's budget can't be spent yet, or no longer.",
    remedy: "Pay within the scheme's period.",
  },
  "scheme-paused": {
    status: 409,
    cause: "A guardian paused the scheme.",
    remedy: "Wait until the guardian resumes it.",
  },
  "scheme-closed": {
    status: 409,
    cause: "The scheme has ended for good.",
    remedy: "Use a scheme that is open.",
  },
  "scheme-unknown": {
    status: 404,
    cause: "The ledger has no such scheme.",
    remedy: "Check the scheme's id.",
  },
  "shop-unknown": {
    status: 404,
    cause: "The ledger has no such shop.",
    remedy: "Check the shop's id; sign up first.",
  },
  "shop-exists": {
    status: 409,
    cause: "A shop with this id was registered before.",
    remedy: "Draw a new random id.",
  },
  "shop-not-admitted": {
    status: 409,
    cause: "The scheme has not admitted the shop, or has suspended it; `state` says which.",
    remedy: "Ask the scheme's validator.",
  },
  "not-shop-owner": {
    status: 403,
    cause: "Only the shop's owner may do this.",
    remedy: "Use the device that signed the shop up.",
  },
  "till-taken": {
    status: 409,
    cause: "The key is a till already.",
    remedy: "Make a new key for the till.",
  },
  "till-unknown": {
    status: 403,
    cause: "The key is not a till of this shop.",
    remedy: "Let the shop's owner add the till again.",
  },
  "till-removed": {
    status: 410,
    cause: "The device was a till; the shop's owner, or a validator, took that right away.",
    remedy: "Forget the shop on this device; the owner can make a new link.",
  },
  "refund-of-other-till": {
    status: 403,
    cause:
      "A till gives back what it took itself; another till's payments are the owner's to give back.",
    remedy: "Refund with the till that took the payment, or with the owner's device.",
  },
  "correction-above-spent": {
    status: 409,
    cause: "The correction is more than the beneficiary has spent in all.",
    remedy: "Correct at most what was paid and not corrected before.",
  },
  "shop-debt-limit-exceeded": {
    status: 409,
    cause:
      "The refund would bring what the shop is owed further below zero than the scheme allows.",
    remedy: "Refund less, or after new sales.",
  },
  "scheme-is-over": {
    status: 409,
    cause: "The scheme's end and grace have passed: its budget can't take refunds any more.",
    remedy: "Settle with the family outside the scheme.",
  },
  "request-expired": {
    status: 409,
    cause: "The command came after its signer's deadline.",
    remedy: "Sign it again; check the clock of the device.",
  },
  "request-used": {
    status: 409,
    cause: "The signer used this nonce before.",
    remedy: "Look up the first command; sign with a new random nonce.",
  },
  "gas-too-low": {
    status: 400,
    cause: "The command's gas limit is too low for what it does.",
    remedy: "Sign it with the gas limit of the protocol's command.",
  },
} as const satisfies Record<string, ErrorEntry>;
