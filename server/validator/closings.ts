// Closes accounts of families that left, as the person decided who saw the whole family: of one that changed meanwhile nothing is closed.
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Relay } from "../chain/relay.ts";
import { AppError, isAppError } from "../errors/app-error.ts";
import type { closingBody } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { beneficiaries } from "../store/schema/projections.ts";
import { argumentsOf, type CommandReader, hexArgument } from "./commands.ts";
import { knownHouseholds } from "./known-households.ts";
import type { RelayRequest } from "./requests.ts";

/**
 * Closes one account, also when the answer got lost, or a colleague closed it first: then there is nothing left to do.
 * @throws {AppError} `command-mismatch`; `not-found`; `household-changed` when an account is open that the person did not see.
 */
export type CloseAccount = (
  schemeId: Hex,
  input: z.output<typeof closingBody>,
) => Promise<{ beneficiaryId: Hex }>;

export function createCloseAccount(given: {
  database: Database;
  deployment: Deployment;
  relay: Pick<Relay, "outcomeOf">;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
}): CloseAccount {
  const { database } = given;

  const isClosed = async (beneficiaryId: Hex) => {
    const [row] = await database
      .select({ state: beneficiaries.state })
      .from(beneficiaries)
      .where(eq(beneficiaries.beneficiaryId, beneficiaryId));
    return row?.state === "closed";
  };

  const demandUnchanged = async (
    schemeId: Hex,
    { householdId, beneficiaryIds: seen }: z.output<typeof closingBody>,
  ) => {
    const [household] = await knownHouseholds(database, schemeId, { householdIds: [householdId] });
    if (!household) throw new AppError("not-found");
    if (household.open.some((one) => !seen.includes(one))) throw new AppError("household-changed");
    return household;
  };

  return async (schemeId, input) => {
    const args = argumentsOf(given.readCommand(input.request), "closeBeneficiary");
    const beneficiaryId = hexArgument(args[0]);
    if (!input.beneficiaryIds.includes(beneficiaryId)) throw new AppError("command-mismatch");
    const requestId = requestDigest(given.deployment, input.request.request);
    if ((await given.relay.outcomeOf(requestId)) === null) {
      const { open, closed } = await demandUnchanged(schemeId, input);
      const isOfHousehold = open.includes(beneficiaryId);
      if (!isOfHousehold && closed > 0 && (await isClosed(beneficiaryId))) return { beneficiaryId };
      if (!isOfHousehold) throw new AppError("command-mismatch");
    }
    try {
      await given.relayRequest(input.request);
    } catch (error) {
      // A colleague may have been first, at the same moment.
      const isTooLate = isAppError(error) && error.code === "beneficiary-not-usable";
      if (!isTooLate || !(await isClosed(beneficiaryId))) throw error;
    }
    return { beneficiaryId };
  };
}
