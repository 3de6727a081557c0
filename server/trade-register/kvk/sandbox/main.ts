// The sandbox register as a process of its own: reads its command line, runs until told to stop, says plainly what is wrong.
import process from "node:process";
import { parseArgs } from "node:util";
import { readEntries } from "./entries.ts";
import { startRegisterSandbox } from "./server.ts";

const USAGE = `Usage: npm run register:sandbox -- [options]
  --port N         port on 127.0.0.1 (default 8087; 0 takes a free one)
  --entries FILE   who is registered (default demo/register.csv)
  --api-key KEY    the key that it knows (default sandbox)
  --help`;

async function main(): Promise<void> {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "8087" },
        entries: { type: "string", default: "demo/register.csv" },
        "api-key": { type: "string", default: "sandbox" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return console.log(USAGE);
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`--port: ${values.port} is not a port`);
    }
    const entries = readEntries(values.entries);
    const sandbox = await startRegisterSandbox({ port, apiKey: values["api-key"], entries });
    const stop = () => void sandbox.close().then(() => process.exit(0));
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    console.log(`Sandbox register: KVK_API_URL=${sandbox.url}/api`);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    console.error(`The sandbox register can't start: ${said}`);
    process.exitCode = 1;
  }
}

await main();
