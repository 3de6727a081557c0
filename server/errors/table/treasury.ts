// What goes wrong when people decide about payouts, payment files and bank files.
import type { ErrorEntry } from "../table.ts";

export const treasuryErrors = {
  "payout-not-decidable": {
    status: 409,
    cause:
      "The payout is not in a state in which this can be decided; it may have moved on by itself meanwhile.",
    remedy: "Look at the payout again.",
  },
  "decision-stale": {
    status: 422,
    cause:
      "The decision was signed more than ten minutes ago, or by a device whose clock is wrong.",
    remedy: "Set the clock right and sign anew.",
  },
  "reason-missing": {
    status: 422,
    cause: "This decision needs a reason.",
    remedy: "Give a reason.",
  },
  "payee-blocked": {
    status: 409,
    cause: "Payouts to this shop are blocked.",
    remedy: "A treasurer unblocks the shop first.",
  },
  "nothing-to-pay": {
    status: 409,
    cause: "No payout is ready for a payment file.",
    remedy: "Wait for sales to pass their hold time, or look at the payouts that are held.",
  },
  "submission-not-in-state": {
    status: 409,
    cause:
      "The payment file is in another state, which `state` names; somebody else may have been first.",
    remedy: "Look at the list of files again.",
  },
  "same-person": {
    status: 409,
    cause: "Whoever freezes a payment file can't release it.",
    remedy: "Let another treasurer release it.",
  },
  "file-changed": {
    status: 409,
    cause:
      "The hash that was signed is not the file's, or one of its payouts may no longer be paid.",
    remedy: "Withdraw the file and freeze a new one.",
  },
  "refusal-settled": {
    status: 409,
    cause: "Somebody was first to say that the municipality paid this refused payment.",
    remedy: "Look at the list again, and pay nothing twice.",
  },
  "bank-is-not-file": {
    status: 409,
    cause: "Payouts of this server don't go as files.",
    remedy: "Set BANK=sepa to use payment files.",
  },
  "bank-file-unreadable": {
    status: 422,
    cause:
      "The bank's file can't be read; `reason` and `line` say where and why. Nothing of it was used.",
    remedy: "Fetch the file from the bank again; a file must be whole and unchanged.",
  },
  "bank-file-unknown": {
    status: 422,
    cause:
      "The file is of a kind that isn't read here: `found` is what it says it is, `accepted` what is read. Nothing of it was used.",
    remedy: "Ask the bank for one of the kinds that are read.",
  },
  "bank-file-foreign": {
    status: 422,
    cause:
      "The bank's file is about another account, or about a payment file that isn't ours. Nothing of it was used.",
    remedy: "Choose the file of the account that pays.",
  },
} as const satisfies Record<string, ErrorEntry>;
