// Writes demo/families.csv, demo/shops.csv and demo/register.csv again; all are invented and come out the same at every run.
import { writeFile } from "node:fs/promises";
import { familiesCsv } from "./demo-data/families.ts";
import { registerCsv } from "./demo-data/register.ts";
import { shopsCsv } from "./demo-data/shops.ts";

export const DEMO_FILES = [
  { path: "demo/families.csv", make: familiesCsv },
  { path: "demo/shops.csv", make: shopsCsv },
  { path: "demo/register.csv", make: registerCsv },
] as const;

if (import.meta.main) {
  for (const { path, make } of DEMO_FILES) {
    await writeFile(new URL(`../${path}`, import.meta.url), make());
    console.log(`wrote ${path}`);
  }
}
