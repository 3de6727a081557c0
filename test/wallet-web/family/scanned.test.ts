import { base32crockford } from "@scure/base";
import { expect } from "chai";
import { readScanned } from "../../../wallet-web/family/model/scanned.ts";
import { encodePaymentRequestQr } from "../../../wallet-web/shared/protocol/qr-payload.ts";
import type { Deployment } from "../../../wallet-web/shared/protocol/typed-data.ts";

const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const id = (byte: string) => `0x${byte.repeat(16)}` as const;
const here: Deployment = {
  chainId: 1,
  ledger: address("11"),
  forwarder: address("22"),
  roles: address("33"),
  cards: address("34"),
};
const elsewhere: Deployment = { ...here, ledger: address("44") };
const code = { requestId: id("aa"), shopId: id("bb"), amountCents: 2_395n };
const ORIGIN = "https://kindpakket.example";
const ours = encodePaymentRequestQr(here, ORIGIN, code);

/** Our own code with another number in its first byte. */
function ofVersion(version: number): string {
  const [start, payload] = ours.split("betaal=") as [string, string];
  const bytes = base32crockford.decode(payload);
  bytes[0] = version;
  return `${start}betaal=${base32crockford.encode(bytes)}`;
}

describe("What a family scanned", () => {
  it("is a shop's request", () => {
    expect(readScanned(here, ours)).to.deep.equal({ kind: "request", code });
  });

  it("is a letter's code", () => {
    expect(readScanned(here, `${ORIGIN}/family/#code=7Q2M9FKA00001111`)).to.deep.equal({
      kind: "letter",
      typed: "7Q2M9FKA00001111",
    });
  });

  for (const [what, text, problem] of [
    ["a number on a product", "8710400311140", "foreign"],
    ["another website", "https://example.org/menu", "foreign-link"],
    ["another family's code", `KP1:${"A".repeat(268)}`, "own-kind"],
    ["a till's link", `${ORIGIN}/till/#code=7Q2M9FKA00001111`, "till-link"],
    [
      "another municipality's shop",
      encodePaymentRequestQr(elsewhere, ORIGIN, code),
      "other-municipality",
    ],
    ["half of a code", ours.slice(0, -8), "truncated"],
    ["a code of another version", ofVersion(2), "other-version"],
  ] as const) {
    it(`says of ${what} that it is ${problem}`, () => {
      expect(readScanned(here, text)).to.deep.equal({ kind: "problem", problem });
    });
  }
});
