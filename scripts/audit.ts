// npm run audit: recomputes everything from the chain's events and lays index and bank statement beside it. It changes nothing.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type AuditReport, auditAll, type BankSide } from "../server/audit/audit.ts";
import { readImported, readIndex, sideOfMovements } from "../server/audit/sides.ts";
import { readStatementFile } from "../server/audit/statement-files.ts";
import { BankError } from "../server/bank/bank-error.ts";
import { systemClock } from "../server/bank/clock.ts";
import { BankFileError } from "../server/bank/sepa/bank-file.ts";
import { readEvents } from "../server/chain/read-chain.ts";
import { dataKeyOf } from "../server/compose.ts";
import { connectBunq } from "../server/compose-bank.ts";
import { type Config, readConfig } from "../server/config.ts";
import { createLogger } from "../server/logging.ts";
import { explainFailure } from "../server/startup-failure.ts";
import { type Database, openDatabase } from "../server/store/database.ts";
import { createVault } from "../server/validator/vault.ts";
import { cryptoRandomBytes, fromHex } from "../wallet-web/shared/protocol/bytes.ts";
import { euros } from "./demo/progress.ts";

const USAGE = `Usage: npm run audit [-- --statement FILE …] [--json]
  --statement FILE   a camt.053 of the bank, once for each; absent: the bank's own list (bunq), or what was imported
  --json             the whole report as JSON
Exit code 0: everything agrees; 1: it doesn't; 2: it couldn't be looked at.
The settings are the server's (.env). With the embedded chain the server must be ended first.`;

const print = (line: string) => process.stdout.write(`${line}\n`);

let config: Config | null = null;
try {
  process.exitCode = await main();
} catch (error) {
  const sentences = explainAudit(error) ?? explainFailure(error, config);
  const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${(sentences ?? [unforeseen]).join("\n")}\n`);
  process.exitCode = 2;
}

function explainAudit(error: unknown): string[] | null {
  if (error instanceof BankFileError) return [`The statement can't be used: ${error.message}`];
  if (error instanceof BankError) return [`The bank gives no usable answer: ${error.message}`];
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [error.message];
  return null;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      statement: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  config = readConfig(process.env);
  const files = values.statement.map((name) => readFileSync(name));
  const { database, close } = await openDatabase(config.database);
  try {
    const log = createLogger("error");
    const events = await readEvents({ config, database, clock: systemClock(), log, fetch });
    const index = await readIndex(database);
    const { bank, source } = await readBank(config, database, files);
    const report = auditAll({ events, index, bank });
    if (values.json) printJson(report);
    else show(report, source);
    return report.differences.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

async function readBank(
  settings: Config,
  database: Database,
  files: readonly Uint8Array[],
): Promise<{ bank: BankSide | null; source: string }> {
  const statements: BankSide[] = [];
  for (const bytes of files) statements.push(await readStatementFile(database, bytes));
  if (statements.length > 0) return { bank: joined(statements), source: "the bank's files" };
  if (settings.bank.kind === "none") return { bank: null, source: "no bank" };
  if (settings.bank.kind === "sepa") {
    const source = "what was imported (give --statement to use the bank's own files)";
    return { bank: await readImported(database), source };
  }
  const random = cryptoRandomBytes;
  const vault = createVault({ dataKey: fromHex(dataKeyOf({ config: settings, random })), random });
  const bank = connectBunq({ database, clock: systemClock(), random, fetch }, settings.bank, vault);
  const movements = await bank.movements({ since: null });
  return { bank: sideOfMovements(movements), source: "the bank's own list" };
}

function joined(sides: readonly BankSide[]): BankSide {
  const payouts = new Map<`0x${string}`, { out: bigint[]; back: bigint[] }>();
  for (const side of sides) {
    for (const [payoutId, { out, back }] of side.payouts) {
      const known = payouts.get(payoutId) ?? { out: [], back: [] };
      payouts.set(payoutId, { out: [...known.out, ...out], back: [...known.back, ...back] });
    }
  }
  return { payouts, others: sides.flatMap(({ others }) => others) };
}

function show(report: AuditReport, source: string): void {
  const width = Math.max(...report.lines.map(({ what }) => what.length));
  const cell = (cents: bigint | null) => (cents === null ? "" : euros(cents)).padStart(16);
  print(`${"".padEnd(width)}${"chain".padStart(16)}${"index".padStart(16)}${"bank".padStart(16)}`);
  for (const { what, chain, index, bank, differs } of report.lines) {
    const mark = differs ? "  <- differs" : "";
    print(`${what.padEnd(width)}${cell(chain)}${cell(index)}${cell(bank)}${mark}`);
  }
  print(
    `Bank column: ${source}. ${report.underWay} payouts under way, ${report.unmatched} lines of the bank that name no payout.`,
  );
  for (const difference of report.differences) print(`  ${difference}`);
  const { payouts, payments, differences } = report;
  print(`audit: ${payouts} payouts, ${payments} payments, differences ${differences.length}`);
}

function printJson(report: AuditReport): void {
  const text = JSON.stringify(
    report,
    (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    1,
  );
  print(text);
}
