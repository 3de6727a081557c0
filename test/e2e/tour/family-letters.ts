// What a family sees of a letter that no longer works, and of a budget that came to nothing: used up, stopped, moved to another letter.
import type { Page } from "playwright-core";
import { act } from "../../../scripts/demo/context.ts";
import type { Letter } from "../../../scripts/demo/people.ts";
import type { LanguageCode } from "../../../wallet-web/shared/language.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import {
  createLoginCode,
  signersOfLoginCode,
} from "../../../wallet-web/shared/protocol/login-code.ts";
import { writeCameraVideo } from "../../helpers/chromium.ts";
import { activate, balanceOf, showQr } from "../support/family.ts";
import { openPhone } from "../support/pages.ts";
import { readQr } from "../support/qr.ts";
import { chargeByApi } from "../support/shop.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

const ALL_CENTS = 30_000n;

/** By the phone's own camera or a link: never the app's page before it. */
async function openLetter(page: Page, { code }: Letter): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`/family/#code=${code}`);
}

/** A code that is wrong in each way that a code can be, and the scanner of letters. */
export async function tourLetters(
  world: World,
  visit: Visit,
  language: LanguageCode,
): Promise<void> {
  const letter = world.takeLetter(1);
  const phone = await openPhone(world, { locale: language });
  await activate(phone, letter);
  await openLetter(phone, letter);
  await phone.locator('[data-testid="dead-end"][data-why="used-here"]').waitFor();
  await visit("family-code-here", phone);
  const other = await openPhone(world, { locale: language });
  await openLetter(other, letter);
  await other.locator('[data-testid="dead-end"][data-why="used"]').waitFor();
  await visit("family-code-used", other);
  await reissue(world, letter);
  await openLetter(other, letter);
  await other.locator('[data-testid="dead-end"][data-why="replaced"]').waitFor();
  await visit("family-code-replaced", other);
  await phone.goto("/family/");
  await balanceOf(phone).waitFor({ state: "detached" });
  await visit("family-reissued", phone);
  await phone.close();
  const stopped = world.takeLetter(1);
  await close(world, stopped);
  await openLetter(other, stopped);
  await other.locator('[data-testid="dead-end"][data-why="closed"]').waitFor();
  await visit("family-code-closed", other);
  writeCameraVideo({ text: "8712345678906", file: world.cameraFile });
  await other.goto("/family/#/brief");
  await other.getByTestId("qr-problem").waitFor();
  await visit("family-scan-letter", other);
  await other.close();
}

async function reissue({ demo }: World, { beneficiaryIds }: Letter): Promise<void> {
  const code = createLoginCode(cryptoRandomBytes);
  const [key] = await signersOfLoginCode(code, "beneficiary", 1);
  if (!key) throw new Error("a code stands for at least one key");
  const beneficiaryId = beneficiaryIds[0] as Hex;
  const command = commands.reissueLoginCode({ beneficiaryId, activationKey: key.address });
  await act(demo, await demo.people.staff("validator"), command);
}

/** One budget from its first moment to its last. */
export async function tourBudget(
  world: World,
  visit: Visit,
  language: LanguageCode,
): Promise<void> {
  const letter = world.takeLetter(1);
  const page = await openPhone(world, { locale: language });
  await tourBeginning(page, visit, letter);
  await tellOfTopUp(page);
  await page.reload();
  await page.getByTestId("budget-news").waitFor();
  await visit("family-top-up", page);
  await page.unroute("**/api/v1/beneficiaries");
  await page.reload();
  await spendAll(world, page);
  await page.getByTestId("pay").waitFor({ state: "detached" });
  await visit("family-empty", page);
  await close(world, letter);
  await page.getByTestId("stop-reason").waitFor();
  await visit("family-closed", page);
  await page.close();
}

/** On a phone that is full; then with an answer that never comes; then as it should. */
async function tourBeginning(page: Page, visit: Visit, letter: Letter): Promise<void> {
  await openLetter(page, letter);
  await page.getByTestId("activate").waitFor();
  await page.evaluate(() => {
    for (const way of ["put", "add"] as const) {
      IDBObjectStore.prototype[way] = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    }
  });
  await page.getByTestId("activate").click();
  await page.getByTestId("problem").waitFor();
  await visit("family-full", page);
  await openLetter(page, letter);
  await page.route("**/api/v1/requests", (route) => route.abort());
  await page.getByTestId("activate").click();
  await page.getByTestId("child-card").or(page.getByTestId("problem")).waitFor();
  await page.goto("/family/#/");
  await page.getByTestId("child-card").waitFor();
  await visit("family-activating", page);
  await page.unroute("**/api/v1/requests");
  await activate(page, letter);
}

/** As if the municipality had added something yesterday. */
const tellOfTopUp = (page: Page) =>
  page.route("**/api/v1/beneficiaries", async (route) => {
    const response = await route.fetch();
    const body: { beneficiaries: object[] } = await response.json();
    const at = Math.floor(Date.now() / 1000) - 86_400;
    const topUp = { amountCents: "2500", reason: "hardship", at };
    const beneficiaries = body.beneficiaries.map((one) => ({ ...one, topUp }));
    await route.fulfill({ response, json: { ...body, beneficiaries } });
  });

async function spendAll(world: World, page: Page): Promise<void> {
  const { name: shopName } = await world.newShop();
  const qr = await readQr(await showQr(page));
  await chargeByApi(world.demo, { qr, shopName, amountCents: ALL_CENTS });
  await page.getByTestId("paid-done").click();
}

async function close({ demo }: World, { beneficiaryIds }: Letter): Promise<void> {
  const beneficiaryId = beneficiaryIds[0] as Hex;
  const command = commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" });
  await act(demo, await demo.people.staff("validator"), command);
}
