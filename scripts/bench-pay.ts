// npm run bench:pay [-- --payments N --others N]: how long after the scan both screens know, alone or with others paying beside it. Pays N times by two signatures through the API, with the
// live streams of family and shop open, and measures from sending to the later of both messages.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { LiveMessage } from "../wallet-web/shared/api-types.ts";
import { createEventParser } from "../wallet-web/shared/live.ts";
import type { Hex } from "../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../wallet-web/shared/protocol/login-code.ts";
import {
  createDeviceKey,
  type Signer,
  signerFromKeyPair,
} from "../wallet-web/shared/protocol/signer.ts";
import {
  authorisationDigest,
  chargeDigest,
  OPEN_SHOP,
} from "../wallet-web/shared/protocol/typed-data.ts";
import { startPayers } from "./crash/payers.ts";
import { createChance } from "./crash/random.ts";
import { act, type Demo } from "./demo/context.ts";
import { unusedLetter } from "./demo/links.ts";
import { loadMunicipality } from "./demo/municipality.ts";
import { freePort, type Running } from "./demo/processes.ts";
import { createProgress } from "./demo/progress.ts";
import { readShops } from "./demo/shops.ts";
import { start } from "./demo/start.ts";

/** From the design: p95 from the confirmed scan to both screens, on the embedded chain. */
const HIGHEST_P95_MS = 300;
const WARM_UP = 10;
const AMOUNT_CENTS = 25n;
const SPAN_SECONDS = 300;
const NOTICE_LIMIT_MS = 10_000;
/** The demonstration has 200 children; one family stays for the measured phone. */
const MOST_OTHERS = 190;
/** A till with a queue: a customer every ten seconds. */
const OTHERS_PAUSE_MS = 10_000;

