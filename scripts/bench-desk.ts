// npm run bench:desk: how long each screen of the desk waits for the server with 100,000 families and a million payments on PostgreSQL.
import { parseArgs } from "node:util";
import { systemClock } from "../server/bank/clock.ts";
import { readConfig } from "../server/config.ts";
import { createLogger } from "../server/logging.ts";
import { type Running, serve } from "../server/serve.ts";
import { newSigner } from "../test/helpers/chain.ts";
import { hasPostgres, POSTGRES_MISSING, startPostgres } from "../test/helpers/postgres.ts";
import { makePlace } from "../test/helpers/server.ts";
import { cryptoRandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import { logIn, type Measured, measure, TIMES } from "./bench/desk-measure.ts";
import { screensOf } from "./bench/desk-screens.ts";
import { fillTown, type Size } from "./bench/desk-town.ts";
import { createProgress } from "./demo/progress.ts";

const USAGE = `Usage: npm run bench:desk -- [--families N] [--payments N] [--shops N] [--only TEXT]
  default 100000 families, 1000000 payments, 500 shops; --only: screens with this text in their name`;
/** A person doesn't notice waiting for less. */
const LIMIT_MS = 500;

const print = (line: string) => console.log(line);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      families: { type: "string", default: "100000" },
      payments: { type: "string", default: "1000000" },
      shops: { type: "string", default: "500" },
      only: { type: "string", default: "" },
      help: { type: "boolean", default: false },
    },
  });
  const size: Size = {
    families: Number(values.families),
    payments: Number(values.payments),
    shops: Number(values.shops),
  };
  const isSize = Object.values(size).every((number) => Number.isInteger(number) && number >= 100);
  if (values.help || !isSize) {
    print(USAGE);
    return values.help ? 0 : 2;
  }
  if (!hasPostgres()) {
    print(POSTGRES_MISSING);
    return 2;
  }
  const progress = createProgress({ print, now: () => performance.now() });
  const postgres = await startPostgres({ isMeasured: true });
  let server: Running | undefined;
  try {
    const url = await postgres.createDatabase();
    const { env } = await makePlace({ env: { DATABASE_URL: url } });
    server = await serve({
      config: readConfig(env),
      clock: systemClock(),
      random: cryptoRandomBytes,
      log: createLogger("silent"),
      fetch,
    });
    const { services, port } = server;
    const staff = await newSigner();
    const town = await progress.step(
      `${size.families} families and ${size.payments} payments written`,
      () => fillTown(services, { staff: staff.address, size }),
    );
    const desk = await logIn(server, staff, `http://127.0.0.1:${port}/api/v1`);
    const screens = screensOf(town, size.families).filter(({ screen }) =>
      screen.includes(values.only),
    );
    const measured: Measured[] = [];
    for (const asked of screens) measured.push(await measure(desk, asked));
    return report(measured, size);
  } finally {
    await server?.stop();
    await postgres.stop();
  }
}

function report(measured: readonly Measured[], { families, payments }: Size): number {
  const row = (...cells: string[]) =>
    print(cells.map((cell, index) => (index ? cell.padStart(10) : cell.padEnd(32))).join(""));
  row("screen, ms", "first", "median", "slowest", "kB");
  for (const { screen, firstMs, medianMs, slowestMs, bytes } of measured) {
    const numbers = [firstMs, medianMs, slowestMs, bytes / 1024].map((one) => one.toFixed(0));
    row(screen, ...numbers, medianMs > LIMIT_MS ? "too slow" : "");
  }
  const slow = measured.filter(({ medianMs }) => medianMs > LIMIT_MS).length;
  print(
    `${measured.length - slow} of ${measured.length} screens within ${LIMIT_MS} ms (median of ${TIMES}) with ${families} families and ${payments} payments`,
  );
  return slow === 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (cause) {
  console.error(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  process.exit(1);
}
