// `npm run bench:gas`: what a payment costs in gas, beside its limit; with `--json` only the numbers.
// Ends with 1 when a limit is passed.
import { parseArgs } from "node:util";
import { type Costs, LIMITS, measureCosts } from "./bench/measure.ts";

const NAMES = { shopBound: "shop-bound", open: "open" };

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const costs = await measureCosts();
if (values.json) console.log(JSON.stringify(costs));
else console.table(tableOf(costs));
process.exitCode = isWithinLimits(costs) ? 0 : 1;

function tableOf(measured: Costs) {
  const rows = (["shopBound", "open"] as const).flatMap((kind) =>
    (["single", "batch50"] as const).map((way) => ({
      payment: way === "single" ? `${NAMES[kind]}, alone` : `${NAMES[kind]}, in a batch of 50`,
      gas: measured[kind][way],
      limit: LIMITS[kind][way],
    })),
  );
  return Object.fromEntries(rows.map(({ payment, ...numbers }) => [payment, numbers]));
}

function isWithinLimits(measured: Costs): boolean {
  return (["shopBound", "open"] as const).every((kind) =>
    (["single", "batch50"] as const).every((way) => measured[kind][way] <= LIMITS[kind][way]),
  );
}
