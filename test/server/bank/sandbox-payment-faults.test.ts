// Faults of payments strike each payment by itself: alone, in a batch, or when a person accepts a draft.

import { expect } from "chai";
import { type Bench, openBench } from "./bench.ts";
import { openRawClient, paymentOf, type RawClient } from "./raw-client.ts";

const day = 86_400_000;

describe("bunq sandbox faults of payments", () => {
  let bench: Bench;
  let client: RawClient;
  beforeEach(async () => {
    bench = await openBench();
    client = await openRawClient(bench);
  });
  afterEach(() => bench.close());

  const euros = (count: number, from = 1) =>
    Array.from({ length: count }, (_, index) => paymentOf(`${from + index}.00`));
  const idOf = (answer: { status: number; body: { Response: { Id: { id: number } }[] } }) => {
    expect(answer.status).to.equal(200);
    return answer.body.Response[0]!.Id.id;
  };
  const payBatch = async (payments: readonly object[], fault?: string): Promise<number> => {
    const more = fault === undefined ? {} : { fault };
    return idOf(await client.send("POST", `${client.account}/payment-batch`, { payments }, more));
  };
  const postDraft = (entries: readonly object[], fault?: string) =>
    client.send(
      "POST",
      `${client.account}/draft-payment`,
      { entries, number_of_required_accepts: 1 },
      fault === undefined ? {} : { fault },
    );
  const decide = (id: number, decision: string) =>
    fetch(`${bench.url()}/_sandbox/drafts/${id}/${decision}`, { method: "POST" });
  const accept = async (entries: readonly object[], fault?: string): Promise<number> => {
    const id = idOf(await postDraft(entries, fault));
    expect((await decide(id, "accept")).status).to.equal(200);
    return id;
  };
  const statusOf = async (id: number): Promise<string> =>
    (await client.send("GET", `${client.account}/draft-payment/${id}`)).body.Response[0]
      .DraftPayment.status;
  const statement = async () =>
    (await bench.account()).movements.map(({ amountCents, status }) => `${amountCents} ${status}`);
  const amounts = async () =>
    (await bench.account()).movements.map(({ amountCents }) => amountCents);
  const counts = async () => {
    const { faults } = await (await fetch(`${bench.url()}/_sandbox/faults`)).json();
    return faults.map(({ seen, played }: { seen: number; played: number }) => [seen, played]);
  };

  /** Pays everything given, on another bank; the statement in words. */
  async function runOf(pay: () => Promise<void>): Promise<string[]> {
    await bench.close();
    bench = await openBench();
    client = await openRawClient(bench);
    const rule = { kind: "suspended", delayMs: day, probability: 0.5, times: null };
    await bench.play(rule, { ...rule, kind: "returned-later", probability: 0.2 });
    await pay();
    const pending = await statement();
    bench.clock.advance(day);
    await client.send("GET", `${client.account}/payment`);
    return [...pending, ...(await statement())];
  }

  it("are drawn for each payment of a batch, the same each time, also over a restart", async () => {
    const whole = await runOf(async () => {
      await payBatch(euros(12));
      await payBatch(euros(12, 13));
    });
    const restarted = await runOf(async () => {
      await payBatch(euros(12));
      await bench.restart();
      await payBatch(euros(12, 13));
    });
    expect(restarted).to.deep.equal(whole);
    for (const status of ["pending", "booked", "returned"]) {
      expect(whole.some((line) => line.endsWith(status))).to.equal(true);
    }
  });

  it("are drawn alike for payments in a batch, by a draft and one by one", async () => {
    const batch = await runOf(async () => void (await payBatch(euros(10))));
    const draft = await runOf(async () => void (await accept(euros(10))));
    const single = await runOf(async () => {
      for (const body of euros(10)) await client.send("POST", `${client.account}/payment`, body);
    });
    expect(draft).to.deep.equal(batch);
    expect(single).to.deep.equal(batch);
  });

  it("count payments, not requests", async () => {
    await bench.play({ kind: "suspended", skip: 1, times: 2 });
    await payBatch(euros(2));
    await payBatch(euros(3, 3));
    expect(await statement()).to.deep.equal([
      "-100 booked",
      "-200 pending",
      "-300 pending",
      "-400 booked",
      "-500 booked",
    ]);
    expect(await counts()).to.deep.equal([[3, 2]]);
  });

  it("strike the payment of a batch whose own part of the body is meant", async () => {
    await bench.play({ kind: "returned-later", delayMs: 5, bodyIncludes: '"2.00"' });
    await payBatch(euros(3));
    await bench.clock.untilWaiting(5);
    bench.clock.advance(5);
    await client.send("GET", `${client.account}/payment`);
    expect(await statement()).to.deep.equal([
      "-100 booked",
      "-200 returned",
      "-300 booked",
      "200 booked",
    ]);
  });

  it("hide one payment of a batch from the list, and show it in the batch", async () => {
    await bench.play({ kind: "hidden-from-list", skip: 1, delayMs: 100 });
    const id = await payBatch(euros(3));
    const listed = async () =>
      (await client.send("GET", `${client.account}/payment`)).body.Response.length;
    expect(await listed()).to.equal(2);
    const batch = await client.send("GET", `${client.account}/payment-batch/${id}`);
    expect(batch.body.Response[0].PaymentBatch.payments.Payment).to.have.length(3);
    bench.clock.advance(100);
    expect(await listed()).to.equal(3);
  });

  it("are not counted by a request that the bank refuses", async () => {
    await bench.play({ kind: "suspended" });
    const path = `${client.account}/payment-batch`;
    const payments = [paymentOf("999999.00"), paymentOf("2.00")];
    expect((await client.send("POST", path, { payments })).status).to.equal(400);
    expect(await counts()).to.deep.equal([[0, 0]]);
    await payBatch(euros(1));
    expect(await statement()).to.deep.equal(["-100 pending"]);
  });

  it("can be brought along by a batch, for some or for all of its payments", async () => {
    await payBatch(euros(2), "suspended");
    await payBatch(euros(2, 3), '{"kind":"suspended","times":null}');
    await payBatch(euros(2, 5), '{"kind":"suspended","bodyIncludes":"6.00"}');
    expect(await statement()).to.deep.equal([
      "-100 pending",
      "-200 booked",
      "-300 pending",
      "-400 pending",
      "-500 booked",
      "-600 pending",
    ]);
  });

  describe("batch-partly-made", () => {
    const read = async (id: number): Promise<string[]> => {
      const answer = await client.send("GET", `${client.account}/payment-batch/${id}`);
      return answer.body.Response[0].PaymentBatch.payments.Payment.map(
        (one: { amount: { value: string } }) => one.amount.value,
      );
    };

    it("leaves some out, names the batch all the same and shows those made", async () => {
      await bench.play({ kind: "batch-partly-made", bodyIncludes: '"2.00"' });
      const id = await payBatch(euros(3));
      expect(await read(id)).to.deep.equal(["-1.00", "-3.00"]);
      expect(await amounts()).to.deep.equal(["-100", "-300"]);
      expect((await bench.account()).balanceCents).to.equal("99999600");
    });

    it("is the same for the same seed, with draws of its own for each payment", async () => {
      const rule = { kind: "batch-partly-made", probability: 0.4, times: null };
      const runs: string[][] = [];
      for (let run = 0; run < 2; run += 1) {
        await bench.play(rule);
        runs.push(await read(await payBatch(euros(20))));
      }
      expect(runs[0]).to.deep.equal(runs[1]);
      expect(runs[0]!.length).to.be.within(1, 19);
    });

    it("never leaves out everything, and counts as not played then", async () => {
      await bench.play({ kind: "batch-partly-made", times: null });
      expect(await read(await payBatch(euros(2)))).to.have.length(2);
      expect(await counts()).to.deep.equal([[2, 0]]);
    });

    it("is of batches alone", async () => {
      await bench.play({ kind: "batch-partly-made", times: null });
      await client.send("POST", `${client.account}/payment`, paymentOf("1.00"));
      await accept(euros(2, 2));
      expect(await amounts()).to.deep.equal(["-100", "-200", "-300"]);
      expect(await counts()).to.deep.equal([[0, 0]]);
    });
  });

  describe("on a draft that a person accepts", () => {
    it("strike its payments, each by itself", async () => {
      await bench.play(
        { kind: "suspended", bodyIncludes: '"1.00"' },
        { kind: "returned-later", bodyIncludes: '"2.00"', delayMs: 5 },
      );
      await accept(euros(3));
      bench.clock.advance(5);
      await client.send("GET", `${client.account}/payment`);
      expect(await statement()).to.deep.equal([
        "-100 pending",
        "-200 returned",
        "-300 booked",
        "200 booked",
      ]);
    });

    it("can be brought along when the draft is made", async () => {
      await accept(euros(2), '{"kind":"suspended","skip":1}');
      expect(await statement()).to.deep.equal(["-100 booked", "-200 pending"]);
    });

    it("reject a part, also after a restart in between", async () => {
      await bench.play({ kind: "draft-partly-rejected", skip: 1 });
      const id = idOf(await postDraft(euros(3)));
      await bench.restart();
      await decide(id, "accept");
      expect(await statusOf(id)).to.equal("ACCEPTED");
      expect(await amounts()).to.deep.equal(["-100", "-300"]);
    });

    it("reject all when every part is rejected", async () => {
      await bench.play({ kind: "draft-partly-rejected", times: null });
      const id = await accept(euros(2));
      expect(await statusOf(id)).to.equal("REJECTED");
      expect(await amounts()).to.deep.equal([]);
    });

    it("are not drawn when the person says no", async () => {
      await bench.play({ kind: "suspended" }, { kind: "too-little-money", skip: 1 });
      const id = idOf(await postDraft(euros(2)));
      expect((await decide(id, "reject")).status).to.equal(200);
      expect(await counts()).to.deep.equal([
        [0, 0],
        [0, 0],
      ]);
    });
  });

  describe("too-little-money", () => {
    it("refuses a draft when it is made", async () => {
      await bench.play({ kind: "too-little-money", pathIncludes: "/draft-payment" });
      const refused = await postDraft(euros(1));
      expect(refused.status).to.equal(400);
      expect(refused.body.Error[0].error_description).to.match(/^Insufficient balance/);
      expect((await postDraft(euros(1))).status).to.equal(200);
    });

    it("stops a person who accepts, who can accept again later", async () => {
      await bench.play({ kind: "too-little-money", pathIncludes: "/draft-payment/" });
      const id = idOf(await postDraft(euros(2)));
      expect((await decide(id, "accept")).status).to.equal(400);
      expect([await statusOf(id), await amounts()]).to.deep.equal(["PENDING", []]);
      expect((await decide(id, "accept")).status).to.equal(200);
      expect(await statusOf(id)).to.equal("ACCEPTED");
    });

    it("is found out only on acceptance when the account really holds too little", async () => {
      const id = idOf(await postDraft([paymentOf("1000000.01")]));
      expect((await decide(id, "accept")).status).to.equal(400);
      expect([await statusOf(id), await amounts()]).to.deep.equal(["PENDING", []]);
    });
  });

  it("answers 404 for a draft or a decision that does not exist", async () => {
    expect((await decide(4711, "accept")).status).to.equal(404);
    const id = idOf(await postDraft(euros(1)));
    expect((await decide(id, "burn")).status).to.equal(404);
    expect(
      (await fetch(`${bench.url()}/_sandbox/drafts/x/accept`, { method: "POST" })).status,
    ).to.equal(404);
  });
});
