import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  createPayCode,
  PAY_CODE_LENGTH,
  requestCodeOf,
  requestIdsOf,
} from "../../../wallet-web/shared/protocol/pay-code.ts";
import { PHONE_CODE_LENGTH, phoneCodeOf } from "../../../wallet-web/shared/protocol/phone-code.ts";
import { formatTypedCode, parseTypedCode } from "../../../wallet-web/shared/protocol/typed-code.ts";

const address = (byte: string) => `0x${byte.repeat(20)}` as Hex;

describe("Codes that people type", () => {
  it("are read whatever the case, spaces, dashes and look-alikes", () => {
    for (const typed of ["7Q2M-9FK0", "7q2m 9fko", " 7Q2M9FKO ", "7q2-m9-fk0"]) {
      expect(parseTypedCode(typed, 8)).to.equal("7Q2M9FK0");
    }
    expect(parseTypedCode("iLl1", 4)).to.equal("1111");
  });

  it("are none with a sign too few, too many, or one that codes don't have", () => {
    for (const typed of ["7Q2M9FK", "7Q2M9FK00", "7Q2M9FKU", "7Q2M9FK!", ""]) {
      expect(parseTypedCode(typed, 8)).to.equal(null);
    }
  });

  it("are shown in groups of four", () => {
    expect(formatTypedCode("7Q2M9FK0")).to.equal("7Q2M-9FK0");
    expect(formatTypedCode("7Q2M9F")).to.equal("7Q2M-9F");
  });
});

describe("A code to pay by", () => {
  it("has eight characters, made of the randomness it is given", () => {
    expect(createPayCode(() => new Uint8Array(5))).to.equal("00000000");
    expect(createPayCode((length) => new Uint8Array(length).fill(255))).to.equal("ZZZZZZZZ");
  });

  it("of a request is the head of its id, and leads back to all ids that begin so", () => {
    const requestId: Hex = "0x00ff00ff00123456789012345678abcd";
    const code = requestCodeOf(requestId);
    expect(code).to.have.length(PAY_CODE_LENGTH);
    expect(requestIdsOf(code)).to.deep.equal({
      lowest: `0x00ff00ff00${"00".repeat(11)}`,
      highest: `0x00ff00ff00${"ff".repeat(11)}`,
    });
    expect(requestIdsOf("ZZZZZZZZ").highest).to.equal(`0x${"ff".repeat(16)}`);
  });
});

describe("A new phone's code", () => {
  it("is of its keys in their order, and of no others", () => {
    const [one, two, three] = [address("01"), address("02"), address("03")];
    const code = phoneCodeOf([one, two]);
    expect(code)
      .to.match(/^[0-9A-HJKMNP-TV-Z]+$/)
      .and.have.length(PHONE_CODE_LENGTH);
    expect(phoneCodeOf([one, two])).to.equal(code);
    for (const others of [[two, one], [one], [one, two, three], [one, three]]) {
      expect(phoneCodeOf(others)).not.to.equal(code);
    }
  });
});
