// The sandbox bank as a process of its own: reads its command line, runs until told to stop, says plainly what is wrong.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { parseDecimalToCents } from "../../money.ts";
import { defaultApiKey, startSandbox } from "./start.ts";

const usage = `Usage: npm run bank:sandbox -- [options]
  --port N              port on 127.0.0.1 (default 8085; 0 takes a free one)
  --books FILE          the bank's books (default .data/bank/books.jsonl)
  --api-key KEY         key of the company that exists from the start (default ${defaultApiKey})
  --company NAME        its name (default Gemeente Zuidhorn)
  --balance EUROS       its opening balance (default 1000000.00)
  --daily-limit EUROS   outgoing per day (default 1000000.00)
  --session-seconds N   how long a session lasts (default 3600)
  --no-rate-limits      answer as often as asked
  --help`;

const euros = z.string().transform((text, context) => {
  const cents = parseDecimalToCents(text);
  if (cents !== null && cents >= 0n) return cents;
  context.addIssue({ code: "custom", message: "an amount such as 1000.00 is needed" });
  return z.NEVER;
});
const settings = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(8085),
  books: z.string().min(1).default(".data/bank/books.jsonl"),
  "api-key": z.string().min(1).default(defaultApiKey),
  company: z.string().min(1).default("Gemeente Zuidhorn"),
  balance: euros.default(100_000_000n),
  "daily-limit": euros.default(100_000_000n),
  "session-seconds": z.coerce.number().int().min(1).max(31_536_000).default(3_600),
  "no-rate-limits": z.boolean().default(false),
  help: z.boolean().default(false),
});

function readSettings(): z.infer<typeof settings> {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({
    options: {
      port: text,
      books: text,
      "api-key": text,
      company: text,
      balance: text,
      "daily-limit": text,
      "session-seconds": text,
      "no-rate-limits": flag,
      help: flag,
    },
  });
  const parsed = settings.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`--${issue?.path.join(".")}: ${issue?.message}`);
}

function explain(error: unknown, port: number | null): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "EADDRINUSE") return `Port ${port} is in use; choose another with --port.`;
  if (code === "EACCES") return "No permission for that port or for the books' file.";
  if (code === "ENOSPC") return "The disk is full; the books can't be written.";
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  let port: number | null = null;
  try {
    const chosen = readSettings();
    if (chosen.help) {
      console.log(usage);
      return;
    }
    port = chosen.port;
    mkdirSync(dirname(chosen.books), { recursive: true });
    const sandbox = await startSandbox({
      port,
      booksFile: chosen.books,
      apiKey: chosen["api-key"],
      companyName: chosen.company,
      initialBalanceCents: chosen.balance,
      dailyLimitCents: chosen["daily-limit"],
      sessionTimeoutSeconds: chosen["session-seconds"],
      rateLimits: !chosen["no-rate-limits"],
    });
    const stop = () => void sandbox.close().then(() => process.exit(0));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    // Last, so that whoever waits for this line can stop the bank at once.
    console.log(`Sandbox bank: ${sandbox.url} (API ${sandbox.url}/v1, books ${chosen.books})`);
  } catch (error) {
    console.error(`The sandbox bank can't start: ${explain(error, port)}`);
    process.exitCode = 1;
  }
}

await main();
