// Makes the one migration of the unreleased schema anew: `npm run migrations`. After the first release it must only add.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const folder = new URL("../server/store/migrations/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
execFileSync("drizzle-kit", ["generate", "--name", "initial"], { stdio: "inherit" });

// Time and a random id would make a difference where there is none.
stabilise("meta/_journal.json", (text) => text.replace(/"when": \d+/, '"when": 1'));
stabilise("meta/0000_snapshot.json", (text) =>
  text.replace(/"id": "[0-9a-f-]{36}"/, '"id": "00000000-0000-0000-0000-000000000001"'),
);

function stabilise(file: string, change: (text: string) => string): void {
  const path = new URL(file, folder);
  writeFileSync(path, `${change(readFileSync(path, "utf8")).trimEnd()}\n`);
}
