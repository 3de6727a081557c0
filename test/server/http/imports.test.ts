// Imports and registrations through the API: every row judged, each registered once, ever.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { commands as outbox } from "../../../server/store/schema/chain.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  CSV_HEADER,
  countsOf,
  family,
  must,
  register,
  registration,
  type Town,
  uploadCsv,
} from "./town.ts";

describe("Household imports", () => {
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

  describe("imports", () => {
    it("reads the demo municipality's file", async () => {
      const demo = readFileSync(new URL("../../../demo/families.csv", import.meta.url));
      const own = await newTown();
      const { counts, rows, importId } = must(await uploadCsv(own, demo), 201).body;
      expect(counts).to.deep.equal(countsOf({ new: 80, children: 200 }));
      expect(rows[0]).to.deep.equal({
        row: 2,
        clientNumber: "ZH-2017-0107",
        children: 3,
        language: "uk",
        verdict: "new",
        problems: [],
        known: null,
      });
      const again = must(await uploadCsv(own, demo), 200).body;
      expect(again.importId).to.equal(importId);
      expect(JSON.stringify(again)).not.to.include("Kravets");
    });

    it("says which rows are wrong and why, and lets the good ones in", async () => {
      const own = await newTown();
      const lines = [CSV_HEADER, "A-1;x;2;nl", "A-2;x;0;nl", "=1+1;x;99;xx", "A-3;x;1;ar"];
      const imported = must(await uploadCsv(own, lines.join("\r\n")), 201).body;
      expect(imported.counts).to.deep.equal(countsOf({ new: 2, refused: 2, children: 3 }));
      const problems = imported.rows.map((row: { problems: string[] }) => row.problems);
      expect(problems).to.deep.equal([
        [],
        ["children-out-of-range"],
        ["formula", "children-out-of-range", "language-unknown"],
        [],
      ]);
      const { importId } = imported;
      const good = await registration(own, { importId, row: 2, children: 2 });
      must(await register(own, good.body), 201);
      const path = `/schemes/${own.schemeId}/household-imports/${importId}`;
      const after = must(await bench.get(path, own.staff.validator.token)).body;
      expect(after.counts).to.deep.equal(
        countsOf({ new: 1, registered: 1, refused: 2, children: 1 }),
      );
      const bad = await registration(own, { importId, row: 3, children: 1 });
      expect(codeOf(await register(own, bad.body))).to.deep.equal([409, "import-row-taken"]);
    });

    it("reads 100,000 rows, and answers others meanwhile", async function () {
      this.timeout(60_000);
      const own = await newTown();
      const rows = Array.from({ length: 100_000 }, (_, i) => `ZH-${i};"van 't Hoff; E.";2;nl`);
      const csv = [CSV_HEADER, ...rows].join("\r\n");
      let answered = 0;
      let busy = true;
      const probe = async () => {
        while (busy) {
          must(await bench.get("/shops"));
          answered++;
        }
      };
      const probing = probe();
      const { counts } = must(await uploadCsv(own, csv), 201).body;
      busy = false;
      await probing;
      expect(counts).to.deep.equal(countsOf({ new: 100_000, children: 200_000 }));
      // One that reads them all at a stretch lets in the request that was there before it, and the one behind it.
      expect(answered).to.be.above(10);
    });

    it("refuses files that are none, each with its own code", async () => {
      const cases: [string | Buffer, string][] = [
        ["", "csv-empty"],
        [`${CSV_HEADER}\r\n`, "csv-empty"],
        ["a|b|c\r\n1|2|3", "csv-wrong-separator"],
        ["Cliëntnummer;Taal\r\n1;nl", "csv-column-missing"],
        [`${CSV_HEADER};Taal\r\n1;x;2;nl;nl`, "csv-column-twice"],
        [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), "csv-unreadable"],
        [`${CSV_HEADER}\r\n1;"x;2;nl\r\n`, "csv-unreadable"],
      ];
      for (const [csv, code] of cases) {
        const answer = await uploadCsv(town, csv as BodyInit);
        expect(codeOf(answer), code).to.deep.equal([422, code]);
      }
      const missing = await uploadCsv(town, "Cliëntnummer;Taal\r\n1;nl");
      expect(missing.body.params).to.deep.equal({ column: "Aantal kinderen" });
    });

    it("refuses another content type, and more than 16 MB", async () => {
      const send = async (raw: BodyInit, type: string) =>
        codeOf(
          await bench.call("POST", `/schemes/${town.schemeId}/household-imports`, undefined, {
            token: town.staff.validator.token,
            raw,
            headers: { "content-type": type },
          }),
        );
      expect(await send("{}", "application/json")).to.deep.equal([415, "unsupported-media-type"]);
      const large = Buffer.alloc(16 * 1024 * 1024 + 1, "x");
      expect(await send(large, "text/csv")).to.deep.equal([413, "request-too-large"]);
    });

    it("is the validator's of that scheme alone", async () => {
      const elsewhere = await newTown();
      const tokens = [town.staff.sponsor, town.staff.guardian, elsewhere.staff.validator];
      for (const { token } of tokens) {
        const answer = await uploadCsv(town, `${CSV_HEADER}\r\nA;x;1;nl`, token);
        expect(codeOf(answer)).to.deep.equal([403, "role-missing"]);
      }
      const { importId } = must(await uploadCsv(town, `${CSV_HEADER}\r\nQ;x;1;nl`)).body;
      const path = `/schemes/${elsewhere.schemeId}/household-imports/${importId}`;
      const answer = await bench.get(path, elsewhere.staff.validator.token);
      expect(codeOf(answer)).to.deep.equal([404, "not-found"]);
    });
  });

  describe("registrations", () => {
    const oneRow = async (own: Town, number: string, children = 2) => {
      const csv = `${CSV_HEADER}\r\n${number};x;${children};nl`;
      return must(await uploadCsv(own, csv)).body.importId;
    };

    it("registers a row once, ever, also when the answer got lost", async () => {
      const importId = await oneRow(town, "B-1");
      const first = await registration(town, { importId, row: 2, children: 2 });
      const answers = await Promise.all([1, 2, 3].map(() => register(town, first.body)));
      for (const answer of answers) expect(must(answer).body).to.deep.equal(answers[0]?.body);
      const second = await registration(town, { importId, row: 2, children: 2 });
      const refused = await register(town, second.body);
      expect(codeOf(refused)).to.deep.equal([409, "import-row-taken"]);
      expect(refused.body.params).to.deep.equal({ row: "2" });
      const later = await oneRow(town, "b-1 ", 2);
      const third = await registration(town, { importId: later, row: 2, children: 2 });
      expect(codeOf(await register(town, third.body))).to.deep.equal([409, "import-row-taken"]);
    });

    it("registers a row once when two validators do it at the same moment", async () => {
      const importId = await oneRow(town, "B-2");
      const both = await Promise.all(
        [1, 2].map(() => registration(town, { importId, row: 2, children: 2 })),
      );
      const answers = await Promise.all(both.map(({ body }) => register(town, body)));
      expect(answers.map((answer) => answer.status).sort()).to.deep.equal([201, 409]);
    });

    it("wants the signed ids to be exactly the row's", async () => {
      const importId = await oneRow(town, "B-3");
      const { body } = await registration(town, { importId, row: 2, children: 2 });
      const [household] = body.households;
      const ids = household!.beneficiaryIds;
      const changes = [
        [{ row: 2, beneficiaryIds: [ids[0], newId()] }],
        [{ row: 2, beneficiaryIds: [ids[0]] }],
        [{ row: 2, beneficiaryIds: [...ids, newId()] }],
        [{ row: 2, beneficiaryIds: [ids[0], ids[0]] }],
      ];
      for (const households of changes) {
        const answer = await register(town, { ...body, households });
        expect(codeOf(answer)).to.deep.equal([400, "command-mismatch"]);
      }
      const three = await registration(town, { importId, row: 2, children: 3 });
      expect(codeOf(await register(town, three.body))).to.deep.equal([400, "command-mismatch"]);
      const missing = await registration(town, { importId, row: 9, children: 2 });
      expect(codeOf(await register(town, missing.body))).to.deep.equal([409, "import-row-taken"]);
      must(await register(town, body), 201);
    });

    it("refuses another scheme's import, role or command", async () => {
      const importId = await oneRow(town, "B-4");
      const elsewhere = await newTown();
      const { body } = await registration(elsewhere, { importId, row: 2, children: 2 });
      expect(codeOf(await register(elsewhere, body))).to.deep.equal([404, "not-found"]);
      expect(codeOf(await register(town, body))).to.deep.equal([400, "command-mismatch"]);
      const own = await registration(town, { importId, row: 2, children: 2 });
      for (const { token } of [town.staff.guardian, elsewhere.staff.validator]) {
        expect(codeOf(await register(town, own.body, token))).to.deep.equal([403, "role-missing"]);
      }
    });

    it("lets a row in later when there was no money for it", async () => {
      const poor = await newTown({ fundedCents: 10_000n });
      const importId = await oneRow(poor, "B-5", 1);
      const first = await registration(poor, { importId, row: 2, children: 1 });
      expect(codeOf(await register(poor, first.body))).to.deep.equal([409, "insufficient-funds"]);
      const { schemeId, staff } = poor;
      const bankReference = `0x${"ef".repeat(32)}` as const;
      const fund = commands.fundScheme({ schemeId, amountCents: 50_000n, bankReference });
      must(await bench.request(staff.sponsor.signer, fund));
      const second = await registration(poor, { importId, row: 2, children: 1 });
      must(await register(poor, second.body), 201);
    });

    it("shows a row as new that the ledger refused just before a crash", async () => {
      const own = await newTown();
      const importId = await oneRow(own, "B-6", 1);
      const { body } = await registration(own, { importId, row: 2, children: 1 });
      const { requestId } = must(await register(own, body), 201).body;
      const { database } = bench.services;
      await database.update(outbox).set({ state: "refused" }).where(eq(outbox.id, requestId));

      const path = `/schemes/${own.schemeId}/household-imports/${importId}`;
      const { counts } = must(await bench.get(path, own.staff.validator.token)).body;
      expect(counts).to.include({ new: 1, registered: 0 });
    });

    it("lists households by letter, with client number, for the validator alone", async () => {
      const own = await newTown();
      await family(own, 2);
      await family(own, 1);
      const path = `/schemes/${own.schemeId}/households`;
      const { households, total } = must(await bench.get(path, own.staff.validator.token)).body;
      expect(total).to.equal(2);
      const letters = households.map((one: { letterNumber: number }) => one.letterNumber);
      expect(letters).to.deep.equal([1, 2]);
      expect(households[0].clientNumber).to.match(/^ZH-/);
      expect(households[0].states).to.deep.equal(["active", "active"]);
      // No balance, and no account that leads to purchases: these ask for a reason.
      expect(Object.keys(households[0]).sort()).to.deep.equal([
        "clientNumber",
        "householdId",
        "letterNumber",
        "registeredAt",
        "states",
      ]);
      const paged = must(
        await bench.get(`${path}?offset=1&limit=1`, own.staff.validator.token),
      ).body;
      expect(paged.households).to.deep.equal([households[1]]);
      for (const role of ["sponsor", "treasurer", "guardian"] as const) {
        expect(codeOf(await bench.get(path, own.staff[role].token))).to.deep.equal([
          403,
          "role-missing",
        ]);
      }
    });
  });
});
