// Paying without a camera: a cheque under a short code for the till, and a shop's request by its code for the family.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { requestCodeOf } from "../../../wallet-web/shared/protocol/pay-code.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import { type Answer, type Bench, ShiftedClock, startBench } from "./bench.ts";
import {
  admittedShop,
  type Child,
  chargeOn,
  family,
  must,
  openPayment,
  openTown,
  type Shop,
  shopBoundPayment,
  signUpShop,
  type Town,
} from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];

describe("Codes to pay by", () => {
  const clock = new ShiftedClock();
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let phone: string;
  before(async function () {
    this.timeout(60_000);
    bench = await startBench({ httpClock: clock });
    town = await openTown(bench);
    shop = await admittedShop(town);
  });
  beforeEach(async () => {
    clock.shiftMs = 0;
    [child] = (await family(town)) as [Child];
    phone = await bench.logIn(child.phone);
  });
  after(() => bench.stop());

  const cheque = async (given: { child?: Child } = {}) => {
    const made = await openPayment(bench, {
      child: given.child ?? child,
      shop,
      amountCents: 5_000n,
    });
    return { authorisation: made.authorisation, signature: made.signature };
  };
  const leave = (body: unknown, token = phone) => bench.post("/payment-codes", body, token);
  const take = (token: string, code: string) =>
    bench.post("/payment-code-lookups", { code }, token);

  describe("of a cheque", () => {
    it("give the till what the family's QR would have given, and it pays", async () => {
      const left = must(await leave(await cheque()), 201).body;
      expect(left.code).to.match(/^[0-9A-Z]{8}$/);

      const till = await bench.logIn(shop.owner);
      const taken = must(await take(till, left.code)).body;

      const { authorisationDigest } = await import(
        "../../../wallet-web/shared/protocol/typed-data.ts"
      );
      const authorisation = {
        ...taken.authorisation,
        maximumAmountCents: BigInt(taken.authorisation.maximumAmountCents),
      };
      const paymentId = authorisationDigest(bench.chain.deployment, authorisation);
      const charged = await chargeOn(bench, paymentId, { shop, amountCents: 1_250n });
      const paid = must(await bench.post("/payments", { ...taken, ...charged }), 201).body;
      expect(paid).to.include({ amountCents: "1250", beneficiaryId: child.beneficiaryId });
    });

    it("are for the first till that types them, and for that one again", async () => {
      const { code } = must(await leave(await cheque()), 201).body;
      const other = await admittedShop(town);
      const [first, second] = [await bench.logIn(shop.owner), await bench.logIn(other.owner)];
      const taken = must(await take(first, code)).body;
      expect(must(await take(first, code)).body).to.deep.equal(taken);
      expect(codeOf(await take(second, code))).to.deep.equal([404, "code-unknown"]);
    });

    it("end after five minutes, with the cheque, and when the phone leaves another", async () => {
      const till = await bench.logIn(shop.owner);
      const first = must(await leave(await cheque()), 201).body;
      const second = must(await leave(await cheque()), 201).body;
      expect(codeOf(await take(till, first.code))).to.deep.equal([404, "code-unknown"]);
      clock.shiftMs = 300_000;
      expect(codeOf(await take(till, second.code))).to.deep.equal([404, "code-unknown"]);
    });

    it("are no use to a family, a shop that waits, a till that was removed, or without a session", async () => {
      const { code } = must(await leave(await cheque()), 201).body;
      const waiting = await signUpShop(bench);
      const removed = await newSigner();
      const { shopId } = shop;
      const till = removed.address;
      must(await bench.request(shop.owner, commands.addTill({ shopId, till })));
      must(await bench.request(shop.owner, commands.removeTill({ shopId, till })));
      for (const token of [phone, await bench.logIn(waiting.owner), await bench.logIn(removed)]) {
        expect(codeOf(await take(token, code))).to.deep.equal([403, "forbidden"]);
      }
      expect(codeOf(await bench.post("/payment-code-lookups", { code }))).to.deep.equal([
        401,
        "session-required",
      ]);
    });

    it("can't be guessed: a till is held after fifteen in a minute, another beside it is not", async () => {
      const guesser = await admittedShop(town);
      const [held, free] = [await bench.logIn(guesser.owner), await bench.logIn(shop.owner)];
      for (let turn = 0; turn < 15; turn++) {
        expect(codeOf(await take(held, "ZZZZZZZZ"))).to.deep.equal([404, "code-unknown"]);
      }
      expect(codeOf(await take(held, "ZZZZZZZZ"))).to.deep.equal([429, "too-many-requests"]);
      expect(codeOf(await take(free, "ZZZZZZZZ"))).to.deep.equal([404, "code-unknown"]);
    });

    it("are made only of a cheque of the phone's own, signed by it, for any shop, still good", async () => {
      const good = await cheque();
      const [sibling] = (await family(town)) as [Child];
      const bound = await shopBoundPayment(bench, { child, shop, amountCents: 100n });
      const wrong: [unknown, string][] = [
        [await cheque({ child: sibling }), "forbidden"],
        [{ ...good, authorisation: { ...good.authorisation, nonce: 99 } }, "signature-invalid"],
        [bound, "authorisation-kind-mismatch"],
      ];
      for (const [body, code] of wrong) expect((await leave(body)).body.code).to.equal(code);
      clock.shiftMs = 700_000;
      expect((await leave(good)).body.code).to.equal("authorisation-not-in-time");
      const odd = await take(await bench.logIn(shop.owner), "oh no");
      expect(codeOf(odd)).to.deep.equal([400, "invalid-request"]);
    });

    it("stand in the database neither as they are nor with the cheque in the clear", async () => {
      const body = await cheque();
      const { code } = must(await leave(body), 201).body;
      const { paymentCodes } = await import("../../../server/store/schema/wallet.ts");
      const rows = await bench.services.database.select().from(paymentCodes);
      const text = JSON.stringify(rows) + rows.map((row) => Buffer.from(row.cheque)).join();
      expect(text).not.to.contain(code);
      expect(text).not.to.contain(body.signature.r);
    });
  });

  describe("of a shop's request", () => {
    const ask = async (requestId: Hex = newId()) => {
      const body = { requestId, shopId: shop.shopId, amountCents: "2395" };
      return must(await bench.post("/payment-requests", body, await bench.logIn(shop.owner)), 201)
        .body;
    };
    const find = (code: string, token = phone) =>
      bench.post("/payment-request-lookups", { code }, token);

    it("give the family the request", async () => {
      const request = await ask();
      expect(must(await find(requestCodeOf(request.requestId))).body).to.deep.equal(request);
    });

    it("end with the request: cancelled, or after its ten minutes", async () => {
      const [one, other] = [await ask(), await ask()];
      const till = await bench.logIn(shop.owner);
      const path = `/payment-requests/${one.requestId}`;
      must(await bench.call("DELETE", path, undefined, { token: till }), 204);
      expect(codeOf(await find(requestCodeOf(one.requestId)))).to.deep.equal([404, "code-unknown"]);
      clock.shiftMs = 600_000;
      const late = await find(requestCodeOf(other.requestId));
      expect(codeOf(late)).to.deep.equal([404, "code-unknown"]);
    });

    it("say nothing when two requests have the same", async () => {
      const head = newId().slice(0, 12);
      await ask(`${head}${"1".repeat(22)}` as Hex);
      await ask(`${head}${"2".repeat(22)}` as Hex);
      const twice = await find(requestCodeOf(`${head}${"0".repeat(22)}` as Hex));
      expect(codeOf(twice)).to.deep.equal([404, "code-unknown"]);
    });

    it("are for families", async () => {
      const { requestId } = await ask();
      const till = await bench.logIn(shop.owner);
      expect(codeOf(await find(requestCodeOf(requestId), till))).to.deep.equal([403, "forbidden"]);
    });
  });
});
