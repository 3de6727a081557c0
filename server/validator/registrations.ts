// Registers households of an import, and children that known ones got: never more accounts than their row says, and exactly the
// beneficiaries that the validator signed.
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Relay } from "../chain/relay.ts";
import { AppError, isAppError } from "../errors/app-error.ts";
import type { registrationAnswer, registrationBody } from "../http/schemas/desk.ts";
import type { Database, Transaction } from "../store/database.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { argumentsOf, type CommandReader, hexArgument } from "./commands.ts";
import type { KeptRow } from "./import-store.ts";
import type { Imports } from "./imports.ts";
import { forgetRefused, type KnownHousehold, knownHouseholds } from "./known-households.ts";
import type { RelayRequest } from "./requests.ts";
import type { Vault } from "./vault.ts";

export type RegistrationInput = z.output<typeof registrationBody>;
export type Register = (
  schemeId: Hex,
  input: RegistrationInput,
) => Promise<{ answer: z.input<typeof registrationAnswer>; repeated: boolean }>;

/** A row with the ids that its children get. */
type Household = { kept: KeptRow; beneficiaryIds: readonly Hex[] };

export const clientNumberPlace = (householdId: Hex) => ({
  table: "households",
  column: "client_number",
  id: householdId,
});

export function createRegister(given: {
  database: Database;
  relay: Pick<Relay, "outcomeOf">;
  deployment: Deployment;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
  imports: Imports;
  vault: Vault;
  random: RandomBytes;
  now: () => number;
}): Register {
  const { database } = given;

  const write = async (
    tx: Transaction,
    facts: { schemeId: Hex; requestId: Hex; households: readonly Household[] },
  ) => {
    const { schemeId, requestId } = facts;
    await lockScheme(tx, schemeId);
    const known = await demandRoom(tx, schemeId, facts.households);
    let letterNumber = await nextLetterNumber(tx, schemeId);
    const newHouseholds: (typeof households.$inferInsert)[] = [];
    const children = facts.households.flatMap(({ kept, beneficiaryIds }) => {
      const before = known.get(kept.clientNumberMac);
      const householdId = before?.householdId ?? randomId(given.random);
      if (!before) {
        newHouseholds.push({
          householdId,
          schemeId,
          clientNumber: given.vault.seal(clientNumberPlace(householdId), kept.clientNumber),
          clientNumberMac: kept.clientNumberMac,
          letterNumber: letterNumber++,
          language: kept.language,
          requestId,
          registeredAt: given.now(),
        });
      }
      const first = before?.nextPosition ?? 0;
      return beneficiaryIds.map((beneficiaryId, index) => ({
        beneficiaryId,
        householdId,
        position: first + index,
        requestId,
      }));
    });
    if (newHouseholds.length > 0) await tx.insert(households).values(newHouseholds);
    await tx.insert(householdBeneficiaries).values(children);
  };

  return async (schemeId, input) => {
    requireSignedExactly(argumentsOf(given.readCommand(input.request), "registerBeneficiaries"), {
      schemeId,
      beneficiaryIds: input.households.flatMap((one) => one.beneficiaryIds),
    });
    const requestId = requestDigest(given.deployment, input.request.request);
    const repeated = await wasAccepted(given, requestId);
    const facts = repeated
      ? null
      : { schemeId, requestId, households: await matchRows(given.imports, schemeId, input) };
    try {
      await given.relayRequest(input.request, facts ? (tx) => write(tx, facts) : undefined);
    } catch (error) {
      // What the ledger refused is nobody's: the row may go in again. Of an unclear end the household stays.
      if (isAppError(error) && (await given.relay.outcomeOf(requestId))?.state === "refused") {
        await database.transaction((tx) => forgetRequest(tx, requestId));
      }
      throw error;
    }
    const beneficiaries = input.households.flatMap((one) => one.beneficiaryIds).length;
    return {
      answer: { requestId, households: input.households.length, beneficiaries },
      repeated,
    };
  };
}

