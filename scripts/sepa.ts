// Payment files from the command line: `npm run sepa -- export`, `import FILE…`, `list`. It moves files; who may pay whom is
// decided elsewhere: a file is written out only after a treasurer released it at the desk.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { desc, eq } from "drizzle-orm";
import { systemClock } from "../server/bank/clock.ts";
import { compose } from "../server/compose.ts";
import { type Config, ConfigError, readConfig } from "../server/config.ts";
import { isAppError } from "../server/errors/app-error.ts";
import { createLogger } from "../server/logging.ts";
import { FILE_BANK, waitingForFile } from "../server/payouts/payment-files.ts";
import type { PayoutActs } from "../server/payouts/payout-acts.ts";
import type { Submission } from "../server/payouts/submissions.ts";
import type { Services } from "../server/services.ts";
import { explainFailure } from "../server/startup-failure.ts";
import { bankSubmissions, schemes } from "../server/store/schema/index.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../wallet-web/shared/protocol/bytes.ts";
import { euros } from "./demo/progress.ts";

const USAGE = `Usage: npm run sepa -- export [--out FOLDER]   freeze what is due, write out what a treasurer released
       npm run sepa -- import FILE…           read the bank's pain.002, camt.053 or camt.054
       npm run sepa -- list                   the files and where they stand
The settings are the server's (.env). With the embedded chain the server must be ended first.`;

const HIGHEST_BYTES = 20 * 1024 * 1024;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** What whoever typed the command has to change. */
class Refused extends Error {}

let config: Config | null = null;
try {
  process.exitCode = await main();
} catch (error) {
  const sentences = error instanceof Refused ? [error.message] : explainFailure(error, config);
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${(sentences ?? [unforeseen]).join("\n")}\n`);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: "string", default: "." }, help: { type: "boolean", default: false } },
  });
  const [command, ...files] = positionals;
  if (values.help || !["export", "import", "list"].includes(command ?? "")) {
    print(USAGE);
    return values.help ? 0 : 2;
  }
  if (command === "import" && files.length === 0) throw new Refused(USAGE);
  config = readConfig(process.env);
  if (config.bank.kind !== "sepa") {
    throw new ConfigError(["BANK must be sepa: payouts then go to the bank as files."]);
  }
  const inputs = command === "import" ? files.map(readInput) : [];
  const composed = await compose({
    config,
    clock: systemClock(),
    random: cryptoRandomBytes,
    log: createLogger("error"),
    fetch,
  });
  try {
    const { services } = composed;
    const acts = services.payoutActs;
    if (acts === null) throw new Error("no bank was opened");
    await services.payoutWorker?.round();
    if (command === "export") await exportFiles(services, acts, values.out);
    if (command === "list") await list(services);
    const isDone = command !== "import" || (await importFiles(acts, inputs));
    await services.payoutWorker?.round();
    return isDone ? 0 : 1;
  } finally {
    await composed.stop();
  }
}

type Input = { name: string; bytes: Uint8Array };

function readInput(name: string): Input {
  if (!existsSync(name)) throw new Refused(`There is no file ${name}.`);
  const bytes = readFileSync(name);
  if (bytes.byteLength > HIGHEST_BYTES) throw new Refused(`${name} is larger than 20 MB.`);
  return { name, bytes };
}

async function exportFiles(services: Services, acts: PayoutActs, out: string): Promise<void> {
  const all = await filesOf(services);
  const released = all.filter((file) => file.state === "released");
  mkdirSync(out, { recursive: true });
  for (const file of released) {
    const { fileName, bytes } = await acts.handOutFile(file.submissionId);
    writeFileSync(join(out, fileName), bytes);
    print(`Written: ${join(out, fileName)} (${told(file)}). Give it to the bank once.`);
  }
  const known = await services.database.select({ schemeId: schemes.schemeId }).from(schemes);
  for (const { schemeId } of known) {
    const { payoutCount } = await waitingForFile(services, schemeId);
    if (payoutCount > 0) await freeze(services, acts, schemeId);
  }
  const waiting = (await filesOf(services)).filter((file) => file.state === "frozen");
  for (const file of waiting) {
    print(`Waits for a treasurer's release at the desk: ${file.target} (${told(file)})`);
    print(`  SHA-256 ${file.bodyHash.slice(2)}`);
  }
  if (released.length + waiting.length === 0) print("Nothing is due.");
}

/** The command line is the first pair of eyes, in the name of the server's account; a treasurer is the second. */
async function freeze(services: Services, acts: PayoutActs, schemeId: Hex): Promise<void> {
  const submissionId = randomId(services.random);
  try {
    await acts.freezeFile({ schemeId, submissionId, by: services.operator });
  } catch (error) {
    // All that waited is held for a person: there is nothing to put into a file.
    if (!isAppError(error, "nothing-to-pay")) throw error;
  }
}

async function importFiles(acts: PayoutActs, inputs: readonly Input[]): Promise<boolean> {
  let isDone = true;
  for (const { name, bytes } of inputs) {
    try {
      const read = await acts.importBankFile({ bytes, by: null });
      const what = `${read.entries} entries: ${read.matched} of payouts, ${read.returned} returned, ${read.refused} refused, ${read.checked} names checked, ${read.unmatched} of something else`;
      print(
        `${name}: ${read.message}, ${read.alreadyRead ? "read before, nothing changed" : what}`,
      );
    } catch (error) {
      if (!isAppError(error)) throw error;
      const where = error.params.line ? ` at line ${error.params.line}` : "";
      const why = error.params.reason ? ` (${error.params.reason})` : "";
      process.stderr.write(`${name}: ${error.code}${why}${where}. ${error.message}\n`);
      isDone = false;
    }
  }
  return isDone;
}

async function list(services: Services): Promise<void> {
  for (const file of await filesOf(services)) {
    print(`${file.state.padEnd(10)} ${file.executionDate}  ${told(file)}  ${file.target}`);
  }
}

function filesOf({ database }: Services): Promise<Submission[]> {
  return database
    .select()
    .from(bankSubmissions)
    .where(eq(bankSubmissions.bank, FILE_BANK))
    .orderBy(desc(bankSubmissions.createdAt));
}

function told(file: Submission): string {
  return `${file.payoutCount} payouts, ${euros(file.amountCents)}`;
}
