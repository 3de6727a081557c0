// What the second person signs is what stands on their screen, or nothing.
import { expect } from "chai";
import { checkedCall } from "../../../wallet-web/desk/proposals/checked-call.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";

const id = (digit: string): Hex => `0x${digit.repeat(32)}`;
const [schemeId, shopId, ibanSalt] = [id("a"), id("b"), id("c")];
const reference: Hex = `0x${"12".repeat(32)}`;
const shop = {
  shopId,
  name: "Bakker",
  kvkNumber: "12345678",
  iban: "NL21RABO0085316318",
  ibanSalt,
};
const commitment = ibanCommitment({ iban: shop.iban, salt: ibanSalt });
const money = { amountCents: "150000", shop: null };
const paid = { schemeId, amountCents: 150_000n, bankReference: reference };
const account = { schemeId, shopId, ibanCommitment: commitment };

const CALLS = [
  { kind: "fund", fields: money, call: commands.fundScheme(paid).data },
  { kind: "withdraw", fields: money, call: commands.withdrawFromScheme(paid).data },
  { kind: "admit", fields: { amountCents: null, shop }, call: commands.admitShop(account).data },
  { kind: "iban", fields: { amountCents: null, shop }, call: commands.confirmIban(account).data },
] as const;

describe("checkedCall", () => {
  for (const { kind, fields, call } of CALLS) {
    const proposal = { kind, call, ...fields };
    it(`is the call of ${kind} when it does what the screen says`, () => {
      expect(checkedCall({ schemeId, proposal, bankReference: reference })).to.equal(call);
    });

    it(`is nothing when ${kind} was another call, or of another scheme`, () => {
      for (const other of CALLS.filter((one) => one.kind !== kind)) {
        const swapped = { ...proposal, call: other.call };
        expect(checkedCall({ schemeId, proposal: swapped, bankReference: reference })).to.equal(
          null,
        );
      }
      expect(checkedCall({ schemeId: id("d"), proposal, bankReference: reference })).to.equal(null);
    });
  }

  it("is nothing for another amount or another reference than on the bank's statement", () => {
    const [{ kind, fields, call }] = CALLS;
    const proposal = { kind, call, ...fields };
    for (const bankReference of [null, `0x${"13".repeat(32)}` as const]) {
      expect(checkedCall({ schemeId, proposal, bankReference })).to.equal(null);
    }
    const more = { ...proposal, amountCents: "150001" };
    expect(checkedCall({ schemeId, proposal: more, bankReference: reference })).to.equal(null);
  });

  it("is nothing for another account than the shop's", () => {
    const { kind, fields, call } = CALLS[2];
    const proposal = { kind, call, ...fields, shop: { ...shop, iban: "NL27RABO0034592873" } };
    expect(checkedCall({ schemeId, proposal, bankReference: null })).to.equal(null);
  });
});
