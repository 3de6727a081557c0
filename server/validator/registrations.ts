// Registers households of an import: each row once, ever, and exactly the beneficiaries that the validator signed.
import { and, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Relay } from "../chain/relay.ts";
import { AppError, isAppError } from "../errors/app-error.ts";
import type { registrationAnswer, registrationBody } from "../http/schemas/desk.ts";
import type { Database, Transaction } from "../store/database.ts";
import { commands } from "../store/schema/chain.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { argumentsOf, type CommandReader, hexArgument } from "./commands.ts";
import type { KeptRow } from "./import-store.ts";
import type { Imports } from "./imports.ts";
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
    await requireFree(tx, schemeId, facts.households);
    const firstLetter = await nextLetterNumber(tx, schemeId);
    const rows = facts.households.map(({ kept }, index) => {
      const householdId = randomId(given.random);
      return {
        householdId,
        schemeId,
        clientNumber: given.vault.seal(clientNumberPlace(householdId), kept.clientNumber),
        clientNumberMac: kept.clientNumberMac,
        letterNumber: firstLetter + index,
        language: kept.language,
        requestId,
        registeredAt: given.now(),
      };
    });
    await tx.insert(households).values(rows);
    await tx.insert(householdBeneficiaries).values(
      facts.households.flatMap(({ beneficiaryIds }, index) =>
        beneficiaryIds.map((beneficiaryId, position) => ({
          beneficiaryId,
          householdId: rows[index]?.householdId ?? ("0x" as Hex),
          position,
        })),
      ),
    );
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
        await database.delete(households).where(eq(households.requestId, requestId));
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
    .select({ requestId: households.requestId })
    .from(households)
    .where(eq(households.requestId, requestId))
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

/** @throws {AppError} `import-row-taken` for a row that isn't there or can't go in; `command-mismatch` for a wrong number of ids. */
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
    if (found.children !== beneficiaryIds.length) {
      throw new AppError("command-mismatch", { row: String(row) });
    }
    return { kept: found, beneficiaryIds };
  });
}

const taken = (row: number) => new AppError("import-row-taken", { row: String(row) });

/** A household whose command was refused, and that a crash left behind, doesn't count. */
async function requireFree(
  tx: Transaction,
  schemeId: Hex,
  wanted: readonly Household[],
): Promise<void> {
  const macs = wanted.map((one) => one.kept.clientNumberMac);
  const refused = tx
    .select({ id: commands.id })
    .from(commands)
    .where(eq(commands.state, "refused"));
  const ofThese = and(eq(households.schemeId, schemeId), inArray(households.clientNumberMac, macs));
  await tx.delete(households).where(and(ofThese, inArray(households.requestId, refused)));
  const existing = await tx
    .select({ mac: households.clientNumberMac })
    .from(households)
    .where(ofThese);
  const known = new Set(existing.map((one) => one.mac));
  const first = wanted.find((one) => known.has(one.kept.clientNumberMac));
  if (first) throw taken(first.kept.row);
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
