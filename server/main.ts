// Starts the server from the environment and stops it on a signal; everything else is composed, nothing is decided here.
import { cryptoRandomBytes } from "../wallet-web/shared/protocol/bytes.ts";
import { systemClock } from "./bank/clock.ts";
import { type Config, readConfig } from "./config.ts";
import { createLogger } from "./logging.ts";
import { serve } from "./serve.ts";
import { explainFailure } from "./startup-failure.ts";

const STOP_LIMIT_MS = 10_000;

let config: Config | null = null;
try {
  config = readConfig(process.env);
  const log = createLogger(config.logLevel);
  const running = await serve({
    config,
    clock: systemClock(),
    random: cryptoRandomBytes,
    log,
    fetch,
  });

  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => {
      log.error("stopping took too long");
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    await running.stop();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("unhandledRejection", (err) => {
    // A promise nobody looked after: the state of things is unknown, and a fresh start finds it in the database.
    log.fatal({ err }, "an unforeseen fault; the server ends");
    process.exit(1);
  });
} catch (error) {
  const sentences = explainFailure(error, config);
  for (const sentence of sentences ?? []) process.stderr.write(`${sentence}\n`);
  if (sentences === null) process.stderr.write(`The server can't start: ${describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
