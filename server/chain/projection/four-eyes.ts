// Four eyes: what one person does alone, and what waits for another or was ended.
import type { Handlers } from "./apply.ts";

type FourEyesEvent = "SoleLimitsSet" | "ActProposed" | "ActConfirmed" | "ActWithdrawn";

export const fourEyesHandlers: Handlers<FourEyesEvent> = {
  SoleLimitsSet(books, { args: { schemeId, ledger, limits } }) {
    books.soleLimits.put({
      schemeId,
      ledger,
      fundingCents: limits.funding,
      ibanChangeCents: limits.ibanChange,
      admissionsPerDay: limits.admissionsPerDay,
    });
  },
  ActProposed(books, { args, timestamp }) {
    books.proposals.put({
      ...args,
      proposedAt: timestamp,
      state: "open",
      endedBy: null,
      endedAt: null,
    });
  },
  ActConfirmed(books, { args: { schemeId, ledger, callId, confirmer }, timestamp }) {
    const proposal = books.proposals.get(schemeId, ledger, callId);
    const ended = { state: "confirmed" as const, endedBy: confirmer, endedAt: timestamp };
    books.proposals.change(proposal, ended);
  },
  ActWithdrawn(books, { args: { schemeId, ledger, callId, by }, timestamp }) {
    const proposal = books.proposals.get(schemeId, ledger, callId);
    books.proposals.change(proposal, { state: "withdrawn", endedBy: by, endedAt: timestamp });
  },
};
