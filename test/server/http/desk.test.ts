import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  appoint,
  CSV_HEADER,
  must,
  register,
  registration,
  STAFF,
  type Town,
  termsOf,
  uploadCsv,
} from "./town.ts";

describe("The desk", () => {
  let bench: Bench;
  let town: Town;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
  });

  const codeOf = (answer: { status: number; body: { code: string } }) => [
    answer.status,
    answer.body.code,
  ];

  describe("schemes", () => {
    it("opens one with a name, once, for its sponsor", async () => {
      const schemeId = newId();
      const sponsor = await appoint(bench, schemeId, "sponsor");
      const token = await bench.logIn(sponsor);
      const command = commands.openScheme({ schemeId, terms: termsOf(bench) });
      const body = {
        schemeId,
        name: "Bijzondere bijstand",
        words: { one: "inwoner", many: "inwoners" },
        retentionMonths: 18,
        request: await bench.sign(sponsor, command),
      };
      expect(codeOf(await bench.post("/schemes", body, town.staff.sponsor.token))).to.deep.equal([
        403,
        "role-missing",
      ]);
      const first = must(await bench.post("/schemes", body, token), 200).body;
      expect(must(await bench.post("/schemes", body, token), 200).body).to.deep.equal(first);
      const { schemes } = must(await bench.get("/deployment")).body;
      const shown = schemes.find((one: { schemeId: string }) => one.schemeId === schemeId);
      expect(shown).to.include({ name: "Bijzondere bijstand", paused: false, closed: false });
      expect(shown.words).to.deep.equal({ one: "inwoner", many: "inwoners" });
      expect(shown.retentionMonths).to.equal(18);
      const own = schemes.find((one: { schemeId: string }) => one.schemeId === town.schemeId);
      expect(own.words).to.equal(null);
      for (const one of ["", "<i>lid</i>", "kind!", "a".repeat(41)]) {
        const wrong = { ...body, words: { one, many: "leden" } };
        const refused = await bench.post("/schemes", wrong, token);
        expect(codeOf(refused), one).to.deep.equal([400, "invalid-request"]);
      }
      const again = { ...body, request: await bench.sign(sponsor, command) };
      expect(codeOf(await bench.post("/schemes", again, token))).to.deep.equal([
        409,
        "scheme-exists",
      ]);
      const other = { ...body, schemeId: town.schemeId };
      expect(codeOf(await bench.post("/schemes", other, town.staff.sponsor.token))).to.deep.equal([
        400,
        "command-mismatch",
      ]);
    });

    it("opens none with other limits for one person alone than those that are fixed", async () => {
      const schemeId = newId();
      const sponsor = await appoint(bench, schemeId, "sponsor");
      const token = await bench.logIn(sponsor);
      const { ledger } = bench.chain.deployment;
      const limits = { fundingCents: 0n, ibanChangeCents: 5_000n, admissionsPerDay: 3 };
      must(await bench.request(sponsor, commands.setSoleLimits({ schemeId, ledger, limits })));
      const terms = termsOf(bench);
      const open = async (soleLimits: object) =>
        bench.post(
          "/schemes",
          {
            ...{ schemeId, name: "Bijzondere bijstand", soleLimits },
            request: await bench.sign(sponsor, commands.openScheme({ schemeId, terms })),
          },
          token,
        );
      for (const other of [
        { fundingCents: 1n },
        { ibanChangeCents: 0n },
        { admissionsPerDay: 4 },
      ]) {
        const refused = await open({ ...limits, ...other });
        expect(codeOf(refused)).to.deep.equal([409, "sole-limits-differ"]);
        const fixed = { fundingCents: "0", ibanChangeCents: "5000", admissionsPerDay: "3" };
        expect(refused.body.params).to.deep.equal(fixed);
      }
      must(await open(limits), 200);
    });

    it("shows the overview to staff of that scheme alone", async () => {
      const path = `/schemes/${town.schemeId}/overview`;
      for (const role of STAFF) must(await bench.get(path, town.staff[role].token));
      const elsewhere = await newTown();
      for (const role of STAFF) {
        const answer = await bench.get(path, elsewhere.staff[role].token);
        expect(codeOf(answer)).to.deep.equal([403, "role-missing"]);
      }
      const admin = await bench.logIn(bench.chain.admin);
      expect(codeOf(await bench.get(path, admin))).to.deep.equal([403, "role-missing"]);
    });
  });

  describe("activation", () => {
    it("finds what a letter's keys stand for, and says when it was used", async () => {
      const importId = must(await uploadCsv(town, `${CSV_HEADER}\r\nC-1;x;1;nl`)).body.importId;
      const { body, children } = await registration(town, { importId, row: 2, children: 1 });
      must(await register(town, body), 201);
      const [child] = children;
      const { beneficiaryId, code, phone } = child!;
      const other = await newSigner();
      const look = async () => {
        const activationKeys = [other.address, code.address];
        return must(await bench.post("/activation-lookups", { activationKeys })).body.accounts;
      };
      const account = { activationKey: code.address, beneficiaryId, schemeId: town.schemeId };
      expect(await look()).to.deep.equal([{ ...account, state: "open" }]);
      const activate = commands.activate({ beneficiaryId, device: phone.address });
      must(await bench.request(code, activate));
      expect(await look()).to.deep.equal([{ ...account, state: "used" }]);
      const second = commands.activate({ beneficiaryId, device: other.address });
      const answer = await bench.request(code, second);
      expect(codeOf(answer)).to.deep.equal([409, "login-code-invalid"]);
    });
  });

  it("lists with a device every role that it has, in other schemes too: who takes those of a lost one misses none", async () => {
    const other = await newTown();
    const { schemeId } = town;
    const { admin } = bench.chain;
    const lost = await appoint(bench, schemeId, "validator");
    const holder = lost.address;
    for (const role of ["sponsor", "guardian"] as const) {
      const offer = { schemeId: other.schemeId, role, candidate: holder };
      must(await bench.request(admin, commands.offerRole(offer)));
      const accept = { schemeId: other.schemeId, role, holder };
      must(await bench.request(lost, commands.acceptRole(accept)));
    }
    const token = await bench.logIn(admin);
    const rolesIn = async (id: string) => {
      const { holders } = must(await bench.get(`/schemes/${id}/role-holders`, token)).body;
      return holders
        .filter((one: { holder: string }) => one.holder === holder)
        .map((one: { schemeId: string; role: string }) => `${one.role} ${one.schemeId}`);
    };
    const all = [`validator ${schemeId}`]
      .concat([`sponsor ${other.schemeId}`, `guardian ${other.schemeId}`])
      .sort();
    expect((await rolesIn(schemeId)).sort()).to.deep.equal(all);
    const gone = { schemeId, role: "validator" as const, holder };
    must(await bench.request(admin, commands.withdrawRole(gone)));
    expect(await rolesIn(schemeId)).to.deep.equal([]);
    expect(await rolesIn(other.schemeId)).to.have.lengthOf(2);
  });
});
