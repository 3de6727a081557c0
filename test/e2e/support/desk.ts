// What staff do at the desk, in steps that every test shares.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { enrolmentCode } from "../../../scripts/demo/links.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { openDesktop } from "./pages.ts";
import type { World } from "./world.ts";

/** A desk that took these roles, each by a link. */
export async function openDesk(
  world: World,
  roles: readonly RoleName[],
  { baseURL = world.origin }: { baseURL?: string } = {},
): Promise<Page> {
  const page = await openDesktop(world, { baseURL });
  for (const role of roles) await enrol(world, page, role);
  return page;
}

/** Takes a role by its link. */
export async function enrol(world: Pick<World, "demo">, page: Page, role: RoleName): Promise<void> {
  const code = await enrolmentCode(world.demo, role);
  await page.goto("about:blank");
  await page.goto(`/desk/#code=${code}`);
  await page.getByTestId("enrol-accept").click();
  await page.getByTestId("nav-overview").waitFor();
}

/** Funds the scheme with an amount such as "1.200". */
export async function fund(page: Page, amount: string, reference: string): Promise<void> {
  await askToFund(page, amount, reference);
  await page.getByTestId("fund-dialog").waitFor({ state: "detached" });
}

/** The same up to the signature: the dialog then says what came of it. */
export async function askToFund(page: Page, amount: string, reference: string): Promise<void> {
  await page.getByTestId("nav-money").click();
  await page.getByTestId("fund-amount").fill(amount);
  await page.getByTestId("fund-reference").fill(reference);
  await page.getByTestId("fund").click();
  await page.getByTestId("fund-dialog-confirm").click();
}

/** Chooses a file of families, and waits for what the desk says of it. */
export async function chooseCsv(page: Page, rows: readonly string[]): Promise<void> {
  await page.getByTestId("nav-households").click();
  await page.getByRole("link", { name: "Gezinnen inschrijven" }).first().click();
  await page.getByTestId("csv-file").setInputFiles({
    name: "gezinnen.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`\ufeffCliëntnummer;Naam;Aantal kinderen;Taal\r\n${rows.join("\r\n")}\r\n`),
  });
  await page.getByTestId("import-preview").waitFor();
}

/** The demonstration's families stand in its file in the order of their letters. */
export const clientNumberOf = ({ row }: { row: number }): string =>
  readFileSync(new URL("../../../demo/families.csv", import.meta.url), "utf8")
    .split(/\r?\n/)
    [row - 1]?.split(";")[0] ?? "";

/** Looks up a client number or letter number, by the button: a page that just opened may still move the focus to its heading. */
export async function findHousehold(desk: Page, number: string): Promise<void> {
  await desk.getByTestId("nav-households").click();
  await desk.getByTestId("find-household").fill(number);
  await desk.getByRole("search").getByRole("button").click();
}