type Phone = { beneficiaryId: Hex; device: Signer; nonce: number };
type Till = { shopId: Hex; key: Signer };
/** Gives the moment at which this side heard of a payment. */
type Listener = { heard: (paymentId: Hex) => Promise<number>; stop: () => void };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      payments: { type: "string", default: "200" },
      others: { type: "string", default: "0" },
      json: { type: "boolean", default: false },
    },
  });
  const count = Number(values.payments);
  if (!Number.isInteger(count) || count < 1 || count > 1_000) {
    throw new Error(`--payments: ${values.payments} is not a number from 1 to 1000`);
  }
  const others = Number(values.others);
  if (!Number.isInteger(others) || others < 0 || others > MOST_OTHERS) {
    throw new Error(`--others: ${values.others} is not a number from 0 to ${MOST_OTHERS}`);
  }
  const dataDir = mkdtempSync(join(tmpdir(), "kindpakket-bench-"));
  const running: Running[] = [];
  try {
    const progress = createProgress({
      print: (line) => values.json || console.log(line),
      now: () => performance.now(),
    });
    // Payouts wait: this measures the scan.
    const settings = { dataDir, reset: false, port: await freePort(), payoutHoldSeconds: 3_600 };
    const { demo } = await start(settings, progress, running);
    await loadMunicipality(demo);
    const chance = createChance("bench:pay");
    const crowd = { phones: others, pauseMs: OTHERS_PAUSE_MS, chance, refunds: 0 };
    const payers = await startPayers(demo, crowd);
    const begun = performance.now();
    const times = await measure(demo, count);
    const seconds = (performance.now() - begun) / 1_000;
    const paidBeside = payers.paid.length;
    await payers.stop();
    if (others > 0 && !values.json) {
      const rate = (paidBeside / seconds).toFixed(1);
      console.log(`${others} others paid ${paidBeside} times meanwhile, ${rate} a second`);
    }
    report(times, values.json);
  } finally {
    for (const one of running.splice(0).reverse()) await one.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(demo: Demo, count: number): Promise<number[]> {
  const phone = await activate(demo);
  const shopName = readShops()[0]?.name ?? "";
  const till = {
    shopId: demo.people.shop(shopName).shopId,
    key: await demo.people.shopkeeper(shopName),
  };
  const listeners = await Promise.all([phone.device, till.key].map((key) => listen(demo, key)));
  const times: number[] = [];
  try {
    for (let turn = 0; turn < WARM_UP + count; turn++) {
      const took = await payOnce(demo, { phone, till, listeners });
      if (turn >= WARM_UP) times.push(took);
    }
  } finally {
    for (const listener of listeners) listener.stop();
  }
  return times;
}

async function activate(demo: Demo): Promise<Phone> {
  const letter = await unusedLetter(demo);
  const [codeKey] = await signersOfLoginCode(letter?.code ?? "", "beneficiary", 1);
  const beneficiaryId = letter?.beneficiaryIds[0];
  if (!codeKey || !beneficiaryId) throw new Error("the demonstration has no unused letter");
  const device = await signerFromKeyPair(await createDeviceKey());
  await act(demo, codeKey, commands.activate({ beneficiaryId, device: device.address }));
  return { beneficiaryId, device, nonce: 0 };
}

/** Signs outside the measured time, as phone and till do before the cashier's scan is through. */
async function payOnce(
  demo: Demo,
  given: { phone: Phone; till: Till; listeners: readonly Listener[] },
): Promise<number> {
  const { phone, till, listeners } = given;
  const now = Math.floor(Date.now() / 1000);
  const authorisation = {
    beneficiaryId: phone.beneficiaryId,
    shopId: OPEN_SHOP,
    maximumAmountCents: AMOUNT_CENTS,
    validAfter: now - SPAN_SECONDS,
    validBefore: now + SPAN_SECONDS,
    nonce: ++phone.nonce,
    device: phone.device.address,
  };
  const paymentId = authorisationDigest(demo.deployment, authorisation);
  const signature = await phone.device.sign(paymentId);
  const charge = { shopId: till.shopId, amountCents: AMOUNT_CENTS };
  const tillSignature = await till.key.sign(chargeDigest(demo.deployment, paymentId, charge));
  const hearing = listeners.map((listener) => listener.heard(paymentId));
  const begun = performance.now();
  await demo.api.post("/payments", { authorisation, signature, charge, tillSignature });
  return Math.max(performance.now(), ...(await Promise.all(hearing))) - begun;
}

/** Opens the live stream of a key's session; ready when the server says that it is connected. */
async function listen(demo: Demo, key: Signer): Promise<Listener> {
  const token = await demo.api.openSession(demo.deployment, [key]);
  const stopped = new AbortController();
  const response = await fetch(`${demo.api.origin}/api/v1/events`, {
    headers: { accept: "text/event-stream", authorization: `Bearer ${token}` },
    signal: stopped.signal,
  });
  if (!response.ok || !response.body) throw new Error(`live stream: HTTP ${response.status}`);
  const waiting = new Map<string, (at: number) => void>();
  const parse = createEventParser((message: LiveMessage) => {
    if (message.type === "payment") waiting.get(message.payment.paymentId)?.(performance.now());
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parse(value);
    }
  };
  read().catch((cause: unknown) => {
    if (!stopped.signal.aborted) throw cause;
  });
  return {
    heard: (paymentId) =>
      new Promise((resolve, reject) => {
        const late = () => reject(new Error(`nothing was heard of payment ${paymentId}`));
        const timer = setTimeout(late, NOTICE_LIMIT_MS);
        waiting.set(paymentId, (at) => {
          clearTimeout(timer);
          waiting.delete(paymentId);
          resolve(at);
        });
      }),
    stop: () => stopped.abort(),
  };
}

function report(times: readonly number[], json: boolean): void {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) =>
    Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN);
  const [p50, p95, highest] = [at(0.5), at(0.95), at(1)];
  if (json) console.log(JSON.stringify({ payments: times.length, p50Ms: p50, p95Ms: p95 }));
  else {
    console.log(`${times.length} payments, from sending to both screens told:`);
    console.log(
      `  p50 ${p50} ms   p95 ${p95} ms (limit ${HIGHEST_P95_MS} ms)   highest ${highest} ms`,
    );
  }
  if (p95 > HIGHEST_P95_MS) process.exitCode = 1;
}

await main();
