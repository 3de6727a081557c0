// npm run bench:lighthouse: what Lighthouse (mobile) makes of the family app and the till, against the marks that they must reach.
// Lighthouse is fetched at its first use and is no dependency: it would double what every clone installs.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { openWorld, type World } from "../test/e2e/support/world.ts";
import { findChromium } from "../test/helpers/chromium.ts";

const LIGHTHOUSE = "lighthouse@13.5.0";
/** One run is a throw of the dice on a busy machine; the median of some is a measurement. */
const RUNS = 5;
const RUN_LIMIT_MS = 120_000;

const CHROMIUM_FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
];

/** Marks of 100 that each page must reach at least. */
const MARKS = { performance: 95, accessibility: 100, "best-practices": 100 } as const;
type Category = keyof typeof MARKS;
const CATEGORIES = Object.keys(MARKS) as Category[];

const reportShape = z.object({
  categories: z.record(
    z.string(),
    z.object({
      score: z.number().nullable(),
      auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })),
    }),
  ),
  audits: z.record(z.string(), z.object({ title: z.string(), score: z.number().nullable() })),
});
type Report = z.infer<typeof reportShape>;

async function main(): Promise<number> {
  const world = await openWorld();
  try {
    let isGood = true;
    for (const path of pagesOf(world)) isGood = (await judge(world, path)) && isGood;
    return isGood ? 0 : 1;
  } finally {
    await world.close();
  }
}

const pagesOf = ({ demo }: World) => [
  "/family/",
  "/till/",
  `/openbaar/${demo.people.schemeId}`,
  "/toegankelijkheid",
];

/** Now and then Lighthouse loses its own recording, and asks to be run again. */
async function measured(url: string): Promise<Report> {
  return lighthouse(url).catch(() => lighthouse(url));
}

async function judge(world: World, path: string): Promise<boolean> {
  const reports: Report[] = [];
  for (let run = 0; run < RUNS; run++) reports.push(await measured(`${world.origin}${path}`));
  const marks = CATEGORIES.map((category) => {
    const mark = median(reports.map((report) => markOf(report, category)));
    return { category, mark, isGood: mark >= MARKS[category] };
  });
  console.log(
    `${path.replace(world.demo.people.schemeId, "{scheme}")}: ${marks.map(({ category, mark }) => `${category} ${mark}`).join(", ")}`,
  );
  for (const { category, isGood } of marks) {
    if (!isGood)
      console.log(`  ${category} is below ${MARKS[category]}: ${faultsOf(reports, category)}`);
  }
  return marks.every(({ isGood }) => isGood);
}

async function lighthouse(url: string): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "kindpakket-lighthouse-"));
  const file = join(folder, "report.json");
  try {
    const options = [
      "--quiet",
      "--output=json",
      `--output-path=${file}`,
      "--no-enable-error-reporting",
      `--only-categories=${CATEGORIES.join(",")}`,
      `--chrome-flags=${CHROMIUM_FLAGS.join(" ")}`,
    ];
    await promisify(execFile)("npx", ["--yes", LIGHTHOUSE, url, ...options], {
      timeout: RUN_LIMIT_MS,
      env: { ...process.env, CHROME_PATH: findChromium() ?? "" },
    });
    return reportShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const markOf = ({ categories }: Report, category: Category) =>
  Math.round((categories[category]?.score ?? 0) * 100);

/** What took points off in any of the runs. */
function faultsOf(reports: readonly Report[], category: Category): string {
  const titles = reports.flatMap(({ categories, audits }) =>
    (categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
      .map(({ id }) => audits[id]?.title ?? id),
  );
  return [...new Set(titles)].join("; ");
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

process.exitCode = await main();
