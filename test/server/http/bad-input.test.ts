// What nobody should send and somebody will: names without end, a script for a name, two people at once, one act twice.
import { expect } from "chai";
import { dutchDay } from "../../../server/payouts/banking-days.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admit,
  admittedShop,
  appoint,
  type Child,
  CSV_HEADER,
  family,
  must,
  openPayment,
  signUpBody,
  signUpShop,
  type Town,
  uploadCsv,
} from "./town.ts";

const LONG = "a".repeat(300);
const SCRIPT = `=<script>alert("x")</script><img src=x onerror=alert(1)>`;

describe("Bad input at the desk", function () {
  this.timeout(60_000);
  let bench: Bench;
  let town: Town;
  before(async () => {
    bench = await sharedBench();
    town = await newTown();
  });
  const codeOf = ({ status, body }: Answer) => [status, body?.code];
  const pointers = ({ body }: Answer) =>
    body.errors.map(({ pointer }: { pointer: string }) => pointer);

  it("refuses a name of 300 characters at its field, for a shop and for a scheme", async () => {
    const { body } = await signUpBody(bench, await newSigner(), { name: LONG, address: LONG });
    const shop = await bench.post("/shops", body);
    expect(codeOf(shop)).to.deep.equal([400, "invalid-request"]);
    expect(pointers(shop)).to.have.members(["/name", "/address"]);
    const { signer, token } = town.staff.sponsor;
    const request = await bench.sign(signer, commands.closeScheme(town));
    const scheme = await bench.post(
      "/schemes",
      { schemeId: town.schemeId, name: LONG, request },
      token,
    );
    expect(codeOf(scheme)).to.deep.equal([400, "invalid-request"]);
    expect(pointers(scheme)).to.include("/name");
  });

  it("reads a file with a family's name of 300 characters, and keeps nothing of the name", async () => {
    const csv = `${CSV_HEADER}\n${LONG};Jansen;1;nl\nZH-LANG-1;${LONG};1;nl\n`;
    const { rows } = must(await uploadCsv(town, csv), 201).body;
    expect(rows.map(({ verdict }: { verdict: string }) => verdict)).to.deep.equal([
      "refused",
      "new",
    ]);
    expect(JSON.stringify(rows[1])).to.not.include(LONG);
  });

  it("gives a script in a shop's name as text, in JSON and in files that a spreadsheet opens", async () => {
    const shop = await admittedShop(town, { name: SCRIPT });
    const [child] = (await family(town)) as [Child];
    const sale = await openPayment(bench, { child, shop, amountCents: 100n });
    const paid = must(await bench.post("/payments", sale, await bench.logIn(child.phone)), 201);
    expect(paid.body.shopName).to.equal(SCRIPT);
    expect(paid.headers.get("content-type")).to.match(/^application\/json/);
    expect(paid.headers.get("x-content-type-options")).to.equal("nosniff");
    const day = dutchDay(bench.services.clock.now());
    const path = `/schemes/${town.schemeId}/bookkeeping.csv?from=${day}&until=${day}`;
    const { text, headers } = must(await bench.get(path, town.staff.treasurer.token));
    expect(text).to.include(`;"'${SCRIPT.replaceAll('"', '""')}";`);
    expect(headers.get("content-type")).to.equal("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).to.match(/^attachment/);
    const page = await bench.call("GET", `//openbaar/${town.schemeId}`);
    expect(page.text).to.not.include("alert(");
  });

  it("lets one of two colleagues win who act on one shop or one child at once, and tells the other", async () => {
    const shop = await signUpShop(bench);
    const colleague = await appoint(bench, town.schemeId, "validator");
    const second = { signer: colleague, token: await bench.logIn(colleague) };
    const other: Town = { ...town, staff: { ...town.staff, validator: second } };
    const admitted = await Promise.all([admit(town, shop), admit(other, shop)]);
    expect(admitted.map(codeOf)).to.have.deep.members([
      [200, undefined],
      [409, "shop-already-admitted"],
    ]);
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const close = commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" });
    const closed = await Promise.all([
      bench.request(town.staff.validator.signer, close),
      bench.request(colleague, close),
    ]);
    expect(closed.map(codeOf)).to.have.deep.members([
      [200, undefined],
      [409, "beneficiary-not-usable"],
    ]);
  });

  it("adds once what was signed once, however often it is sent", async () => {
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const topUp = commands.topUp({ beneficiaryId, amountCents: 700n, reason: "hardship" });
    const signed = await bench.sign(town.staff.validator.signer, topUp);
    const answers = await Promise.all([1, 2, 3].map(() => bench.post("/requests", signed)));
    const ids = new Set(answers.map((answer) => must(answer).body.requestId));
    expect(ids.size).to.equal(1);
    const token = await bench.logIn(child.phone);
    const { beneficiaries } = must(await bench.get("/beneficiaries", token)).body;
    expect(beneficiaries[0].balanceCents).to.equal("30700");
  });

  it("refuses a revoked device whatever it was doing, and nothing of it happens", async () => {
    const { schemeId } = town;
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const device = await appoint(bench, schemeId, "validator");
    const token = await bench.logIn(device);
    const signed = await bench.sign(
      device,
      commands.topUp({ beneficiaryId, amountCents: 700n, reason: "hardship" }),
    );
    const { admin } = bench.chain;
    // The lost device can't tell its number any more; the framework-setter finds it in the list.
    const list = `/schemes/${schemeId}/role-holders`;
    const { holders } = must(await bench.get(list, await bench.logIn(admin))).body;
    const found = holders.filter(({ holder }: { holder: string }) => holder === device.address);
    expect(found).to.have.lengthOf(1);
    expect(found[0]).to.include({ schemeId, role: "validator", candidate: device.address });
    for (const other of [token, town.staff.sponsor.token, await bench.logIn(child.phone)]) {
      expect(codeOf(await bench.get(list, other))).to.deep.equal([403, "role-missing"]);
    }
    const lost = commands.withdrawRole({ schemeId, role: "validator", holder: device.address });
    must(await bench.request(admin, lost));
    expect(codeOf(await bench.post("/requests", signed))).to.deep.equal([403, "role-missing"]);
    const left = must(await bench.get(list, await bench.logIn(admin))).body.holders;
    expect(JSON.stringify(left)).to.not.include(device.address);
    const search = { number: "1" };
    const look = await bench.post(`/schemes/${schemeId}/household-searches`, search, token);
    expect(codeOf(look)).to.deep.equal([403, "role-missing"]);
    const own = await bench.logIn(child.phone);
    const { beneficiaries } = must(await bench.get("/beneficiaries", own)).body;
    expect(beneficiaries[0].balanceCents).to.equal("30000");
  });
});