/** Whether this very command was taken before, also when it is still under way. */
async function wasAccepted(
  given: { database: Database; relay: Pick<Relay, "outcomeOf"> },
  requestId: Hex,
): Promise<boolean> {
  const [written] = await given.database
    .select({ requestId: householdBeneficiaries.requestId })
    .from(householdBeneficiaries)
    .where(eq(householdBeneficiaries.requestId, requestId))
    .limit(1);
  return written !== undefined || (await given.relay.outcomeOf(requestId)) !== null;
}

/** @throws {AppError} `command-mismatch` unless the command registers these ids in this scheme and no others. */
function requireSignedExactly(
  args: readonly unknown[],
  expected: { schemeId: Hex; beneficiaryIds: readonly Hex[] },
): void {
  const [schemeId, registrations] = args;
  const signed = Array.isArray(registrations)
    ? registrations.map((one: unknown) => hexArgument(Array.isArray(one) ? one[0] : one))
    : [];
  const same =
    hexArgument(schemeId) === expected.schemeId &&
    new Set(signed).size === signed.length &&
    signed.toSorted().join() === expected.beneficiaryIds.toSorted().join();
  if (!same) throw new AppError("command-mismatch");
}

/** @throws {AppError} `import-row-taken` for a row that isn't there or can't go in; `command-mismatch` for more ids than it has children. */
async function matchRows(
  imports: Imports,
  schemeId: Hex,
  input: RegistrationInput,
): Promise<Household[]> {
  const numbers = input.households.map((one) => one.row);
  const kept = await imports.rows({ schemeId, importId: input.importId, rows: numbers });
  const byNumber = new Map(kept.map((row) => [row.row, row]));
  return input.households.map(({ row, beneficiaryIds }) => {
    const found = byNumber.get(row);
    byNumber.delete(row); // a row that is named twice is missing the second time
    if (!found || found.problems.length > 0) throw taken(row);
    if (beneficiaryIds.length > found.children) {
      throw new AppError("command-mismatch", { row: String(row) });
    }
    return { kept: found, beneficiaryIds };
  });
}

const taken = (row: number) => new AppError("import-row-taken", { row: String(row) });

/**
 * The households that are known already. Together with the accounts that a household has, those that come must make as many as
 * its row says: whoever looked at an older state than this one signed for something else.
 * @throws {AppError} `import-row-taken`; `command-mismatch` when a new household would get too few.
 */
async function demandRoom(
  tx: Transaction,
  schemeId: Hex,
  wanted: readonly Household[],
): Promise<ReadonlyMap<string, KnownHousehold>> {
  const macs = wanted.map((one) => one.kept.clientNumberMac);
  await forgetRefused(tx, schemeId, macs);
  const rows = await knownHouseholds(tx, schemeId, { macs });
  const known = new Map(rows.map((one) => [one.clientNumberMac, one]));
  for (const { kept, beneficiaryIds } of wanted) {
    const before = known.get(kept.clientNumberMac);
    if ((before?.open.length ?? 0) + beneficiaryIds.length === kept.children) continue;
    if (before) throw taken(kept.row);
    throw new AppError("command-mismatch", { row: String(kept.row) });
  }
  return known;
}

/** What a refused command would have registered: the rows may go in again. */
async function forgetRequest(tx: Transaction, requestId: Hex): Promise<void> {
  await tx.delete(householdBeneficiaries).where(eq(householdBeneficiaries.requestId, requestId));
  await tx.delete(households).where(eq(households.requestId, requestId));
}

async function nextLetterNumber(tx: Transaction, schemeId: Hex): Promise<number> {
  const [row] = await tx
    .select({ highest: sql<number>`coalesce(max(${households.letterNumber}), 0)`.mapWith(Number) })
    .from(households)
    .where(eq(households.schemeId, schemeId));
  return (row?.highest ?? 0) + 1;
}

/** One registration of a scheme at a time: letter numbers go up without a gap or a double. */
async function lockScheme(tx: Transaction, schemeId: Hex): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${schemeId}, 1))`);
}
