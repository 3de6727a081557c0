// Payouts at the desk: the list, what treasurers sign, and the report.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import {
  bankEntries,
  bankSubmissions,
  payoutAttempts,
  payoutOrders,
} from "../../../server/store/schema/bank.ts";
import { createVault } from "../../../server/validator/vault.ts";
import { fromHex, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { decisionDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  IBANS,
  must,
  openPayment,
  type Shop,
  type Town,
} from "./town.ts";

const NO_HASH: Hex = `0x${"00".repeat(32)}`;

describe("Payouts at the desk", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let payoutId: Hex;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town, { name: "=HYPERLINK" });
    const [child] = (await family(town)) as [Child];
    must(
      await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 900n })),
    );
    payoutId = newId();
    const now = bench.services.clock.now();
    await bench.services.database.insert(payoutOrders).values({
      payoutId,
      schemeId: town.schemeId,
      shopId: shop.shopId,
      amountCents: 900n,
      state: "HELD",
      reason: "mandate-exceeded-per-payout",
      createdAt: now,
      changedAt: now,
    });
  });

  const path = (rest: string) => `/schemes/${town.schemeId}/${rest}`;
  const decide = async (changes: object) => {
    const decision = {
      schemeId: town.schemeId,
      subjectId: shop.shopId,
      decision: "block-payee" as const,
      contentHash: `0x${"00".repeat(32)}` as Hex,
      reason: "Rekening klopt niet",
      at: Math.floor(bench.services.clock.now() / 1000),
      ...changes,
    };
    const digest = decisionDigest(bench.chain.deployment, decision);
    return { ...decision, signature: await town.staff.treasurer.signer.sign(digest) };
  };
  const send = (body: unknown, token = town.staff.treasurer.token) =>
    bench.post(path("treasury-decisions"), body, token);

  it("list with what the treasurer may decide, and to others nothing", async () => {
    const own = must(await bench.get(path("payouts"), town.staff.treasurer.token)).body;
    expect(own.payouts[0]).to.include({ payoutId, ibanTail: "6318", amountCents: "900" });
    expect(own.payouts[0].decisions).to.deep.equal(["open"]);
    expect([own.total, own.counts.HELD]).to.deep.equal([1, 1]);
    const other = must(await bench.get(path("payouts"), town.staff.sponsor.token)).body;
    expect(other.payouts[0].decisions).to.deep.equal([]);
    const stranger = await bench.logIn(shop.owner);
    expect((await bench.get(path("payouts"), stranger)).body.code).to.equal("role-missing");
  });

  it("are counted and summed by state, and listed by one", async () => {
    const { token } = town.staff.guardian;
    const held = must(await bench.get(path("payouts?state=HELD"), token)).body;
    expect([held.total, held.payouts[0].payoutId]).to.deep.equal([1, payoutId]);
    expect([held.counts.EARNED, held.amountsCents.EARNED]).to.deep.equal([1, "900"]);
    expect([held.amountsCents.HELD, held.amountsCents.BOOKED]).to.deep.equal(["900", "0"]);
    const booked = must(await bench.get(path("payouts?state=BOOKED"), token)).body;
    expect([booked.total, booked.payouts]).to.deep.equal([0, []]);
    const wrong = await bench.get(path("payouts?state=LOST"), token);
    expect(wrong.body.code).to.equal("invalid-request");
  });

  it("leave what is owed within the hold time where it is, and say so", async () => {
    const { shops } = must(await bench.get(path("unpaid-shops"), town.staff.sponsor.token)).body;
    expect(shops).to.deep.equal([
      {
        shopId: shop.shopId,
        shopName: "=HYPERLINK",
        owedCents: "900",
        withinHoldCents: "900",
        state: "admitted",
        isBlocked: false,
      },
    ]);
    const stranger = await bench.logIn(shop.owner);
    expect((await bench.get(path("unpaid-shops"), stranger)).body.code).to.equal("role-missing");
  });

  it("show the payments in them, and whom they pay", async () => {
    const one = must(await bench.get(path(`payouts/${payoutId}`), town.staff.treasurer.token)).body;
    expect(one.items).to.have.length(1);
    expect(one.items[0]).to.include({ kind: "payment", amountCents: "900" });
    expect([one.creditorNumber, one.payout.ibanTail]).to.deep.equal(["12345678", "6318"]);
    expect([one.attempts, one.entries, one.decided]).to.deep.equal([[], [], []]);
  });

  it("show each attempt, and the line they were booked with, its IBAN masked", async () => {
    const { database, clock, dataKey, random } = bench.services;
    const now = clock.now();
    const submissionId = newId();
    const file = {
      submissionId,
      bank: "sepa",
      schemeId: town.schemeId,
      requestId: submissionId,
      guardScope: "",
      target: "kindpakket-2026-04-07.xml",
      body: new Uint8Array(),
      bodyHash: NO_HASH,
      amountCents: 900n,
      payoutCount: 1,
      position: "",
      state: "refused" as const,
      reason: "AC04",
      frozenBy: town.staff.treasurer.signer.address,
      createdAt: now - 60_000,
      sentAt: now - 30_000,
    };
    await database.insert(bankSubmissions).values(file);
    const paid = { payoutId: newId(), attempt: 1, submissionId, outcome: "refused" as const };
    const order = { schemeId: town.schemeId, shopId: shop.shopId, amountCents: 900n };
    const state = { state: "REJECTED" as const, createdAt: now, changedAt: now };
    await database.insert(payoutOrders).values({ payoutId: paid.payoutId, ...order, ...state });
    await database.insert(payoutAttempts).values(paid);
    const entryId = `REF-${paid.payoutId}`;
    const place = { table: "bank_entries", column: "details", id: entryId };
    const details = { iban: IBANS[0], name: "Jansen", reference: null, description: "April" };
    await database.insert(bankEntries).values({
      entryId,
      kind: "payout",
      amountCents: -900n,
      payoutId: paid.payoutId,
      status: "booked",
      bookedAt: "2026-04-07",
      details: createVault({ dataKey: fromHex(dataKey), random }).seal(
        place,
        JSON.stringify(details),
      ),
      source: "camt.053",
      seenAt: now,
    });

    const shown = await bench.get(path(`payouts/${paid.payoutId}`), town.staff.guardian.token);

    const { attempts, entries } = must(shown).body;
    expect(attempts).to.deep.equal([
      {
        attempt: 1,
        submissionId,
        outcome: "refused",
        madeAt: Math.floor(file.createdAt / 1000),
        sentAt: Math.floor(file.sentAt / 1000),
        reason: "AC04",
        fileName: file.target,
      },
    ]);
    expect(entries[0]).to.include({ name: "Jansen", ibanTail: "6318", description: "April" });
    expect(shown.text).not.to.contain(IBANS[0]);
    await database.delete(bankEntries).where(eq(bankEntries.entryId, entryId));
    await database.delete(payoutAttempts).where(eq(payoutAttempts.submissionId, submissionId));
    await database.delete(payoutOrders).where(eq(payoutOrders.payoutId, paid.payoutId));
  });

  it("are decided once, by a fresh signature of the treasurer with a reason", async () => {
    const body = await decide({});
    const first = must(await send(body)).body;
    expect(must(await send(body)).body).to.deep.equal(first);
    const { blocks } = must(await bench.get(path("payee-blocks"), town.staff.treasurer.token)).body;
    expect(blocks[0]).to.include({ shopId: shop.shopId, byTreasurer: true, owedCents: "900" });
    const by = town.staff.treasurer.signer.address;
    const stopped = { decision: "block-payee", reason: body.reason, at: body.at, by };
    expect(blocks[0].decided).to.deep.equal([stopped]);
    const unblock = { decision: "unblock-payee" as const, reason: "" };
    expect((await send(await decide(unblock))).body.code).to.equal("reason-missing");
    must(await send(await decide({ ...unblock, reason: "Gebeld, klopt" })));
    must(await send(body));
    const after = must(await bench.get(path("payee-blocks"), town.staff.treasurer.token)).body;
    expect(after.blocks).to.deep.equal([]);
    expect((await send(await decide({ reason: "" }))).body.code).to.equal("reason-missing");
    expect((await send(await decide({ at: body.at - 700 }))).body.code).to.equal("decision-stale");
    expect((await send(await decide({ subjectId: newId() }))).body.code).to.equal("not-found");
    expect((await send(body, town.staff.sponsor.token)).body.code).to.equal("role-missing");
  });

  it("are counted with what else waits for somebody", async () => {
    const { database, clock } = bench.services;
    const tasks = async (token: string) =>
      must(await bench.get(path("treasury-tasks"), token)).body;
    const { treasurer, validator } = town.staff;
    const before = await tasks(treasurer.token);
    expect(before).to.deep.equal({
      moneyProposals: 0,
      shopProposals: 0,
      filesToRelease: 0,
      ibanChanges: 0,
      blockedShops: 0,
      waitingQuestions: 0,
      unknownPayouts: 0,
      heldPayouts: 1,
    });
    const submissionId = newId();
    await database.insert(bankSubmissions).values({
      submissionId,
      bank: "sepa",
      schemeId: town.schemeId,
      requestId: submissionId,
      guardScope: "",
      target: "kindpakket.xml",
      body: new Uint8Array(),
      bodyHash: NO_HASH,
      amountCents: 900n,
      payoutCount: 1,
      position: "",
      state: "frozen",
      frozenBy: treasurer.signer.address,
      createdAt: clock.now(),
    });
    must(await send(await decide({ reason: "Vraagtekens bij de winkel" })));
    expect(await tasks(treasurer.token)).to.include({ filesToRelease: 0, blockedShops: 1 });
    expect(await tasks(validator.token)).to.include({ filesToRelease: 1, blockedShops: 1 });
    must(await send(await decide({ decision: "unblock-payee", reason: "Opgelost" })));
    const stranger = await bench.logIn(shop.owner);
    expect((await bench.get(path("treasury-tasks"), stranger)).body.code).to.equal("role-missing");
  });

  it("stand in the day's report, as a file without formulas too", async () => {
    const day = new Date(bench.services.clock.now()).toISOString().slice(0, 10);
    const { token } = town.staff.treasurer;
    const report = must(await bench.get(path(`payout-report?day=${day}`), token)).body;
    expect(report.totals.held).to.deep.equal({ count: 1, amountCents: "-900" });
    const csv = must(await bench.get(path(`payout-report.csv?day=${day}`), token));
    expect(csv.headers.get("content-type")).to.equal("text/csv; charset=utf-8");
    expect(csv.text).to.contain(";'=HYPERLINK;").and.contain(";-9,00;1;");
  });

  it("leave what names no payout to the account's report, for treasurers and sponsors alone", async () => {
    const day = new Date(bench.services.clock.now()).toISOString().slice(0, 10);
    for (const { token } of [town.staff.treasurer, town.staff.sponsor]) {
      const report = must(await bench.get(`/account-report?day=${day}`, token)).body;
      expect(report).to.deep.equal({ day, total: { count: 0, amountCents: "0" }, lines: [] });
      const csv = must(await bench.get(`/account-report.csv?day=${day}`, token));
      expect(csv.text).to.match(/^\ufeff?Soort;Tijdstip;/);
    }
    for (const end of ["", ".csv"]) {
      const path = `/account-report${end}?day=${day}`;
      const refused = await bench.get(path, town.staff.validator.token);
      expect(refused.body.code).to.equal("role-missing");
      const wrong = await bench.get(path.replace(day, "2026-02-30"), town.staff.treasurer.token);
      expect(wrong.body.code).to.equal("invalid-request");
    }
  });

  it("are opened by the treasurer's signed command, once", async () => {
    const { signer, token } = town.staff.treasurer;
    const given = { schemeId: town.schemeId, shopId: shop.shopId, payoutId };
    const wrong = await bench.sign(signer, commands.openPayout({ ...given, amountCents: 899n }));
    const opening = path(`payouts/${payoutId}/opening`);
    const refused = await bench.post(opening, { request: wrong }, token);
    expect(refused.body.code).to.equal("command-mismatch");
    const request = await bench.sign(signer, commands.openPayout({ ...given, amountCents: 900n }));
    const first = must(await bench.post(opening, { request }, token)).body;
    expect(must(await bench.post(opening, { request }, token)).body).to.deep.equal(first);
  });
});
