// What a button saves as a file, read as a spreadsheet would.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Page } from "playwright-core";

const MARK = "\ufeff";

/** The lines of the CSV that this button gives, each as its cells. */
export async function csvOf(
  page: Page,
  { press, name }: { press: string; name: RegExp },
): Promise<string[][]> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByTestId(press).click(),
  ]);
  expect(download.suggestedFilename()).to.match(name);
  const file = readFileSync(await download.path(), "utf8");
  expect(file.startsWith(MARK), "Dutch spreadsheets read UTF-8 by its mark").to.equal(true);
  return file
    .slice(MARK.length)
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(";"));
}
