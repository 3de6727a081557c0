// Writes demo/families.csv and demo/shops.csv again; both are invented and come out the same at every run.
import { writeFile } from "node:fs/promises";
import { familiesCsv } from "./demo-data/families.ts";
import { shopsCsv } from "./demo-data/shops.ts";

export const DEMO_FILES = [
  { path: "demo/families.csv", make: familiesCsv },
  { path: "demo/shops.csv", make: shopsCsv },
] as const;

if (import.meta.main) {
  for (const { path, make } of DEMO_FILES) {
    await writeFile(new URL(`../${path}`, import.meta.url), make());
    console.log(`wrote ${path}`);
  }
}
