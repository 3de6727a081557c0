// Paying by card as the till does it: what leaves the till, what it signs, and what it refuses to sign.
import { expect } from "chai";
import { createPinKey, evaluatePin } from "../../../server/cards/pin-key.ts";
import { createApi } from "../../../wallet-web/shared/api.ts";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  cardLookUpId,
  createCardSecrets,
  signerOfCard,
} from "../../../wallet-web/shared/protocol/card.ts";
import { addressOf } from "../../../wallet-web/shared/protocol/signer.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import { authorisationOf, lookUpCard, signWithCard } from "../../../wallet-web/till/model/card.ts";
import type { Till } from "../../../wallet-web/till/model/till.ts";
import { newId } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const AMOUNTS = { amountCents: 1_250n, askedCents: 2_000n };

describe("A card at the till", () => {
  const { fetch } = globalThis;
  const secrets = createCardSecrets(cryptoRandomBytes);
  const pinKey = createPinKey(cryptoRandomBytes);
  let sent: { path: string; text: string }[];
  let kept: Map<string, unknown>;
  let answer: (body: { blinded: Hex; shopId: Hex; amountCents: string }) => Response;
  let till: Till;

  const attempt = (changes: object = {}) => {
    answer = ({ blinded, shopId, amountCents }) =>
      Response.json(
        {
          attemptId: newId(),
          evaluated: evaluatePin(pinKey, blinded),
          authorisation: {
            ...{ beneficiaryId: newId(), shopId, maximumAmountCents: amountCents },
            ...{ validAfter: NOW - 300, validBefore: NOW + 180, nonce: 1, device: address("55") },
            ...changes,
          },
          expiresAt: NOW + 180,
          attemptsLeft: 2,
        },
        { status: 201 },
      );
  };

  beforeEach(() => {
    sent = [];
    kept = new Map();
    globalThis.fetch = async (path, given) => {
      const text = String(given?.body);
      sent.push({ path: String(path), text });
      return answer(JSON.parse(text));
    };
    till = {
      database: {
        write: async (name: string, value: unknown) => kept.set(name, value),
        remove: async (name: string) => kept.delete(name),
      },
      api: createApi({ token: async () => "token" }),
      deployments: {
        get: async () => ({
          ...{ chainId: 1, ledger: address("11"), forwarder: address("22") },
          ...{ roles: address("33"), cards: address("34") },
        }),
        now: () => NOW,
      },
      shop: createStore({ shopId: newId() }),
    } as unknown as Till;
  });
  after(() => {
    globalThis.fetch = fetch;
  });

  it("is looked up by what is made of its code, not by the code", async () => {
    answer = () => Response.json({ attemptsLeft: 2 });

    expect(await lookUpCard(till, { code: secrets.code, amountCents: 1_250n })).to.equal(2);

    expect(JSON.parse(sent[0]?.text ?? "")).to.include({ lookUpId: cardLookUpId(secrets.code) });
    expect(sent[0]?.text).to.not.include(secrets.code);
  });

  it("signs with the key that code, PIN and the server's answer make", async () => {
    attempt();
    const blinded = blindPin(secrets);
    const key = await signerOfCard(secrets, blinded, evaluatePin(pinKey, blinded.blinded));

    const pending = await signWithCard(till, secrets, AMOUNTS);

    expect("attemptId" in pending.body && addressOf(pending.body.signature)).to.equal(key.address);
    expect(pending.body.charge.amountCents).to.equal(1_250n);
    expect(pending.startedAt).to.equal(NOW);
    expect([...kept.values()], "only what was to be paid in all").to.deep.equal([2_000n]);
  });

  it("sends neither code nor PIN, and keeps neither", async () => {
    attempt();

    const pending = await signWithCard(till, secrets, AMOUNTS);

    const all = JSON.stringify([sent, [...kept], pending], (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(all).to.not.include(secrets.code);
    expect(all).to.not.include(`"${secrets.pin}"`);
  });

  it("asks once about a PIN: what may have been counted is not sent again", async () => {
    answer = () => new Response("{}", { status: 503 });

    await signWithCard(till, secrets, AMOUNTS).then(
      () => expect.fail("it was signed"),
      (error) => expect(error).to.be.instanceOf(ApiError),
    );

    expect(sent).to.have.length(1);
  });

  const shopId = newId();
  const authorisation = {
    ...{ beneficiaryId: newId(), shopId, maximumAmountCents: "1250" },
    ...{ validAfter: NOW, validBefore: NOW + 180, nonce: 1, device: address("55") },
  };
  for (const [what, changes] of [
    ["another shop", { shopId: newId() }],
    ["a higher amount", { maximumAmountCents: "1251" }],
    ["a lower amount", { maximumAmountCents: "1249" }],
  ] as const) {
    it(`does not sign ${what} than it asked`, () => {
      const given = { authorisation: { ...authorisation, ...changes } };
      expect(() => authorisationOf(given, { shopId, amountCents: 1_250n })).to.throw(ApiError);
    });
  }

  it("signs what it asked", () => {
    expect(authorisationOf({ authorisation }, { shopId, amountCents: 1_250n })).to.deep.equal({
      ...authorisation,
      maximumAmountCents: 1_250n,
    });
  });
});
