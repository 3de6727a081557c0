// Making a card at the desk: what is asked of the server, what is signed, and what stays in the browser.
import { expect } from "chai";
import { createPinKey, evaluatePin } from "../../../server/cards/pin-key.ts";
import type { Desk } from "../../../wallet-web/desk/app/desk.ts";
import { makeCard } from "../../../wallet-web/desk/cards/make-card.ts";
import { createApi } from "../../../wallet-web/shared/api.ts";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import { cryptoRandomBytes } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  type CardSecrets,
  cardLookUpId,
  signerOfCard,
} from "../../../wallet-web/shared/protocol/card.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const address = (byte: string) => `0x${byte.repeat(20)}` as const;

describe("A card made at the desk", () => {
  const { fetch } = globalThis;
  const pinKey = createPinKey(cryptoRandomBytes);
  const schemeId = newId();
  const beneficiaryId = newId();
  let sent: string[];
  let status: number;
  let desk: Desk;

  beforeEach(async () => {
    sent = [];
    status = 200;
    globalThis.fetch = async (path, given) => {
      const text = String(given?.body);
      sent.push(`${path} ${text}`);
      const body =
        status === 200
          ? { evaluated: evaluatePin(pinKey, JSON.parse(text).blinded) }
          : { code: "not-found" };
      return Response.json(body, { status });
    };
    desk = {
      api: createApi({ token: async () => "token" }),
      device: createStore(await newSigner()),
      deployments: {
        get: async () => ({
          ...{ chainId: 1, ledger: address("11"), forwarder: address("22") },
          ...{ roles: address("33"), cards: address("34") },
        }),
        now: () => 1_800_000_000,
      },
    } as unknown as Desk;
  });
  after(() => {
    globalThis.fetch = fetch;
  });

  const make = async () => {
    const kept: CardSecrets[] = [];
    const given = { schemeId, beneficiaryId, random: cryptoRandomBytes };
    const posting = await makeCard(desk, given, (secrets) => kept.push(secrets));
    return { posting, secrets: kept[0] as CardSecrets };
  };

  it("is linked by the key that its code, its PIN and the server's answer make", async () => {
    const { posting, secrets } = await make();
    const blinded = blindPin(secrets);
    const key = await signerOfCard(secrets, blinded, evaluatePin(pinKey, blinded.blinded));

    const body = posting.body as { lookUpId: string; request: { request: { data: string } } };

    expect(posting.path).to.equal(`/schemes/${schemeId}/cards`);
    expect(body.lookUpId).to.equal(cardLookUpId(secrets.code));
    expect(body.request.request.data).to.equal(
      commands.linkCard({ beneficiaryId, key: key.address }).data,
    );
  });

  it("leaves its code and its PIN in the browser", async () => {
    const { posting, secrets } = await make();
    const all = JSON.stringify([sent, posting], (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(all).to.not.include(secrets.code);
    expect(all).to.not.include(`"${secrets.pin}"`);
  });

  it("is not signed, nor kept, when the server gives no answer to its PIN", async () => {
    status = 404;
    const kept: CardSecrets[] = [];
    const given = { schemeId, beneficiaryId, random: cryptoRandomBytes };
    await makeCard(desk, given, (secrets) => kept.push(secrets)).then(
      () => expect.fail("it was made"),
      (error) => expect(error).to.be.instanceOf(ApiError).with.property("code", "not-found"),
    );
    expect(kept).to.deep.equal([]);
  });
});
