// A phone knows its own payments, also when the browser dropped the page meanwhile, and shows the result of each once.
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import type { Family } from "../../../wallet-web/family/model/family.ts";
import { showResult } from "../../../wallet-web/family/model/follow.ts";
import { openSigned } from "../../../wallet-web/family/model/signed.ts";
import type { PaymentAnswer } from "../../../wallet-web/shared/api-types.ts";
import { type AppDatabase, openAppDatabase } from "../../../wallet-web/shared/database.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";

const START = 1_800_000_000;

describe("What a phone signed", () => {
  let now: number;
  let database: AppDatabase;
  beforeEach(async () => {
    now = START;
    database = await openAppDatabase("phone", new IDBFactory());
  });

  /** The app, opened anew on what the phone kept. */
  const open = () => openSigned({ database, now: () => now });

  it("is known after the page was dropped, until it can't be paid any more", async () => {
    await (await open()).add("0x01", START + 300);
    now += 299;
    const reopened = await open();
    expect([reopened.has("0x01"), reopened.has("0x02")]).to.deep.equal([true, false]);
    now += 1;
    expect((await open()).has("0x01")).to.equal(false);
    expect(reopened.has("0x01"), "a page that stays open is told late").to.equal(true);
  });

  it("keeps no more than what can still be paid", async () => {
    const signed = await open();
    await signed.add("0x01", START + 300);
    await signed.add("0x02", START + 600);
    now += 300;
    await signed.add("0x03", START + 900);
    const kept = (await database.read<{ paymentId: string }[]>("signed")) ?? [];
    expect(kept.map(({ paymentId }) => paymentId)).to.deep.equal(["0x02", "0x03"]);
  });

  it("has its result shown once, by the page that hears of it", async () => {
    await (await open()).add("0x01", START + 300);
    const [own, another] = ["0x01", "0x02"].map((paymentId) => ({ paymentId }) as PaymentAnswer);
    const shown = async () => {
      const family = {
        signed: await open(),
        history: createStore({ "0x0a": [another, own] }),
        paid: createStore<PaymentAnswer | null>(null),
        refused: createStore(null),
      } as unknown as Family;
      showResult(family);
      return family.paid.get();
    };
    expect(await shown()).to.equal(own);
    expect(await shown(), "once").to.equal(null);
  });
});
