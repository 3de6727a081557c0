// Who looked at which family: seen by guardian and admin, also as a file, and by nobody else.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { accessLog } from "../../../server/store/schema/access.ts";
import { newId } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { type Child, family, must, type Town } from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];
const OTHERS = ["sponsor", "treasurer"] as const;

describe("The log of who looked", () => {
  let bench: Bench;
  let town: Town;
  let path: string;
  let validator: string;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    path = `/schemes/${town.schemeId}`;
    validator = town.staff.validator.token;
  });

  const newFamily = async () => {
    const children = (await family(town)) as [Child];
    const { households } = must(await bench.get(`${path}/households?limit=500`, validator)).body;
    return { children, household: households.at(-1) };
  };
  const look = (householdId: string, token: string, more: object = {}) =>
    bench.post(`${path}/looks`, { householdId, reason: "called", ...more }, token);

  it("says who, when, at whom and why, to guardian and admin alone", async () => {
    const { children, household } = await newFamily();
    const { householdId, letterNumber, clientNumber } = household;
    must(await look(householdId, validator, { note: "=1+1; belde over schoenen" }));
    const guardian = town.staff.guardian.token;
    const byAccount = { beneficiaryId: children[0].beneficiaryId, reason: "check" };
    must(await bench.post(`${path}/looks`, byAccount, guardian));
    const ask = (token: string, body: object = {}) =>
      bench.post(`${path}/access-log-searches`, body, token);
    const admin = await bench.logIn(bench.chain.admin);
    for (const token of [guardian, admin]) {
      const { looks, total } = must(await ask(token, { number: clientNumber })).body;
      expect(total).to.equal(2);
      const byRole = Object.fromEntries(looks.map((one: { role: string }) => [one.role, one]));
      expect(byRole.validator).to.include({
        viewer: town.staff.validator.signer.address,
        letterNumber,
        reason: "called",
        note: "=1+1; belde over schoenen",
      });
      expect(byRole.guardian).to.include({ reason: "check", note: "" });
    }
    const mine = { number: String(letterNumber), viewer: town.staff.guardian.signer.address };
    expect(must(await ask(guardian, mine)).body.total).to.equal(1);
    const sorted = async (sort: string) =>
      must(await ask(guardian, { sort, limit: 1 })).body.looks[0].role;
    expect([await sorted("role"), await sorted("-role")]).to.deep.equal(["guardian", "validator"]);
    expect((await ask(guardian, { sort: "note" })).status).to.equal(400);
    const [first] = must(await ask(guardian, { limit: 1 })).body.looks;
    expect(must(await ask(guardian, { until: first.at, from: first.at })).body.total).to.equal(0);
    expect(must(await ask(guardian, { from: first.at + 1 })).body.total).to.equal(0);
    expect(must(await ask(guardian, { number: "onbekend" })).body.total).to.equal(0);
    const elsewhere = (await newTown()).staff.guardian.token;
    for (const token of [...OTHERS.map((role) => town.staff[role].token), validator, elsewhere]) {
      expect(codeOf(await ask(token))).to.deep.equal([403, "role-missing"]);
      const file = await bench.post(`${path}/access-log-searches.csv`, {}, token);
      expect(codeOf(file)).to.deep.equal([403, "role-missing"]);
    }
  });

  it("goes into a spreadsheet without a formula and without a client number", async () => {
    const { household } = await newFamily();
    must(await look(household.householdId, validator, { note: "=HYPERLINK(1)" }));
    const body = { number: household.clientNumber };
    const guardian = town.staff.guardian.token;
    const file = must(await bench.post(`${path}/access-log-searches.csv`, body, guardian));
    expect(file.headers.get("content-type")).to.equal("text/csv; charset=utf-8");
    const lines = file.text.trim().split("\r\n");
    expect(lines).to.have.length(2);
    expect(lines[1]).to.match(/;Uitvoerder;\d+;Gezin belde;'=HYPERLINK\(1\)$/);
    expect(file.text).not.to.contain(household.clientNumber);
  });

  it("goes into a spreadsheet whole and in order, however many looked in one second", async () => {
    const { signer } = town.staff.validator;
    const rows = Array.from({ length: 2_100 }, (_, index) => ({
      ...{ lookId: newId(), schemeId: town.schemeId, householdId: null, viewer: signer.address },
      ...{ role: "validator" as const, reason: "check" as const, note: null },
      at: 1 + Math.floor(index / 700),
    }));
    await bench.services.database.insert(accessLog).values(rows);
    const guardian = town.staff.guardian.token;
    const body = { until: 10 };
    const file = must(await bench.post(`${path}/access-log-searches.csv`, body, guardian));
    const [, ...lines] = file.text.trim().split("\r\n");
    expect(lines).to.have.length(2_100);
    const times = lines.map((line) => line.split(";")[0] ?? "");
    expect(times).to.deep.equal(times.toSorted().reverse());
    expect(new Set(times).size).to.equal(3);
  });

  it("keeps a note sealed", async () => {
    const { household } = await newFamily();
    must(await look(household.householdId, validator, { note: "mevrouw Geheim belde" }));
    const rows = await bench.services.database
      .select()
      .from(accessLog)
      .where(eq(accessLog.householdId, household.householdId));
    expect(Buffer.from(rows[0]?.note ?? []).toString("latin1")).not.to.contain("Geheim");
  });
});
