// What the contracts refuse staff and the operator: schemes, roles, registration, admission, payouts.
import type { ErrorEntry } from "../table.ts";

export const ledgerStaffErrors = {
  "role-missing": {
    status: 403,
    cause: "The signer does not hold the role that this needs.",
    remedy: "Let someone with the role do it, or ask the framework-setter for the role.",
  },
  "role-not-grantable": {
    status: 400,
    cause: "There is no such role to give, or it does not go with this scheme.",
    remedy: "Give admin without a scheme, the other roles with one.",
  },
  "role-not-offered": {
    status: 409,
    cause: "The account was offered no such role, or the offer was used or taken back.",
    remedy: "Ask the framework-setter for a new enrolment link.",
  },
  "role-offer-not-open": {
    status: 409,
    cause: "The offer can't be accepted yet, or no longer.",
    remedy: "Wait until the offer is ready; after it expired, ask for a new one.",
  },
  "role-not-held": {
    status: 409,
    cause: "The account does not hold the role that is to be taken away.",
    remedy: "Look up who holds it.",
  },
  "last-admin": {
    status: 409,
    cause: "Without a framework-setter nobody could ever give a role again.",
    remedy: "Let another account accept the role first.",
  },
  "act-needs-two": {
    status: 409,
    cause: "This is beyond what one person does alone in this scheme.",
    remedy: "Propose it, and let another holder of the role confirm it.",
  },
  "act-needs-another": {
    status: 409,
    cause: "Who proposed an act can't confirm it.",
    remedy: "Ask another holder of the role.",
  },
  "act-already-proposed": {
    status: 409,
    cause: "This very act was proposed before and waits for another holder of the role.",
    remedy: "Let somebody else confirm it, or take it back.",
  },
  "act-not-proposed": {
    status: 409,
    cause:
      "The act was not proposed, was confirmed or taken back, its time is up, or who proposed it lost the role.",
    remedy: "Look at what is proposed now.",
  },
  "sole-limits-fixed": {
    status: 409,
    cause: "What one person does alone in this scheme was fixed before.",
    remedy: "Nothing needs to be done: it can't be changed.",
  },
  "sole-limits-differ": {
    status: 409,
    cause:
      "What one person does alone in this scheme was fixed before, and isn't what the request says.",
    remedy: "Open it with the limits that are fixed, or take a new scheme.",
  },
  "scheme-exists": {
    status: 409,
    cause: "A scheme of this id was opened before.",
    remedy: "Draw a new random id.",
  },
  "scheme-terms-invalid": {
    status: 422,
    cause:
      "The terms contradict themselves: the period is empty or past, an amount is zero, a delay too long.",
    remedy: "Correct the terms.",
  },
  "scheme-not-paused": {
    status: 409,
    cause: "The scheme is not paused.",
    remedy: "Nothing needs to be done.",
  },
  "scheme-not-over": {
    status: 409,
    cause: "The scheme's end and grace have not passed.",
    remedy: "Wait until the grace is over.",
  },
  "scheme-not-empty": {
    status: 409,
    cause: "Money is still with beneficiaries, owed to shops, in a payout or unallocated.",
    remedy: "Expire the accounts, pay the shops and withdraw what is left first.",
  },
  "bank-reference-used": {
    status: 409,
    cause: "This bank reference was counted before.",
    remedy: "Check whether the money was entered already.",
  },
  "insufficient-funds": {
    status: 409,
    cause: "The scheme holds less unallocated money than this.",
    remedy: "Fund the scheme first.",
  },
  "beneficiary-exists": {
    status: 409,
    cause: "A beneficiary of this id was registered before.",
    remedy: "Draw a new random id.",
  },
  "shop-already-admitted": {
    status: 409,
    cause: "The shop was admitted to this scheme before.",
    remedy: "Nothing needs to be done; resume the shop when it is suspended.",
  },
  "iban-not-proposed": {
    status: 409,
    cause: "The shop did not ask for this IBAN.",
    remedy: "Let the shop's owner ask for it first.",
  },
  "iban-not-ready": {
    status: 409,
    cause: "The delay between asking for another IBAN and confirming it has not passed.",
    remedy: "Wait until the time that is named, and call the shop meanwhile.",
  },
  "payout-exists": {
    status: 409,
    cause: "A payout of this id was opened before.",
    remedy: "Look up that payout.",
  },
  "payout-not-in-state": {
    status: 409,
    cause: "The payout is unknown, settled or returned; `state` says which.",
    remedy: "Look up the payout.",
  },
  "not-payout-operator": {
    status: 403,
    cause: "The account may not handle this scheme's payouts.",
    remedy: "Let the treasurer name the operator's account in the mandate.",
  },
  "mandate-expired": {
    status: 409,
    cause: "The treasurer's mandate has run out.",
    remedy: "Let the treasurer set a new one.",
  },
  "mandate-exceeded-per-payout": {
    status: 409,
    cause: "The payout is above the mandate's ceiling for one payout.",
    remedy: "Let the treasurer open it.",
  },
  "mandate-exceeded-per-day": {
    status: 409,
    cause: "The payout is above what is left of the mandate's ceiling for the day.",
    remedy: "Wait until tomorrow (UTC), or let the treasurer open it.",
  },
  "payout-above-owed": {
    status: 409,
    cause: "The shop is owed less than the payout.",
    remedy: "Pay at most what is owed.",
  },
  "reversal-above-owed": {
    status: 409,
    cause:
      "The payment is in a payout, or the shop is owed less than it: it was paid out and can only be refunded.",
    remedy: "Ask the shop for a refund.",
  },
  "repayment-above-debt": {
    status: 409,
    cause: "The shop owes less than the repayment, or less was paid out in all.",
    remedy: "Book at most what the shop owes.",
  },
  "zero-address": {
    status: 400,
    cause: "The zero address was given where an account is meant.",
    remedy: "Give the account's address.",
  },
} as const satisfies Record<string, ErrorEntry>;
