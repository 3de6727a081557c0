import { expect } from "chai";
import { encodeCardQr } from "../../../wallet-web/shared/protocol/card-qr.ts";
import {
  encodeAuthorisationQr,
  encodePaymentRequestQr,
  type SignedAuthorisation,
} from "../../../wallet-web/shared/protocol/qr-payload.ts";
import { addressOf } from "../../../wallet-web/shared/protocol/signer.ts";
import { type Deployment, OPEN_SHOP } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { readScanned, tillCodeIn } from "../../../wallet-web/till/model/scanned.ts";

const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const id = (byte: string) => `0x${byte.repeat(16)}` as const;
const hash = (byte: string) => `0x${byte.repeat(32)}` as const;
const here: Deployment = {
  chainId: 1,
  ledger: address("11"),
  forwarder: address("22"),
  roles: address("33"),
  cards: address("34"),
};
const signature = { x: hash("01"), y: hash("02"), r: hash("03"), s: hash("04") };
const signed: SignedAuthorisation = {
  authorisation: {
    beneficiaryId: id("aa"),
    shopId: OPEN_SHOP,
    maximumAmountCents: 1_250n,
    validAfter: 1_800_000_000,
    validBefore: 1_800_000_300,
    nonce: 7,
    device: addressOf(signature),
  },
  signature,
};
const ours = encodeAuthorisationQr(here, signed);
const ORIGIN = "https://kindpakket.example";

describe("What a till scanned", () => {
  it("is a family's cheque", () => {
    expect(readScanned(here, ours)).to.deep.equal({ ok: true, value: signed });
  });

  it("is a printed card, whose code it reads", () => {
    const cardCode = "7Q2M9FKA00001111";
    expect(readScanned(here, encodeCardQr(here, cardCode))).to.deep.equal({ ok: true, cardCode });
  });

  const card = encodeCardQr(here, "7Q2M9FKA00001111");
  const request = { requestId: id("aa"), shopId: id("bb"), amountCents: 1n };
  for (const [what, text, problem] of [
    ["a number on a product", "8710400311140", "foreign"],
    ["nothing but spaces", "   ", "foreign"],
    ["another website", "https://example.org/menu", "foreign-link"],
    ["an address of another app", "bunq://pay/12", "foreign-link"],
    ["a letter's code", `${ORIGIN}/family/#code=7Q2M9FKA00001111`, "letter"],
    ["a shop's request", encodePaymentRequestQr(here, ORIGIN, request), "shop-request"],
    ["a till's link", `${ORIGIN}/till/#code=7Q2M9FKA00001111`, "till-link"],
    ["half of a code", ours.slice(0, 150), "truncated"],
    ["a code of another version", ours.replace("KP1:", "KP2:"), "other-version"],
    ["half of a card's code", card.slice(0, 20), "card-truncated"],
    ["a card of another version", card.replace(/^KPC1:0./, "KPC1:08"), "card-other-version"],
    [
      "another municipality's card",
      encodeCardQr({ ...here, ledger: address("44") }, "7Q2M9FKA00001111"),
      "other-municipality",
    ],
    [
      "another municipality's family",
      encodeAuthorisationQr({ ...here, ledger: address("44") }, signed),
      "other-municipality",
    ],
  ] as const) {
    it(`says of ${what} that it is ${problem}`, () => {
      expect(readScanned(here, text)).to.deep.equal({ ok: false, problem });
    });
  }

  it("finds the code in a till's link, and in no other", () => {
    expect(tillCodeIn(`${ORIGIN}/till/#code=7Q2M9FKA00001111`)).to.equal("7Q2M9FKA00001111");
    expect(tillCodeIn(`${ORIGIN}/family/#code=7Q2M9FKA00001111`)).to.equal(null);
  });
});
