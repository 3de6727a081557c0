// Counts what waits for the staff of a scheme, for the desk's list of things to do; changes nothing.
import { and, count, eq, inArray, isNotNull, lte, notInArray } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { treasuryTasksAnswer } from "../http/schemas/payouts.ts";
import type { Database } from "../store/database.ts";
import { bankSubmissions, payoutOrders } from "../store/schema/bank.ts";
import { shopAccounts } from "../store/schema/projections.ts";
import { openProposals } from "../validator/four-eyes.ts";
import { countWaitingQuestions } from "../validator/questions.ts";
import { currentBlocks } from "./payment-files.ts";

/** @param given.addresses Of who asks: a file that they made ready is for somebody else to release. */
export async function countTasks(
  parts: { database: Database; deployment: Deployment; now: () => number },
  given: { schemeId: Hex; addresses: readonly Hex[] },
): Promise<z.input<typeof treasuryTasksAnswer>> {
  const { database } = parts;
  const { schemeId } = given;
  const [proposals, files, changes, blocks, questions, states] = await Promise.all([
    openProposals(parts, schemeId),
    database
      .select({ count: count() })
      .from(bankSubmissions)
      .where(
        and(
          eq(bankSubmissions.schemeId, schemeId),
          eq(bankSubmissions.state, "frozen"),
          notInArray(bankSubmissions.frozenBy, [...given.addresses]),
        ),
      ),
    database
      .select({ count: count() })
      .from(shopAccounts)
      .where(
        and(
          eq(shopAccounts.schemeId, schemeId),
          isNotNull(shopAccounts.proposedCommitment),
          lte(shopAccounts.proposalReadyAt, parts.now()),
        ),
      ),
    currentBlocks(database, schemeId),
    countWaitingQuestions(database, schemeId),
    database
      .select({ state: payoutOrders.state, count: count() })
      .from(payoutOrders)
      .where(
        and(eq(payoutOrders.schemeId, schemeId), inArray(payoutOrders.state, ["UNKNOWN", "HELD"])),
      )
      .groupBy(payoutOrders.state),
  ]);
  // Who proposed it has nothing to do: another confirms.
  const ofOthers = proposals.filter(({ proposer }) => !given.addresses.includes(proposer));
  const countOf = (state: string) => states.find((one) => one.state === state)?.count ?? 0;
  return {
    moneyProposals: ofOthers.filter(({ act }) => act === "funding").length,
    shopProposals: ofOthers.filter(({ act }) => act !== "funding").length,
    filesToRelease: files[0]?.count ?? 0,
    ibanChanges: changes[0]?.count ?? 0,
    blockedShops: blocks.length,
    waitingQuestions: questions,
    unknownPayouts: countOf("UNKNOWN"),
    heldPayouts: countOf("HELD"),
  };
}
