// Erasing a family: nothing of it stays outside of the ledger, and the books add up as before.
import { expect } from "chai";
import { getTableName, is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { TypedDataEncoder } from "ethers";
import { auditAll } from "../../../server/audit/audit.ts";
import { readIndex } from "../../../server/audit/sides.ts";
import { type EventName, parseEvent } from "../../../server/chain/events.ts";
import { createMarkGivers } from "../../../server/marks/givers.ts";
import * as schema from "../../../server/store/schema/index.ts";
import { normaliseClientNumber } from "../../../server/validator/household-csv/rows.ts";
import { createImportStore } from "../../../server/validator/import-store.ts";
import { createVault } from "../../../server/validator/vault.ts";
import { fromHex, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { erasureDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId } from "../../helpers/chain.ts";
import { type Answer, type Bench, toJson } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  CSV_HEADER,
  must,
  openPayment,
  register,
  registration,
  type Town,
  uploadCsv,
} from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];

describe("Erasing a family", () => {
  let bench: Bench;
  let town: Town;
  let path: string;
  let validator: { signer: Signer; token: string };
  let importId: Hex;
  let row = 1;
  const clientNumberOf = (number: number) => `ZH-WIS-${number}`;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    path = `/schemes/${town.schemeId}`;
    validator = town.staff.validator;
    const lines = Array.from({ length: 9 }, (_, index) => `${clientNumberOf(index + 2)};x;1;nl`);
    importId = must(await uploadCsv(town, [CSV_HEADER, ...lines].join("\n")), 201).body.importId;
  });

  /** The next row of the file, registered and begun. */
  const nextFamily = async () => {
    row += 1;
    const made = await registration(town, { importId, row, children: 1 });
    must(await register(town, made.body), 201);
    const [child] = made.children as [Child];
    const { beneficiaryId, code, phone } = child;
    must(await bench.request(code, commands.activate({ beneficiaryId, device: phone.address })));
    const clientNumber = clientNumberOf(row);
    const search = { number: clientNumber };
    const found = must(await bench.post(`${path}/household-searches`, search, validator.token));
    return { child, clientNumber, householdId: found.body.households[0].householdId as Hex };
  };
  const close = async ({ beneficiaryId }: Child) =>
    must(
      await bench.request(
        validator.signer,
        commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" }),
      ),
    );
  const signed = async (householdId: Hex, changes: { at?: number; signer?: Signer } = {}) => {
    const at = changes.at ?? Math.floor(bench.services.clock.now() / 1000);
    const erasure = { householdId, reason: "at-own-request" as const, at };
    const digest = erasureDigest(bench.chain.deployment, { schemeId: town.schemeId, ...erasure });
    return { ...erasure, signature: await (changes.signer ?? validator.signer).sign(digest) };
  };
  const send = (body: unknown, token = validator.token) =>
    bench.post(`${path}/erasures`, body, token);

  /** Every row of every table, as text. */
  const dump = async (): Promise<Map<string, string>> => {
    const tables = Object.values(schema).filter((one) => is(one, PgTable)) as PgTable[];
    const texts = new Map<string, string>();
    for (const table of tables) {
      texts.set(getTableName(table), toJson(await bench.services.database.select().from(table)));
    }
    return texts;
  };
  const differences = async (): Promise<string[]> => {
    const { database } = bench.services;
    const events = await database
      .select()
      .from(schema.chainEvents)
      .orderBy(schema.chainEvents.blockNumber, schema.chainEvents.logIndex);
    return auditAll({
      events: events.map(({ name, args }) => parseEvent(name as EventName, args)),
      index: await readIndex(database),
      bank: null,
    }).differences;
  };

  it("leaves no trace outside of the ledger, and the books as they were", async () => {
    const { child, clientNumber, householdId } = await nextFamily();
    const shop = await admittedShop(town);
    const sale = await openPayment(bench, { child, shop, amountCents: 1_250n });
    must(await bench.post("/payments", sale), 201);
    const much = await openPayment(bench, { child, shop, amountCents: 99_000n });
    expect((await bench.post("/payments", much)).body.code).to.equal("insufficient-budget");
    const look = { householdId, reason: "called", note: "belde zelf" };
    must(await bench.post(`${path}/looks`, look, validator.token));
    const family = await bench.logIn(child.phone);
    const { authorisation, signature } = await openPayment(bench, { child, shop, amountCents: 1n });
    must(await bench.post("/payment-codes", { authorisation, signature }, family), 201);
    const question = { kind: "other", note: "mijn naam is Jansen" };
    const { paymentId } = must(await bench.post("/payments", sale), 200).body;
    must(await bench.post(`/payments/${paymentId}/question`, question, family), 201);
    const phoneKeys = { addresses: [child.phone.address] };
    const { code: phoneCode } = must(await bench.post("/phone-offers", phoneKeys), 201).body;
    const mark = { schemeId: town.schemeId, kind: "family", mark: 8 };
    must(await bench.post("/marks", mark, family));
    await close(child);
    const { database, dataKey, random } = bench.services;
    const vault = createVault({ dataKey: fromHex(dataKey), random });
    const mac = vault.mac("client-number", normaliseClientNumber(clientNumber));
    const giver = { schemeId: town.schemeId, kind: "family" as const, giverId: householdId };
    const givers = createMarkGivers({ vault, now: () => bench.services.clock.now() / 1000 });
    expect(await givers.open(database, [giver])).to.deep.equal([]);
    const [marks] = await database.select().from(schema.marksWaiting);
    const traces = [clientNumber, mac, householdId, phoneCode];
    const before = [...(await dump())].filter(([, text]) =>
      traces.some((one) => text.includes(one)),
    );
    expect(before.map(([table]) => table).sort()).to.deep.equal([
      "access_log",
      "household_accounts",
      "household_beneficiaries",
      "households",
      "phone_offers",
    ]);
    const books = await readIndex(database);

    must(await send(await signed(householdId)));

    const after = await dump();
    for (const [table, text] of after) {
      for (const trace of traces) expect(text, table).not.to.contain(trace);
    }
    // Nobody gave the mark any more; it still counts.
    expect(await givers.open(database, [giver])).to.deep.equal([giver]);
    expect(await database.select().from(schema.marksWaiting)).to.deep.include(marks);
    // The account's id is the ledger's; nothing of ours leads from it to a family, or back.
    const withAccount = [...after].filter(([, text]) => text.includes(child.beneficiaryId));
    expect(withAccount.map(([table]) => table)).to.have.members([
      "activation_keys",
      "beneficiaries",
      "chain_events",
      "commands",
      "devices",
      "payments",
    ]);
    const store = createImportStore({ database, vault, now: () => 0 });
    const kept = await store.read(importId);
    expect(kept.map((one) => one.clientNumber)).not.to.include(clientNumber);
    expect(kept).to.have.length(8);
    expect((await bench.get("/beneficiaries", family)).status).to.equal(401);
    expect(await readIndex(database)).to.deep.equal(books);
    expect(await differences()).to.deep.equal([]);
    // Somebody looked: that stays, at whom goes.
    const log = `${path}/access-log-searches`;
    const { looks } = must(await bench.post(log, {}, town.staff.guardian.token)).body;
    expect(looks[0]).to.include({ letterNumber: null, reason: "called", note: "" });
  });

  it("keeps nothing of what the family's phone asks or is refused afterwards", async () => {
    const { child, householdId } = await nextFamily();
    const shop = await admittedShop(town);
    const sale = await openPayment(bench, { child, shop, amountCents: 1_250n });
    const { paymentId } = must(await bench.post("/payments", sale), 201).body;
    await close(child);
    must(await send(await signed(householdId)));
    const waiting = async () =>
      must(await bench.get(`${path}/treasury-tasks`, validator.token)).body.waitingQuestions;
    const before = await waiting();

    const family = await bench.logIn(child.phone);
    const question = { kind: "other", note: "mijn naam is Jansen" };
    const asked = await bench.post(`/payments/${paymentId}/question`, question, family);
    expect(codeOf(asked)).to.deep.equal([404, "not-found"]);
    const again = await openPayment(bench, { child, shop, amountCents: 1_000n });
    expect((await bench.post("/payments", again)).body.code).to.equal("beneficiary-not-usable");

    const rows = await dump();
    for (const table of ["payment_questions", "payment_refusals"])
      expect(rows.get(table), table).not.to.contain(child.beneficiaryId);
    expect(await waiting()).to.equal(before);
  });

  it("erases once; the same signature gets the same answer", async () => {
    const { child, householdId } = await nextFamily();
    await close(child);
    const body = await signed(householdId);
    const answers = await Promise.all([send(body), send(body)]);
    const ids = new Set(answers.map((answer) => must(answer).body.erasureId));
    expect(ids.size).to.equal(1);
    const again = await signed(householdId, { at: body.at - 1 });
    expect(codeOf(await send(again))).to.deep.equal([404, "not-found"]);
    const [{ count = 0 } = {}] = await bench.services.database
      .select({ count: sql<number>`count(*)::int` })
      .from(schema.erasures)
      .where(sql`${schema.erasures.erasureId} = ${[...ids][0]}`);
    expect(count).to.equal(1);
  });

  it("is signed as EIP-712 says", async () => {
    const { chainId, ledger } = bench.chain.deployment;
    const message = { schemeId: newId(), householdId: newId(), reason: "at-own-request", at: 7 };
    const types = {
      HouseholdErasure: [
        { name: "schemeId", type: "bytes16" },
        { name: "householdId", type: "bytes16" },
        { name: "reason", type: "string" },
        { name: "at", type: "uint40" },
      ],
    };
    const domain = { name: "Kindpakket", version: "1", chainId, verifyingContract: ledger };
    expect(erasureDigest(bench.chain.deployment, message)).to.equal(
      TypedDataEncoder.hash(domain, types, message),
    );
  });

  it("refuses a family with a budget that is not closed", async () => {
    const { householdId } = await nextFamily();
    expect(codeOf(await send(await signed(householdId)))).to.deep.equal([
      409,
      "household-still-open",
    ]);
  });

  it("is the validator's of the scheme alone, signed by its own device, now, for this very family", async () => {
    const { child, householdId } = await nextFamily();
    await close(child);
    for (const role of ["sponsor", "treasurer", "guardian"] as const) {
      const { signer, token } = town.staff[role];
      const answer = await send(await signed(householdId, { signer }), token);
      expect(codeOf(answer), role).to.deep.equal([403, "role-missing"]);
    }
    const other = (await newTown()).staff.validator;
    const strange = await send(await signed(householdId, { signer: other.signer }), other.token);
    expect(codeOf(strange)).to.deep.equal([403, "role-missing"]);
    const admin = bench.chain.admin;
    const byAdmin = await send(
      await signed(householdId, { signer: admin }),
      await bench.logIn(admin),
    );
    expect(codeOf(byAdmin)).to.deep.equal([403, "role-missing"]);
    const stolen = await send(await signed(householdId), town.staff.guardian.token);
    expect(stolen.body.code).to.equal("signer-mismatch");
    const body = await signed(householdId);
    const changed = await send({ ...body, householdId: newId() });
    expect(["signature-invalid", "signer-mismatch", "not-found"]).to.include(changed.body.code);
    const now = Math.floor(bench.services.clock.now() / 1000);
    const stale = await send(await signed(householdId, { at: now - 700 }));
    expect(stale.body.code).to.equal("decision-stale");
    expect((await send({ ...body, reason: "zomaar" })).body.code).to.equal("invalid-request");
    must(await send(await signed(householdId)));
  });
});
