// The sandbox speaks bunq's API: what any client relies on.

import { createVerify } from "node:crypto";
import { expect } from "chai";
import { signBody } from "../../../server/bank/bunq/signing.ts";
import { type Bench, openBench } from "./bench.ts";
import { openRawClient, paymentOf, type RawClient } from "./raw-client.ts";

describe("bunq sandbox protocol", () => {
  let bench: Bench;
  let client: RawClient;
  beforeEach(async () => {
    bench = await openBench();
    client = await openRawClient(bench);
  });
  afterEach(() => bench.close());

  const pay = (value = "1.00", more: object = {}) =>
    client.send("POST", `${client.account}/payment`, paymentOf(value, more));

  describe("signatures and headers", () => {
    const body = JSON.stringify(paymentOf("1.00"));
    const headers = () => ({ "X-Bunq-Client-Authentication": client.token });

    it("answers 466 to a payment without a signature", async () => {
      const init = { method: "POST", body, headers: headers() };
      expect((await client.bare(`${client.account}/payment`, init)).status).to.equal(466);
    });

    it("answers 400 to a signature over another body", async () => {
      const signature = signBody(Buffer.from("{}"), bench.store.saved!.privateKeyPem);
      const signed = { ...headers(), "X-Bunq-Client-Signature": signature };
      const response = await client.bare(`${client.account}/payment`, {
        method: "POST",
        body,
        headers: signed,
      });
      expect(response.status).to.equal(400);
      expect(await response.text()).to.include("The request signature is invalid.");
    });

    it("lets a reader go without a signature", async () => {
      const init = { headers: headers() };
      expect((await client.bare(`${client.account}/payment`, init)).status).to.equal(200);
    });

    it("answers 401 without a token, with an unknown one and after its end", async () => {
      const path = `${client.account}/payment`;
      const unknown = { "X-Bunq-Client-Authentication": "unknown" };
      expect((await client.bare(path, {})).status).to.equal(401);
      expect((await client.bare(path, { headers: unknown })).status).to.equal(401);
      bench.clock.advance(3_600_000);
      expect((await client.bare(path, { headers: headers() })).status).to.equal(401);
    });

    it("signs every answer, echoes the request id and writes plain JSON in ASCII", async () => {
      await pay();
      const response = await client.bare(`${client.account}/payment`, {
        headers: { ...headers(), "X-Bunq-Client-Request-Id": "echo-me" },
      });
      const text = await response.text();
      expect(response.headers.get("Content-Type")).to.equal("application/json");
      expect(response.headers.get("X-Bunq-Client-Request-Id")).to.equal("echo-me");
      expect(response.headers.get("X-Bunq-Client-Response-Id")).to.match(/^[0-9a-f]{32}$/);
      expect(text).to.include("Bakkerij Zo\\u00eb");
      const signature = response.headers.get("X-Bunq-Server-Signature")!;
      const verify = createVerify("sha256").update(text);
      expect(verify.verify(bench.store.saved!.serverPublicKeyPem, signature, "base64")).to.equal(
        true,
      );
    });
  });

  describe("limits", () => {
    it("answers 429 to the fourth read and the sixth write in 3 s, as bunq words it", async () => {
      const limited = await openBench({ sandbox: { rateLimits: true } });
      const raw = await openRawClient(limited);
      const path = `${raw.account}/payment`;
      const reads = [];
      for (let call = 0; call < 4; call += 1) reads.push((await raw.send("GET", path)).status);
      expect(reads).to.deep.equal([200, 200, 200, 429]);
      const writes = [];
      for (let call = 0; call < 6; call += 1)
        writes.push(await raw.send("POST", path, paymentOf("1.00")));
      expect(writes.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200, 429]);
      const [error] = writes[5]!.body.Error;
      expect(error.error_description).to.equal(
        "Too many requests. You can do a maximum of 5 calls per 3 seconds to this endpoint.",
      );
      limited.clock.advance(3_000);
      expect((await raw.send("GET", path)).status).to.equal(200);
      await limited.close();
    });

    it("keeps the daily limit until midnight UTC", async () => {
      const limited = await openBench({ sandbox: { dailyLimitCents: 1_000n } });
      const raw = await openRawClient(limited);
      const send = (value: string) => raw.send("POST", `${raw.account}/payment`, paymentOf(value));
      expect((await send("10.01")).status).to.equal(400);
      expect((await send("10.00")).status).to.equal(200);
      expect((await send("0.01")).status).to.equal(400);
      await limited.close();
    });

    it("refuses bodies it can't read, routes it doesn't have and accounts of others", async () => {
      const path = `${client.account}/payment`;
      const wrong = [
        {},
        paymentOf("0.00"),
        paymentOf("-1.00"),
        paymentOf("1.005"),
        paymentOf("1.00", { amount: { value: "1.00", currency: "USD" } }),
        paymentOf("1.00", { description: "a".repeat(141) }),
        paymentOf("1.00", { merchant_reference: "a".repeat(36) }),
        paymentOf("1.00", { counterparty_alias: { type: "IBAN", value: "NL00", name: "a" } }),
      ];
      for (const body of wrong) {
        expect((await client.send("POST", path, body)).status).to.equal(400);
      }
      expect((await client.send("PUT", path)).status).to.equal(405);
      expect((await client.send("GET", "/elsewhere")).status).to.equal(404);
      expect((await client.send("GET", "/user/999/monetary-account-bank")).status).to.equal(403);
      expect(
        (await client.send("GET", `${client.user}/monetary-account/999/payment`)).status,
      ).to.equal(404);
      expect((await client.send("GET", `${path}/999`)).status).to.equal(404);
      expect((await bench.account()).movements).to.deep.equal([]);
    });
  });

  describe("pages", () => {
    const ids = (answer: { body: { Response: { Payment: { id: number } }[] } }) =>
      answer.body.Response.map(({ Payment }) => Payment.id);

    it("come newest first, by 10 when not asked otherwise, linked both ways", async () => {
      const made: number[] = [];
      for (let number = 0; number < 25; number += 1)
        made.push((await pay()).body.Response[0].Id.id);
      const newestFirst = made.toReversed();
      const first = await client.send("GET", `${client.account}/payment`);
      expect(ids(first)).to.deep.equal(newestFirst.slice(0, 10));
      expect(first.body.Pagination.newer_url).to.equal(null);
      const second = await client.send("GET", first.body.Pagination.older_url.replace("/v1", ""));
      expect(ids(second)).to.deep.equal(newestFirst.slice(10, 20));
      const last = await client.send("GET", second.body.Pagination.older_url.replace("/v1", ""));
      expect(ids(last)).to.deep.equal(newestFirst.slice(20));
      expect(last.body.Pagination.older_url).to.equal(null);
      const back = await client.send("GET", last.body.Pagination.newer_url.replace("/v1", ""));
      expect(ids(back)).to.deep.equal(newestFirst.slice(10, 20));
      expect(ids(await client.send("GET", `${client.account}/payment?count=200`))).to.deep.equal(
        newestFirst,
      );
    });

    it("are refused above 200, at 0 and for nonsense", async () => {
      for (const query of ["count=201", "count=0", "count=x", "older_id=-1"]) {
        expect((await client.send("GET", `${client.account}/payment?${query}`)).status).to.equal(
          400,
        );
      }
    });
  });

  describe("request id", () => {
    it("is taken once for a processed request, also after a restart", async () => {
      const send = () =>
        client.send("POST", `${client.account}/payment`, paymentOf("1.00"), { requestId: "same" });
      expect((await send()).status).to.equal(200);
      expect((await send()).status).to.equal(400);
      await bench.restart();
      const [error] = (await send()).body.Error;
      expect(error.error_description).to.match(/request id/i);
      expect((await bench.account()).movements).to.have.length(1);
    });

    it("stays free when the request was refused", async () => {
      const send = (value: string) =>
        client.send("POST", `${client.account}/payment`, paymentOf(value), { requestId: "same" });
      expect((await send("9999999.00")).status).to.equal(400);
      expect((await send("1.00")).status).to.equal(200);
    });
  });

  describe("batch", () => {
    const path = () => `${client.account}/payment-batch`;

    it("makes all payments under one id", async () => {
      const payments = ["1.00", "2.00", "3.00"].map((value) => paymentOf(value));
      const made = await client.send("POST", path(), { payments });
      const { id } = made.body.Response[0].Id;
      const { PaymentBatch: batch } = (await client.send("GET", `${path()}/${id}`)).body
        .Response[0];
      const values = batch.payments.Payment.map(
        (one: { amount: { value: string } }) => one.amount.value,
      );
      expect(values).to.deep.equal(["-1.00", "-2.00", "-3.00"]);
      expect(batch.payments.Payment[0].batch_id).to.equal(id);
    });

    it("makes none when one is wrong or the sum too high", async () => {
      const wrong = [
        [paymentOf("1.00"), paymentOf("0.00")],
        [paymentOf("999999.00"), paymentOf("1.01")],
        [],
      ];
      for (const payments of wrong) {
        expect((await client.send("POST", path(), { payments })).status).to.equal(400);
      }
      expect((await bench.account()).movements).to.deep.equal([]);
    });
  });

  describe("draft", () => {
    const path = () => `${client.account}/draft-payment`;
    const body = {
      entries: [paymentOf("1.00"), paymentOf("2.00")],
      number_of_required_accepts: 1,
    };
    const decide = (id: number, decision: string) =>
      fetch(`${bench.url()}/_sandbox/drafts/${id}/${decision}`, { method: "POST" });
    const make = async (fault?: string): Promise<number> => {
      const more = fault === undefined ? {} : { fault };
      return (await client.send("POST", path(), body, more)).body.Response[0].Id.id;
    };
    const read = async (id: number) =>
      (await client.send("GET", `${path()}/${id}`)).body.Response[0].DraftPayment;

    it("pays when a person accepts it, once", async () => {
      const id = await make();
      expect((await read(id)).status).to.equal("PENDING");
      expect((await bench.account()).movements).to.deep.equal([]);
      expect((await decide(id, "accept")).status).to.equal(200);
      expect((await decide(id, "accept")).status).to.equal(400);
      const draft = await read(id);
      expect(draft.status).to.equal("ACCEPTED");
      expect(draft.object).to.have.length(2);
    });

    it("pays nothing when rejected, and a part when rejected in part", async () => {
      const rejected = await make();
      await decide(rejected, "reject");
      expect((await read(rejected)).status).to.equal("REJECTED");
      const inPart = await make("draft-partly-rejected");
      await decide(inPart, "accept");
      expect((await read(inPart)).object).to.have.length(1);
      expect((await bench.account()).movements.map(({ amountCents }) => amountCents)).to.deep.equal(
        ["-200"],
      );
    });

    it("is withdrawn only by someone who saw its latest state", async () => {
      const id = await make();
      const { updated } = await read(id);
      const cancel = (timestamp: string) =>
        client.send("PUT", `${path()}/${id}`, {
          status: "CANCELLED",
          previous_updated_timestamp: timestamp,
        });
      expect((await cancel("2020-01-01 00:00:00.000000")).status).to.equal(400);
      expect((await cancel(updated)).status).to.equal(200);
      expect((await read(id)).status).to.equal("CANCELLED");
      expect((await decide(id, "accept")).status).to.equal(400);
    });
  });

  describe("play money", () => {
    const ask = (value: string) =>
      client.send("POST", `${client.account}/request-inquiry`, {
        amount_inquired: { value, currency: "EUR" },
        counterparty_alias: { type: "EMAIL", value: "sugardaddy@bunq.com" },
        description: "Geld",
        allow_bunqme: false,
      });

    it("comes at once, up to 500 euro each time", async () => {
      expect((await ask("500.00")).status).to.equal(200);
      expect((await ask("500.01")).status).to.equal(400);
      expect((await bench.account()).balanceCents).to.equal("100050000");
    });

    it("moves between two accounts of the sandbox on both sides", async () => {
      await client.bare("/sandbox-user-company", { method: "POST", body: "{}" });
      const read = async () => (await fetch(`${bench.url()}/_sandbox/statement`)).json();
      const other = (await read()).accounts[1];
      const alias = { type: "IBAN", value: other.iban, name: other.name };
      await pay("12.34", { counterparty_alias: alias });
      const { accounts } = await read();
      expect(
        accounts.map((account: { balanceCents: string }) => account.balanceCents),
      ).to.deep.equal(["99998766", "1234"]);
    });
  });
});
