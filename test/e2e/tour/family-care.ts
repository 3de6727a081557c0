// What a family does beside paying: its phones, a question about a payment, the end of a budget, finding a shop.
import type { Page } from "playwright-core";
import type { LanguageCode } from "../../../wallet-web/shared/language.ts";
import { writeCameraVideo } from "../../helpers/chromium.ts";
import { balanceOf, endIn } from "../support/family.ts";
import { openPhone } from "../support/pages.ts";
import type { FamilySays } from "../support/sentences.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

/** From a receipt: a question that is wrong, asked, and answered. */
export async function tourQuestion(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("ask").click();
  await page.getByTestId("question-send").click();
  await page.getByTestId("question-dialog").getByRole("alert").waitFor();
  await visit("family-question", page);
  await page.getByTestId("question-dialog").getByRole("radio").last().check();
  await page.getByTestId("question-send").click();
  await page.getByTestId("question-dialog").getByRole("alert").waitFor();
  await visit("family-question-wrong", page);
  await page.getByTestId("question-note").fill("Het was 10 euro.");
  await page.getByTestId("question-send").click();
  await page.getByTestId("asked").waitFor();
  await visit("family-asked", page);
  await answerQuestions(page, "De winkel geeft 2,50 euro terug.");
  await page.reload();
  await page.getByTestId("answer").waitFor();
  await visit("family-answered", page);
}

/** As if the municipality answered. */
const answerQuestions = (page: Page, answer: string) =>
  page.route("**/questions", async (route) => {
    const response = await route.fetch();
    const body: { questions: { askedAt: number }[] } = await response.json();
    const questions = body.questions.map((one) => ({ ...one, answer, answeredAt: one.askedAt }));
    await route.fulfill({ response, json: { questions } });
  });

/** One more phone, from both sides, and taken away again. */
export async function tourPhones(
  world: World,
  page: Page,
  visit: Visit,
  { language, says }: { language: LanguageCode; says: FamilySays },
): Promise<void> {
  const other = await openPhone(world, { locale: language });
  await other.goto("/family/#/telefoon-erbij");
  const code = await other.getByTestId("phone-code").textContent();
  await visit("family-new-phone", other);
  await page.getByTestId("add-phone").click();
  await page.getByTestId("phone-code-typed").fill("7Q2M-9FKA");
  await page.getByTestId("phone-code-typed-ok").click();
  await page.getByRole("alert").filter({ hasText: "16" }).waitFor();
  await visit("family-add-phone", page);
  writeCameraVideo({ text: "8712345678906", file: world.cameraFile });
  await page.getByTestId("scan-phone").click();
  await page.getByTestId("qr-problem").waitFor();
  await visit("family-scan-phone", page);
  await page.getByTestId("back").click();
  await page.getByTestId("phone-code-typed").fill(code ?? "");
  await page.getByTestId("phone-code-typed-ok").click();
  await page.getByTestId("add-question").waitFor();
  await visit("family-add-phone-question", page);
  await page.getByTestId("add-yes").click();
  await page.getByTestId("phone-added").waitFor();
  await visit("family-phone-added", page);
  await other.getByTestId("names-done").waitFor();
  await page.goto("/family/#/telefoons");
  await page.getByTestId("remove-phone").waitFor();
  await visit("family-phones", page);
  await page.getByTestId("remove-phone").click();
  await page.getByTestId("remove-dialog").waitFor();
  await visit("family-phone-remove", page);
  await page.getByTestId("remove-yes").click();
  await page.getByTestId("other-phone").waitFor({ state: "detached" });
  await other.goto("about:blank");
  await other.goto("/family/");
  await other.getByText(says("hindrance.removed.title")).first().waitFor();
  await visit("family-phone-removed", other);
  await other.close();
}

/** Warned before the end, and told after it. */
export async function tourEnd(page: Page, visit: Visit): Promise<void> {
  for (const [name, weeks] of [
    ["family-end", 6],
    ["family-end-over", -1],
  ] as const) {
    await endIn(page, weeks);
    await page.goto("about:blank");
    await page.goto("/family/");
    await page.getByTestId("end-warning").waitFor();
    // What the phone kept shows first.
    if (weeks < 0) await page.getByTestId("pay").waitFor({ state: "detached" });
    await visit(name, page);
    await page.unroute("**/api/v1/beneficiaries");
  }
  await page.reload();
  await page.getByTestId("pay").waitFor();
}

/** Zuidhorn's centre, where the phone is and some of the shops are. */
const HERE = { latitude: 53.2467, longitude: 6.4031 };
const OPEN = [
  { from: "09:00", until: "12:30" },
  { from: "13:30", until: "18:00" },
];

/** By word, by distance, with the week's hours; and nothing found. */
export async function tourShops(page: Page, visit: Visit, says: FamilySays): Promise<void> {
  await tellOfShops(page);
  await page.getByTestId("tab-winkels").click();
  await page.getByTestId("shop").first().locator("summary").click();
  await visit("family-shops", page);
  await page.getByTestId("nearby").click();
  await page.getByTestId("no-place").waitFor();
  await visit("family-shops-no-place", page);
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation(HERE);
  await page.getByTestId("nearby").click();
  await page.getByTestId("nearby").waitFor({ state: "detached" });
  await visit("family-shops-near", page);
  await page.getByTestId("open-now").click();
  await page.getByTestId("shop-search").fill("xyz");
  await page.getByText(says("shops.none"), { exact: true }).waitFor();
  await visit("family-shops-none", page);
  await page.unroute("**/api/v1/shops");
}

/** As if every shop had told its hours, and the municipality knew where each is. */
const tellOfShops = (page: Page) =>
  page.route("**/api/v1/shops", async (route) => {
    const response = await route.fetch();
    const body: { shops: object[] } = await response.json();
    const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    const openingHours = { ...Object.fromEntries(days.map((day) => [day, OPEN])), sunday: [] };
    const shops = body.shops.map((shop, index) => {
      const place = { ...HERE, latitude: HERE.latitude + index / 1_000 };
      return { ...shop, openingHours, place };
    });
    await route.fulfill({ response, json: { shops } });
  });

/** A browser that keeps nothing. */
export async function tourStorage(
  world: World,
  visit: Visit,
  { language, says }: { language: LanguageCode; says: FamilySays },
): Promise<void> {
  const page = await openPhone(world, { locale: language });
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, "open", {
      value: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await page.goto("/family/");
  await page.getByText(says("storage.title")).waitFor();
  await visit("family-storage", page);
  await page.close();
}

/** The mark under a receipt: asked, chosen, thanked for. */
export async function tourMark(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("ask-mark").waitFor();
  await page.getByTestId("mark-8").check();
  await page.getByTestId("mark-send").waitFor();
  await visit("family-mark", page);
  await page.getByTestId("mark-send").click();
  await page.getByTestId("mark-thanks").waitFor();
  await visit("family-mark-thanks", page);
}

export async function tourMore(page: Page, visit: Visit, says: FamilySays): Promise<void> {
  await page.getByTestId("tab-meer").click();
  await page.getByText(says("help.privacy.q")).click();
  await visit("family-more", page);
  await page.getByRole("button", { name: says("install.do") }).click();
  await page.getByRole("dialog").waitFor();
  await visit("family-install", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("tab-home").click();
  await balanceOf(page).waitFor();
}
