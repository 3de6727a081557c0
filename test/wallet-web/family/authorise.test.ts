import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import {
  makeOpenCheque,
  offlineLimitOf,
  payRequest,
  VALID_SECONDS,
} from "../../../wallet-web/family/model/authorise.ts";
import type { Child } from "../../../wallet-web/family/model/child.ts";
import type { Family } from "../../../wallet-web/family/model/family.ts";
import { openSigned } from "../../../wallet-web/family/model/signed.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { decodeAuthorisationQr } from "../../../wallet-web/shared/protocol/qr-payload.ts";
import {
  type Authorisation,
  type Deployment,
  OPEN_SHOP,
} from "../../../wallet-web/shared/protocol/typed-data.ts";

const START = 1_800_000_000;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const id = (byte: string) => `0x${byte.repeat(16)}` as const;
const deployment: Deployment = {
  chainId: 1,
  ledger: address("11"),
  forwarder: address("22"),
  roles: address("33"),
  cards: address("34"),
};
const asked = { requestId: id("aa"), shopId: id("bb"), amountCents: 2_395n };

describe("A family's cheque", () => {
  let now: number;
  let family: Family;
  let sent: { authorisation: Authorisation; requestId: Hex }[];
  let answer: () => unknown;
  const children: Child[] = [];

  beforeEach(async () => {
    now = START;
    sent = [];
    answer = () => ({ paymentId: "0x01" });
    const database = await openAppDatabase("phone", new IDBFactory());
    children.length = 0;
    for (const byte of ["01", "02"]) {
      const keyName = `device/${byte}`;
      const { address: device } = await database.makeKey(keyName);
      children.push({ beneficiaryId: id(byte), keyName, device } as Child);
    }
    family = {
      database,
      deployments: { get: async () => deployment, now: () => now },
      signed: await openSigned({ database, now: () => now }),
      api: {
        post: async (_path: string, body: (typeof sent)[0]) => {
          sent.push(body);
          return answer();
        },
      },
      tellWindows: () => {},
    } as unknown as Family;
  });

  const child = (index: number) => children[index] as Child;
  const shown = async (index: number, maximum = 1_250n) => {
    const cheque = await makeOpenCheque(family, child(index), { maximumAmountCents: maximum });
    const read = decodeAuthorisationQr(deployment, cheque.qr);
    if (!read.ok) throw new Error(read.problem);
    return read.value.authorisation;
  };

  it("is for any shop, up to the amount, for a while, by the child's own key", async () => {
    const authorisation = await shown(0);
    expect(authorisation).to.include({
      beneficiaryId: child(0).beneficiaryId,
      device: child(0).device,
      shopId: OPEN_SHOP,
      maximumAmountCents: 1_250n,
      validBefore: START + VALID_SECONDS,
    });
    expect(authorisation.validAfter).to.be.below(START);
  });

  it("is good for half a day for a shop without internet, and only as far as its scheme lets it", async () => {
    const long = { maximumAmountCents: 1_250n, isLong: true };
    const { signed } = await makeOpenCheque(family, child(0), long);
    expect(signed.authorisation.validBefore).to.equal(START + 12 * 3_600);

    const { deployments } = family;
    const schemeId = id("0a");
    const limit = (offline: unknown) => {
      const store = { get: () => ({ schemes: [{ schemeId, offline }] }) };
      const knowing = { ...family, deployments: { ...deployments, store } } as unknown as Family;
      return offlineLimitOf(knowing, { ...child(0), schemeId });
    };
    expect(limit({ perPaymentCents: "2500" })).to.equal(2_500n);
    for (const none of [null, undefined, { perPaymentCents: "0" }]) {
      expect(limit(none)).to.equal(0n);
    }
  });

  it("has a number of its own each time, per child", async () => {
    const numbers = [await shown(0), await shown(0), await shown(1)].map((one) => one.nonce);
    expect(numbers).to.deep.equal([1, 2, 1]);
  });

  it("is the same one when a shop's request is tried again without having heard", async () => {
    answer = () => {
      throw new ApiError({ code: "no-answer", status: 0 });
    };
    await payRequest(family, child(0), asked, () => {}).catch(() => undefined);
    answer = () => ({ paymentId: "0x01" });
    await payRequest(family, child(0), asked, () => {});
    expect(sent).to.have.length(2);
    expect(sent[0]).to.deep.equal(sent[1]);
  });

  it("is a new one after the first has run out, or from another child", async () => {
    answer = () => {
      throw new ApiError({ code: "no-answer", status: 0 });
    };
    const attempt = (index: number) =>
      payRequest(family, child(index), asked, () => {}).catch(() => undefined);
    await attempt(0);
    now += VALID_SECONDS;
    await attempt(0);
    await attempt(1);
    expect(
      sent.map((one) => [one.authorisation.beneficiaryId, one.authorisation.nonce]),
    ).to.deep.equal([
      [child(0).beneficiaryId, 1],
      [child(0).beneficiaryId, 2],
      [child(1).beneficiaryId, 1],
    ]);
  });

  it("for a request is bound to the shop and its exact amount", async () => {
    await payRequest(family, child(0), asked, () => {});
    expect(sent[0]?.authorisation).to.include({
      shopId: asked.shopId,
      maximumAmountCents: asked.amountCents,
    });
    expect(sent[0]?.requestId).to.equal(asked.requestId);
  });
});
