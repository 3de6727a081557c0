// Events in plain words, and the code of a payment as people type it.
import { expect } from "chai";
import { eventSchemas } from "../../../server/chain/events.ts";
import { readShortCode } from "../../../wallet-web/desk/guardian/short-code-input.ts";
import desk from "../../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };

describe("What happened", () => {
  it("has a sentence for every event that a timeline can hold", () => {
    // The forwarder's own word on a request stands behind what the request did.
    const told = Object.keys(eventSchemas).filter((name) => !name.startsWith("Request"));
    const sentences = Object.keys(desk)
      .filter((key) => key.startsWith("timeline.event."))
      .map((key) => key.slice("timeline.event.".length));
    expect(sentences).to.have.members(told);
  });
});

describe("The code of a payment", () => {
  for (const typed of ["3F2-9A1", "3f29a1", " 3F2 9A1 ", "3F2–9A1"]) {
    it(`is read from "${typed}"`, () => expect(readShortCode(typed)).to.equal("3F29A1"));
  }
  for (const typed of ["", "3F2-9A", "3F2-9A12", "3F2-9AG", "3F2.9A1"]) {
    it(`is none in "${typed}"`, () => expect(readShortCode(typed)).to.equal(null));
  }
});
