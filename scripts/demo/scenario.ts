// The main job from end to end, by signature and HTTP alone: activate, pay, be refused, refund, be paid out, add up.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { ApiRefusal } from "./api.ts";
import { act, type Demo, sign } from "./context.ts";
import { unusedLetter } from "./links.ts";
import {
  activateLetter,
  authorise,
  charge,
  type Payment,
  type Phone,
  signOpen,
  type Till,
} from "./paying.ts";
import { euros } from "./progress.ts";
import { readShops } from "./shops.ts";

const OPEN_CENTS = 1_250n;
const SHOP_BOUND_CENTS = 2_395n;
const REFUND_CENTS = 500n;
const TOO_MUCH_CENTS = 30_000n;

/** Walks the whole of it. @throws {Error} naming the step that went otherwise than it must. */
export async function playScenario(demo: Demo): Promise<void> {
  const { progress } = demo;
  const phone = await progress.step("a family activated with the code of its letter", () =>
    activate(demo),
  );
  const [first, second, third] = await tills(demo);

  const open = await signOpen(demo, phone, 30_000n);
  const paid = await progress.step(
    "paid, shop enters the amount",
    () => charge(demo, open, first, OPEN_CENTS),
    told,
  );
  await progress.step(
    "paid, shop and amount signed by the family",
    () => payShopBound(demo, phone, second, SHOP_BOUND_CENTS),
    told,
  );

  await progress.step("the same payment sent again gave the first answer", async () => {
    const again = await charge(demo, open, first, OPEN_CENTS);
    requireThat(again.paymentId === paid.paymentId, "a replay must give the first payment");
    requireThat(again.amountCents === paid.amountCents, "a replay must give the first amount");
  });
  await refusal(demo, "a replay with another amount", ["authorisation-used"], () =>
    charge(demo, open, first, OPEN_CENTS + 1n),
  );
  const large = await signOpen(demo, phone, TOO_MUCH_CENTS);
  await refusal(demo, "an overspend", ["insufficient-budget"], () =>
    charge(demo, large, first, TOO_MUCH_CENTS),
  );
  await suspend(demo, third);
  await refusal(
    demo,
    "a payment at a suspended shop",
    ["shop-suspended", "shop-not-admitted"],
    () => payShopBound(demo, phone, third, 100n),
  );

  await progress.step(`till refunded ${euros(REFUND_CENTS)}`, async () => {
    const command = commands.refund({
      paymentId: paid.paymentId,
      beneficiaryId: phone.beneficiaryId,
      shopId: first.shopId,
      amountCents: REFUND_CENTS,
    });
    const refunded = await demo.api.post<Payment>("/refunds", await sign(demo, first.key, command));
    requireThat(
      refunded.refundedCents === String(REFUND_CENTS),
      "the payment must show its refund",
    );
  });
}

const told = (payment: Payment) => euros(payment.amountCents);

async function activate(demo: Demo): Promise<Phone> {
  const letter = await unusedLetter(demo);
  if (!letter)
    throw new Error("every letter of the demonstration has been used; start again with --reset");
  return activateLetter(demo, letter);
}

async function tills(demo: Demo): Promise<[Till, Till, Till]> {
  const names = readShops().map((shop) => shop.name);
  const chosen = [names[0], names[1], names.at(-1)] as [string, string, string];
  return (await Promise.all(
    chosen.map(async (name) => ({
      name,
      shopId: demo.people.shop(name).shopId,
      key: await demo.people.shopkeeper(name),
    })),
  )) as [Till, Till, Till];
}

/** The shop shows its amount as a QR; the family signs that very amount for that very shop. */
async function payShopBound(
  demo: Demo,
  phone: Phone,
  till: Till,
  amountCents: bigint,
): Promise<Payment> {
  const token = await demo.api.openSession(demo.deployment, [till.key]);
  const asked = await demo.api.post<{ requestId: Hex }>(
    "/payment-requests",
    { shopId: till.shopId, amountCents },
    token,
  );
  const { authorisation, signature } = await authorise(demo, phone, {
    shopId: till.shopId,
    amountCents,
  });
  return demo.api.post("/payments", { authorisation, signature, requestId: asked.requestId });
}

async function suspend(demo: Demo, till: Till): Promise<void> {
  const { schemeId } = demo.people;
  await demo.progress.step(`validator suspended ${till.name}`, async () => {
    const validator = await demo.people.staff("validator");
    await act(
      demo,
      validator,
      commands.suspendShop({ schemeId, shopId: till.shopId, reason: "dispute" }),
    );
  });
}

async function refusal(
  demo: Demo,
  what: string,
  codes: readonly string[],
  attempt: () => Promise<unknown>,
): Promise<void> {
  await demo.progress.step(
    `${what} was refused`,
    async () => {
      try {
        await attempt();
      } catch (cause) {
        if (cause instanceof ApiRefusal && codes.includes(cause.code)) return cause;
        throw cause;
      }
      throw new Error(`${what} must be refused, and was not`);
    },
    (reason) => `${reason.code}: ${reason.message.split(": ").slice(1).join(": ")}`,
  );
}

function requireThat(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}
