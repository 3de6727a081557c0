// Families that pay and tills that refund, without end, while servers die: each cheque is sent until it is answered for good.
import { setTimeout as delay } from "node:timers/promises";
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
import { ApiRefusal } from "../demo/api.ts";
import { act, type Demo, sign } from "../demo/context.ts";
import type { Letter } from "../demo/people.ts";
import { readShops } from "../demo/shops.ts";
import type { Chance } from "./random.ts";

/** What was answered with "paid": it must never be gone. */
export type Acknowledged = {
  paymentId: Hex;
  shopId: Hex;
  amountCents: bigint;
  /** When the answer came, Unix milliseconds. */
  at: number;
};

export type Payers = {
  paid: Acknowledged[];
  refunds: () => number;
  /** Stops asking for new payments; resolves when what is under way has its answer. */
  stop: () => Promise<void>;
};

type Phone = { beneficiaryId: Hex; device: Signer; nextNonce: number };
type Till = { shopId: Hex; key: Signer };

const RETRY_MS = 150;
const HIGHEST_CENTS = 300;
const DAY_SECONDS = 86_400;

/**
 * Gives as many children a phone (fewer when there are fewer children), and lets them pay.
 * @param given.pauseMs Between two payments of one phone.
 * @param given.letters Those whose children may get one, all when left out: a letter that was used has no code any more.
 */
export async function startPayers(
  demo: Demo,
  given: {
    phones: number;
    pauseMs: number;
    chance: Chance;
    /** How many of the payments are refunded, from 0 to 1. */
    refunds: number;
    letters?: readonly Letter[];
  },
): Promise<Payers> {
  const letters = given.letters ?? demo.people.allLetters();
  const phones = await activatePhones(demo, letters, given.phones);
  const tills = await allTills(demo);
  const paid: Acknowledged[] = [];
  const state = { isStopped: false, refunded: 0 };
  const loops = phones.map((phone) => payOn({ demo, phone, tills, paid, state, ...given }));
  return {
    paid,
    refunds: () => state.refunded,
    async stop() {
      state.isStopped = true;
      await Promise.all(loops);
    },
  };
}

async function activatePhones(
  demo: Demo,
  letters: readonly Letter[],
  count: number,
): Promise<Phone[]> {
  const phones: Phone[] = [];
  for (const { code, beneficiaryIds } of letters) {
    const codeKeys = await signersOfLoginCode(code, "beneficiary", beneficiaryIds.length);
    for (const [index, beneficiaryId] of beneficiaryIds.entries()) {
      if (phones.length === count) return phones;
      const device = await signerFromKeyPair(await createDeviceKey());
      const command = commands.activate({ beneficiaryId, device: device.address });
      await act(demo, codeKeys[index] as Signer, command);
      phones.push({ beneficiaryId, device, nextNonce: 1 });
    }
  }
  return phones;
}

function allTills(demo: Demo): Promise<Till[]> {
  return Promise.all(
    readShops().map(async ({ name }) => ({
      shopId: demo.people.shop(name).shopId,
      key: await demo.people.shopkeeper(name),
    })),
  );
}

type Loop = {
  demo: Demo;
  phone: Phone;
  tills: readonly Till[];
  paid: Acknowledged[];
  state: { isStopped: boolean; refunded: number };
  pauseMs: number;
  chance: Chance;
  refunds: number;
};

async function payOn(loop: Loop): Promise<void> {
  const { demo, phone, tills, paid, state, chance } = loop;
  while (!state.isStopped) {
    const till = chance.pick(tills);
    const amountCents = BigInt(chance.between(1, HIGHEST_CENTS));
    const { paymentId, body } = await cheque(demo, phone, { till, amountCents });
    const answer = await untilAnswered(() => demo.api.post("/payments", body), state);
    if (answer === "paid")
      paid.push({ paymentId, shopId: till.shopId, amountCents, at: Date.now() });
    // A child whose budget is used up pays no more.
    if (answer === "insufficient-budget") return;
    if (answer === "paid" && chance.next() < loop.refunds) {
      const command = commands.refund({
        paymentId,
        beneficiaryId: phone.beneficiaryId,
        shopId: till.shopId,
        amountCents,
      });
      const signed = await sign(demo, till.key, command);
      const refunded = await untilAnswered(() => demo.api.post("/refunds", signed), state);
      if (refunded === "paid") state.refunded += 1;
    }
    await delay(loop.pauseMs * (0.5 + chance.next()));
  }
}

async function cheque(
  demo: Demo,
  phone: Phone,
  { till, amountCents }: { till: Till; amountCents: bigint },
) {
  const now = Math.floor(Date.now() / 1000);
  const authorisation: Authorisation = {
    beneficiaryId: phone.beneficiaryId,
    shopId: OPEN_SHOP,
    maximumAmountCents: amountCents,
    validAfter: now - DAY_SECONDS,
    validBefore: now + 300,
    nonce: phone.nextNonce++,
    device: phone.device.address,
  };
  const paymentId = authorisationDigest(demo.deployment, authorisation);
  const charge = { shopId: till.shopId, amountCents };
  const tillSignature = await till.key.sign(chargeDigest(demo.deployment, paymentId, charge));
  const signature = await phone.device.sign(paymentId);
  return { paymentId, body: { authorisation, signature, charge, tillSignature } };
}

/**
 * Sends until there is an answer that counts: the same request again, as a till does.
 * @returns "paid", or the code of the refusal. After the end of the run an unanswered one is left: it may be paid or not.
 */
async function untilAnswered(
  send: () => Promise<unknown>,
  state: { isStopped: boolean },
): Promise<string> {
  let triesAfterStop = 0;
  for (;;) {
    try {
      await send();
      return "paid";
    } catch (cause) {
      if (cause instanceof ApiRefusal && cause.status < 500 && cause.status !== 429)
        return cause.code;
    }
    if (state.isStopped) triesAfterStop += 1;
    if (triesAfterStop > 200) return "unanswered";
    await delay(RETRY_MS);
  }
}
