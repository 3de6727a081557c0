// A shop's statement through the API: adds up to what the ledger says it is owed, and is the shop's own.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admit,
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  signUpShop,
  type Town,
} from "./town.ts";

describe("Statements", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let token: string;
  let month: string;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    token = await bench.logIn(shop.owner);
    const [child] = (await family(town)) as [Child];
    const pay = async (amountCents: bigint): Promise<{ paymentId: Hex; paidAt: number }> =>
      must(await bench.post("/payments", await openPayment(bench, { child, shop, amountCents })))
        .body;
    const { paymentId, paidAt } = await pay(900n);
    month = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/Amsterdam",
      year: "numeric",
      month: "2-digit",
    }).format(paidAt * 1000);
    must(
      await bench.post(
        "/refunds",
        await refundOf(bench, { shop, child, paymentId, amountCents: 150n }),
      ),
    );
    const ids = { schemeId: town.schemeId, shopId: shop.shopId, payoutId: newId() };
    const treasurer = town.staff.treasurer.signer;
    await bench.chain.send(treasurer, commands.openPayout({ ...ids, amountCents: 750n }));
    const bankReason = "0x41433031" as const;
    await bench.chain.send(treasurer, commands.returnPayout({ ...ids, bankReason }));
    await pay(200n);
  });

  const path = () => `/shops/${shop.shopId}/statement`;

  it("show each payout with its sales, what came back, and what is owed at the end", async () => {
    const { schemes } = must(await bench.get(`${path()}?month=${month}`, token)).body;
    expect(schemes).to.have.lengthOf(1);
    const [scheme] = schemes;
    expect(scheme).to.include({
      openingCents: "0",
      earnedCents: "1700",
      paidOutCents: "750",
      closingCents: "950",
    });
    const [payout] = scheme.payouts;
    const kinds = (lines: { kind: string; amountCents: string }[]) =>
      lines.map(({ kind, amountCents }) => [kind, amountCents]);
    expect(kinds(payout.lines)).to.deep.equal([
      ["payment", "900"],
      ["refund", "-150"],
    ]);
    expect(payout).to.include({ carriedInCents: "0", carriedOutCents: "0" });
    expect(payout.returnedAt).to.be.a("number");
    expect(kinds(scheme.unpaid)).to.deep.equal([
      ["return", "750"],
      ["payment", "200"],
    ]);
    const mine = must(await bench.get("/shops/mine", token)).body;
    expect(mine.accounts[0].owedCents).to.equal(scheme.closingCents);
  });

  it("begin a month with what the last one ended with", async () => {
    const [year = 0, number = 1] = month.split("-").map(Number);
    const next =
      number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
    const { schemes } = must(await bench.get(`${path()}?month=${next}`, token)).body;
    expect(schemes[0]).to.include({
      openingCents: "950",
      earnedCents: "0",
      paidOutCents: "0",
      closingCents: "950",
    });
  });

  it("come as a file whose lines add up from opening to closing", async () => {
    const answer = must(await bench.get(`${path()}.csv?month=${month}`, token));
    expect(answer.headers.get("content-disposition")).to.contain(`overzicht-${month}.csv`);
    const [head = "", ...rows] = answer.text.trim().split("\r\n");
    const column = (name: string) => {
      const index = head.split(";").indexOf(name);
      return rows.map((row) => row.split(";")[index] ?? "");
    };
    const { schemes } = must(await bench.get(`${path()}?month=${month}`, token)).body;
    expect([...new Set(column("Regeling"))]).to.deep.equal([schemes[0].name]);
    const cents = column("Bedrag").map((cell) => BigInt(cell.replace(",", "")));
    expect(rows[0]).to.contain("beginstand");
    expect(rows.at(-1)).to.contain("eindstand");
    expect(cents.slice(0, -1).reduce((sum, one) => sum + one, 0n)).to.equal(cents.at(-1));
  });

  it("keep the schemes in the order of their names, whichever admitted the shop first", async () => {
    const towns = [
      await newTown({ name: "Zwemmen" }),
      await newTown({ name: "Bijzondere bijstand" }),
    ];
    const both = await signUpShop(town.bench);
    for (const one of towns) must(await admit(one, both));
    const own = `/shops/${both.shopId}/statement?month=${month}`;
    const { schemes } = must(await bench.get(own, await bench.logIn(both.owner))).body;
    const names = schemes.map(({ name }: { name: string }) => name);
    expect(names).to.deep.equal(["Bijzondere bijstand", "Zwemmen"]);
  });

  it("are for who sees the shop's money, and for no one else", async () => {
    const till = await newSigner();
    const both = { shopId: shop.shopId, till: till.address };
    must(await bench.request(shop.owner, commands.addTill(both)));
    const strangers = [
      await bench.logIn(till),
      await bench.logIn(await newSigner()),
      town.staff.treasurer.token,
    ];
    for (const other of strangers) {
      for (const end of ["", ".csv"]) {
        const answer = await bench.get(`${path()}${end}?month=${month}`, other);
        expect([answer.status, answer.body.code]).to.deep.equal([403, "forbidden"]);
      }
    }
    expect((await bench.get(`${path()}?month=${month}`)).status).to.equal(401);
    for (const wrong of ["2026-13", "1999-01", "nu", ""]) {
      expect((await bench.get(`${path()}?month=${wrong}`, token)).status).to.equal(400);
    }
  });
});
