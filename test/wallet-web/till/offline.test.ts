// Without a connection a till checks by itself, keeps before it speaks, and sends each charge until its end is known.
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import { createApi } from "../../../wallet-web/shared/api.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import { integerToBytes, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { SignedAuthorisation } from "../../../wallet-web/shared/protocol/qr-payload.ts";
import { P256_ORDER } from "../../../wallet-web/shared/protocol/signer.ts";
import { authorisationDigest, OPEN_SHOP } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import { prepareCharge } from "../../../wallet-web/till/model/charge.ts";
import {
  acceptInstead,
  acceptOffline,
  readQueue,
  sendAccepted,
} from "../../../wallet-web/till/model/offline/queue.ts";
import { termsOfTill } from "../../../wallet-web/till/model/offline/rules.ts";
import { makeTillKey, openLists, type Till } from "../../../wallet-web/till/model/till.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const HOURS = 3_600;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const offline = { carrier: "municipality", perPaymentCents: "2500", perDayCents: "4000" };

describe("A till without a connection", () => {
  const { fetch } = globalThis;
  let till: Till;
  let now: number;
  let terms: unknown;
  let answers: (() => Response)[];
  let sent: { acceptedAt: number; charge: { amountCents: string } }[];
  let nonce: number;
  const schemeId = newId();

  before(() => {
    globalThis.fetch = async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)));
      const answer = answers.shift();
      if (!answer) throw new TypeError("no network");
      return answer();
    };
  });
  after(() => {
    globalThis.fetch = fetch;
  });
  beforeEach(async () => {
    [now, nonce, answers, sent, terms] = [NOW, 1, [], [], offline];
    const database = await openAppDatabase("till", new IDBFactory());
    await makeTillKey(database);
    till = await openedOn(database);
  });

  const deployment = () => ({
    chainId: 1,
    ledger: address("11"),
    forwarder: address("22"),
    roles: address("33"),
    cards: address("34"),
    schemes: [{ schemeId, offline: terms, paused: false, closed: false }],
  });
  const openedOn = async (database: Till["database"]) =>
    ({
      database,
      openApi: createApi(),
      deployments: { get: async () => deployment(), now: () => now },
      shop: createStore({ shopId: newId(), accounts: [{ schemeId, state: "admitted" }] }),
      payments: createStore([]),
      ...(await openLists(database)),
      accepted: createStore([]),
    }) as unknown as Till;

  const code = async (changes: object = {}): Promise<SignedAuthorisation> => {
    const phone = await newSigner();
    const authorisation = {
      beneficiaryId: newId(),
      shopId: OPEN_SHOP,
      maximumAmountCents: 2_500n,
      validAfter: NOW - 120,
      validBefore: NOW + 12 * HOURS,
      nonce: nonce++,
      device: phone.address,
      ...changes,
    };
    return {
      authorisation,
      signature: await phone.sign(authorisationDigest(deployment(), authorisation)),
    };
  };
  const whyNot = async (signed: SignedAuthorisation, amountCents = 1_000n) => {
    const result = await acceptOffline(till, signed, amountCents);
    return result.kind === "accepted" ? null : result.why;
  };
  const ends = async () => (await readQueue(till)).map(({ end }) => end.kind);
  const answer = (status: number, body: object) => () =>
    new Response(JSON.stringify(body), { status });

  it("accepts a good code, and has kept it before it says so", async () => {
    const result = await acceptOffline(till, await code(), 2_500n);
    expect(result.kind).to.equal("accepted");
    const reopened = await openedOn(till.database);
    const [kept] = await readQueue(reopened);
    expect(kept).to.deep.include({ acceptedAt: NOW, carrier: "municipality" });
    expect(kept?.end).to.deep.equal({ kind: "waiting" });
  });

  it("accepts nothing where no scheme lets it", async () => {
    for (const none of [null, { ...offline, perPaymentCents: "0" }]) {
      terms = none;
      expect(await whyNot(await code())).to.equal("off");
    }
    expect(await readQueue(till)).to.deep.equal([]);
  });

  it("sees a forged code: other content, another key, the high half of s, a key off the curve", async () => {
    const good = await code();
    const { authorisation, signature } = good;
    const high = toHex(integerToBytes(P256_ORDER - BigInt(signature.s), 32));
    const other = await code();
    const forged: [string, SignedAuthorisation][] = [
      ["amount", { ...good, authorisation: { ...authorisation, maximumAmountCents: 9_999n } }],
      ["key", { ...good, signature: other.signature }],
      ["device", { ...good, authorisation: { ...authorisation, device: address("99") } }],
      ["s", { ...good, signature: { ...signature, s: high } }],
      ["curve", { ...good, signature: { ...signature, y: signature.x } }],
      ["shop", await code({ shopId: newId() })],
    ];
    for (const [what, signed] of forged) expect(await whyNot(signed), what).to.equal("forged");
  });

  it("keeps to the code's time on both edges, with an hour left to send it", async () => {
    expect(await whyNot(await code({ validAfter: NOW + 1 }))).to.equal("not-yet");
    expect(await whyNot(await code({ validAfter: NOW }), 1n)).to.equal(null);
    expect(await whyNot(await code({ validBefore: NOW }))).to.equal("over");
    expect(await whyNot(await code({ validBefore: NOW + HOURS - 1 }))).to.equal("too-short");
    expect(await whyNot(await code({ validBefore: NOW + HOURS }), 1n)).to.equal(null);
  });

  it("keeps to the amount of the code, of a payment and of the day", async () => {
    expect(await whyNot(await code({ maximumAmountCents: 999n }))).to.equal("above-code");
    expect(await whyNot(await code({ maximumAmountCents: 9_000n }), 2_501n)).to.equal(
      "above-limit",
    );
    expect(await whyNot(await code(), 2_500n)).to.equal(null);
    expect(await whyNot(await code(), 1_501n)).to.equal("above-day");
    expect(await whyNot(await code(), 1_500n)).to.equal(null);
    now += 24 * HOURS;
    const tomorrow = { validAfter: now, validBefore: now + 12 * HOURS };
    expect(await whyNot(await code(tomorrow), 1_500n)).to.equal(null);
  });

  it("takes one code once, also from two windows at once", async () => {
    const signed = await code();
    const both = await Promise.all([whyNot(signed), whyNot(signed)]);
    expect(both.sort()).to.deep.equal(["known", null]);
  });

  it("keeps to the strictest of its schemes, and to the shop's risk unless all say otherwise", () => {
    const second = newId();
    const shop = {
      accounts: [schemeId, second].map((id) => ({ schemeId: id, state: "admitted" })),
    };
    const of = (theirs: unknown) =>
      termsOfTill(
        shop as never,
        {
          schemes: [...deployment().schemes, { schemeId: second, offline: theirs }],
        } as never,
      );
    expect(of(null).perPaymentCents).to.equal(0n);
    expect(of({ carrier: "shop", perPaymentCents: "1000", perDayCents: "9000" })).to.deep.equal({
      carrier: "shop",
      perPaymentCents: 1_000n,
      perDayCents: 4_000n,
    });
  });

  it("sends what waits one by one, oldest first, and knows each end", async () => {
    await acceptOffline(till, await code(), 1_000n);
    await acceptOffline(till, await code(), 2_000n);
    answers = [
      answer(201, { paymentId: "0x01", paidAt: NOW }),
      answer(409, {
        code: "insufficient-budget",
        params: { availableCents: "0", carriedBy: "municipality" },
      }),
    ];
    await sendAccepted(till);
    expect(sent.map(({ charge, acceptedAt }) => [charge.amountCents, acceptedAt])).to.deep.equal([
      ["1000", NOW],
      ["2000", NOW],
    ]);
    expect(await ends()).to.deep.equal(["refused", "paid"]);
    expect((await readQueue(till))[0]?.end).to.include({
      code: "insufficient-budget",
      carrier: "municipality",
    });
    await sendAccepted(till);
    expect(sent).to.have.length(2);
  });

  it("says what the server decided about who bears it, not what it hoped", async () => {
    await acceptOffline(till, await code(), 1_000n);
    answers = [answer(409, { code: "authorisation-used", params: { carriedBy: "shop" } })];
    await sendAccepted(till);
    expect((await readQueue(till))[0]?.end).to.include({ carrier: "shop" });
  });

  it("goes on waiting when there is no answer, the server can't tell, or is asked too much", async () => {
    await acceptOffline(till, await code(), 1_000n);
    for (const status of [503, 429]) {
      answers = [answer(status, { code: "chain-unavailable" })];
      await sendAccepted(till);
      expect(await ends(), String(status)).to.deep.equal(["waiting"]);
    }
    const [first, second] = sent.map((one) => JSON.stringify(one));
    expect(first).to.equal(second);
  });

  it("takes over a charge that got no answer, and lets go of it only then", async () => {
    const short = await prepareCharge(till, await code({ validBefore: NOW + 300 }), {
      amountCents: 1_000n,
      askedCents: 1_000n,
    });
    await till.pending.keep(short);
    expect(await acceptInstead(till, short)).to.deep.equal({
      kind: "not-accepted",
      why: "too-short",
    });
    expect(till.pending.find(short.paymentId)).to.equal(short);
    const long = {
      ...short,
      ...(await prepareCharge(till, await code(), { amountCents: 1n, askedCents: 1n })),
    };
    await till.pending.keep(long);
    expect((await acceptInstead(till, long)).kind).to.equal("accepted");
    expect(till.pending.get()).to.deep.equal([short]);
    expect(await till.pending.reread()).to.deep.equal([short]);
    expect(await ends()).to.deep.equal(["waiting"]);
  });
});
