// The main job from end to end, by signature and HTTP alone: activate, pay, be refused, refund, be paid out, add up.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import {
  createDeviceKey,
  type Signer,
  signerFromKeyPair,
} from "../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  chargeDigest,
  OPEN_SHOP,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { ApiRefusal } from "./api.ts";
import { act, type Demo, sign } from "./context.ts";
import { unusedLetter } from "./links.ts";
import { euros } from "./progress.ts";
import { readShops } from "./shops.ts";

type Phone = { beneficiaryId: Hex; device: Signer; nextNonce: number };
type Till = { shopId: Hex; name: string; key: Signer };
type Payment = { paymentId: Hex; amountCents: string; refundedCents: string };

const OPEN_CENTS = 1_250n;
const SHOP_BOUND_CENTS = 2_395n;
const REFUND_CENTS = 500n;
const TOO_MUCH_CENTS = 30_000n;
const FIVE_MINUTES_SECONDS = 300;

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
  const beneficiaryId = letter.beneficiaryIds[0] as Hex;
  const [codeKey] = await signersOfLoginCode(letter.code, "beneficiary", 1);
  const device = await signerFromKeyPair(await createDeviceKey());
  await act(demo, codeKey as Signer, commands.activate({ beneficiaryId, device: device.address }));
  return { beneficiaryId, device, nextNonce: 1 };
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

async function authorise(demo: Demo, phone: Phone, bound: { shopId: Hex; amountCents: bigint }) {
  const now = Math.floor(Date.now() / 1000);
  const authorisation: Authorisation = {
    beneficiaryId: phone.beneficiaryId,
    shopId: bound.shopId,
    maximumAmountCents: bound.amountCents,
    validAfter: now - FIVE_MINUTES_SECONDS,
    validBefore: now + FIVE_MINUTES_SECONDS,
    nonce: phone.nextNonce++,
    device: phone.device.address,
  };
  const paymentId = authorisationDigest(demo.deployment, authorisation);
  return { paymentId, authorisation, signature: await phone.device.sign(paymentId) };
}

type Cheque = Awaited<ReturnType<typeof authorise>>;

function signOpen(demo: Demo, phone: Phone, amountCents: bigint): Promise<Cheque> {
  return authorise(demo, phone, { shopId: OPEN_SHOP, amountCents });
}

async function charge(
  demo: Demo,
  cheque: Cheque,
  till: Till,
  amountCents: bigint,
): Promise<Payment> {
  const given = { shopId: till.shopId, amountCents };
  const tillSignature = await till.key.sign(chargeDigest(demo.deployment, cheque.paymentId, given));
  const { authorisation, signature } = cheque;
  return demo.api.post("/payments", { authorisation, signature, charge: given, tillSignature });
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
