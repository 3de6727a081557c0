// Printed cards in the browser: code and PIN, what the QR holds, and the key that only the right PIN and the server's answer make.
import { expect } from "chai";
import { SigningKey } from "ethers";
import encodeQR from "qr";
import { createPinKey, evaluatePin } from "../../../server/cards/pin-key.ts";
import { coSignerOf } from "../../../server/chain/co-signer.ts";
import { fromHex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  cardAddress,
  cardLookUpId,
  createCardSecrets,
  isTrivialPin,
  signerOfCard,
} from "../../../wallet-web/shared/protocol/card.ts";
import {
  decodeCardQr,
  encodeCardQr,
  isCardQr,
} from "../../../wallet-web/shared/protocol/card-qr.ts";
import { parseLoginCode } from "../../../wallet-web/shared/protocol/login-code.ts";
import { coSignatureDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { cardVectors as vectors } from "../../helpers/vectors/cards.ts";
import { vectors as eip712 } from "../../helpers/vectors/eip712.ts";

const { secrets } = vectors;
const { simulated, elsewhere } = eip712.deployments;
const pinKey = fromHex(vectors.pinKey);

describe("Golden vectors: cards", () => {
  it("find a card by its code alone", () => {
    expect(cardLookUpId(secrets.code)).to.equal(vectors.lookUpId);
  });

  it("make the server's key, and of code, PIN and its answer the card's key", async () => {
    expect(toHex(createPinKey(() => fromHex(vectors.pinSeed)))).to.equal(vectors.pinKey);
    const blind = blindPin(secrets);
    const signer = await signerOfCard(secrets, blind, evaluatePin(pinKey, blind.blinded));
    expect(signer.address).to.equal(vectors.key);
    expect(cardAddress(signer.address)).to.equal(vectors.card);
  });

  it("co-sign a payment", () => {
    const { paymentId, digest, r, vs } = vectors.coSignature;
    expect(coSignatureDigest(simulated, paymentId)).to.equal(digest);
    const coSign = coSignerOf(new SigningKey(vectors.coSigner.privateKey), simulated);
    expect(coSign(paymentId)).to.deep.equal({ r, vs });
  });
});

describe("A card's PIN", () => {
  it("makes another key when it is wrong, and with another card's answer", async () => {
    const blind = blindPin(secrets);
    const evaluated = evaluatePin(pinKey, blind.blinded);
    const wrong = { ...secrets, pin: "0418" };
    const keys = [
      await signerOfCard(wrong, blind, evaluated),
      await signerOfCard(secrets, blind, evaluatePin(createPinKey(lengthOf(9)), blind.blinded)),
      await signerOfCard({ ...secrets, code: "7Q2M9FKA0BCDEFGJ" }, blind, evaluated),
    ];
    for (const { address } of keys) expect(address).not.to.equal(vectors.key);
  });

  it("is hidden from the server: the same PIN is asked in another form each time", () => {
    expect(blindPin(secrets).blinded).not.to.equal(blindPin(secrets).blinded);
  });

  it("is four digits", () => {
    for (const pin of ["041", "04178", "O417", ""]) {
      expect(() => blindPin({ ...secrets, pin })).to.throw("not a PIN");
    }
  });

  it("takes no answer that is no point of the curve", async () => {
    const nowhere = `0x02${"ff".repeat(32)}` as const;
    const refusal = await signerOfCard(secrets, blindPin(secrets), nowhere).catch((error) => error);
    expect(refusal).to.be.instanceOf(Error);
    expect(() => evaluatePin(pinKey, nowhere)).to.throw();
  });

  it("is drawn evenly: what is left above the last whole range is drawn again", () => {
    const draws = [new Uint8Array([0xff, 0xff]), new Uint8Array([0x00, 0x07])];
    const random = (length: number) =>
      (length === 2 ? draws.shift() : new Uint8Array(length)) as Uint8Array<ArrayBuffer>;
    expect(createCardSecrets(random).pin).to.equal("0007");
    expect(draws).to.deep.equal([]);
  });

  it("is none of the two dozen that everybody tries first", () => {
    for (const pin of ["0000", "9999", "1234", "6789", "4321", "3210"]) {
      expect(isTrivialPin(pin), pin).to.equal(true);
    }
    for (const pin of ["0007", "1235", "1357", "8642", "1122", "9012"]) {
      expect(isTrivialPin(pin), pin).to.equal(false);
    }
    const draws = [new Uint8Array([0x04, 0xd2]), new Uint8Array([0x04, 0xd3])];
    const random = (length: number) =>
      (length === 2 ? draws.shift() : new Uint8Array(length)) as Uint8Array<ArrayBuffer>;
    expect(createCardSecrets(random).pin).to.equal("1235");
  });
});

describe("A card's QR", () => {
  const text = encodeCardQr(simulated, secrets.code);

  it("gives the code back, also in small letters, and only of this municipality", () => {
    expect(decodeCardQr(simulated, text)).to.deep.equal({ ok: true, value: secrets.code });
    expect(decodeCardQr(simulated, text.toLowerCase()).ok).to.equal(true);
    const other = { ok: false, problem: "other-municipality" };
    expect(decodeCardQr(elsewhere, text)).to.deep.equal(other);
    expect(parseLoginCode("7q2m-9fka-obcd-efgh")).to.equal(secrets.code);
  });

  it("is small enough for a card: version 2 with a quarter to spare", () => {
    expect(text).to.have.length(29);
    const border = 1;
    const modules = encodeQR(text, "raw", { ecc: "quartile", border }).length - 2 * border;
    expect(modules).to.equal(17 + 4 * 2);
  });

  it("is told from a family's, and refused when it is broken", () => {
    expect(isCardQr("KP1:ABC")).to.equal(false);
    expect(decodeCardQr(simulated, "KP1:ABC")).to.deep.equal({ ok: false, problem: "foreign" });
    const cut = decodeCardQr(simulated, text.slice(0, -2));
    expect(cut).to.deep.equal({ ok: false, problem: "truncated" });
  });
});

function lengthOf(byte: number) {
  return (length: number) => new Uint8Array(length).fill(byte);
}
