// What goes wrong in the system itself: never the sender's fault, never a reason to believe that something was paid.
import type { ErrorEntry } from "../table.ts";

export const systemErrors = {
  "internal-error": {
    status: 500,
    cause: "A fault that nobody foresaw; the log has it under the request's id.",
    remedy: "Report the request id to the operator.",
  },
  "chain-unavailable": {
    status: 503,
    cause:
      "The chain can't be reached, or did not mine the command in time. A command that was written down is relayed when it is back.",
    remedy: "Send the same request again: it is carried out once.",
  },
  "database-unavailable": {
    status: 503,
    cause: "The database can't be reached or its disk is full.",
    remedy: "Restore the database; then send the same request again.",
  },
  "bank-unavailable": {
    status: 503,
    cause: "The bank gives no usable answer. Payouts wait.",
    remedy: "Wait; payouts go on by themselves.",
  },
  "shutting-down": {
    status: 503,
    cause: "The server is stopping.",
    remedy: "Send the same request again in a minute.",
  },
  "transaction-failed": {
    status: 500,
    cause: "The chain failed the transaction without saying why.",
    remedy: "Look at the transaction in the log; the command was not carried out.",
  },
} as const satisfies Record<string, ErrorEntry>;
