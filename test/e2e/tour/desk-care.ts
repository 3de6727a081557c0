// What the desk shows of people's words: a family's question, marks, and who looked at whom.
import type { Page } from "playwright-core";
import { shortCode } from "../../../wallet-web/shared/short-code.ts";
import { activateByApi, chequeQr } from "../support/phone-keys.ts";
import { chargeByApi } from "../support/shop.ts";
import type { World } from "../support/world.ts";
import type { Visit } from "./visit.ts";

/** A family asks; the desk finds it in what is to be done, and answers. */
export async function tourQuestion(world: World, page: Page, visit: Visit): Promise<void> {
  const paymentId = await askByApi(world);
  await page.getByTestId("nav-overview").click();
  await page.getByTestId("todo-questions").waitFor();
  await visit("desk-overview-todo", page);
  await page.getByTestId("todo-questions").getByRole("link").click();
  await page.getByTestId("open-household").first().waitFor();
  await visit("desk-questions", page);
  await page.getByTestId("open-household").first().click();
  await page.getByTestId("look-reason").selectOption("question");
  await page.getByTestId("look-confirm").click();
  await page.getByTestId("question").first().waitFor();
  await page.getByTestId("question-send").first().click();
  await visit("desk-household-question", page);
  await page.keyboard.press("Escape");
  await page.getByTestId("nav-guardian").click();
  await page.getByTestId("payment-code").fill(shortCode(paymentId));
  await page.getByTestId("find-payment-go").click();
  await page.getByTestId("found-payment").waitFor();
  await visit("desk-found-payment", page);
}

async function askByApi(world: World): Promise<string> {
  const { demo } = world;
  const keys = await activateByApi(demo, world.takeLetter(2));
  const { name: shopName } = world.takeShop();
  const qr = await chequeQr(demo.deployment, keys);
  const { paymentId } = await chargeByApi(demo, { qr, shopName, amountCents: 1_250n });
  const token = await demo.api.openSession(demo.deployment, [keys.device]);
  const question = { kind: "wrong-amount", note: "Het was 10 euro." };
  await demo.api.post(`/payments/${paymentId}/question`, question, token);
  return paymentId;
}

export async function tourAccess(page: Page, visit: Visit): Promise<void> {
  await page.getByTestId("nav-access").click();
  await page.getByTestId("access-table").waitFor();
  await visit("desk-access", page);
}
