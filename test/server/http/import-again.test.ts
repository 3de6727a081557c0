// The next month's file: what differs from the households that the scheme has is shown, and changed only by who signs for it.
import { expect } from "chai";
import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { commands as outbox } from "../../../server/store/schema/chain.ts";
import { householdBeneficiaries, households } from "../../../server/store/schema/office.ts";
import { absentHouseholds } from "../../../server/validator/known-households.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Bench } from "./bench.ts";
import {
  addRow,
  closeAccount,
  codeOf,
  listOf,
  type Preview,
  stateOf,
  townWith,
  upload,
} from "./months.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  countsOf,
  must,
  openPayment,
  register,
  registration,
  type Town,
} from "./town.ts";

describe("An import of a file with households that are known", () => {
  let bench: Bench;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
  });

  it("tells new, more, fewer, the same and absent apart, and changes nothing by itself", async () => {
    const { own } = await townWith({ "A-1": 2, "A-2": 1, "A-3": 3, "A-4": 1 });
    const before = await stateOf(own);
    const next = await upload(own, { "a-1": 2, "A-2": 2, "A-3": 2, "A-5": 1 });
    expect(next.counts).to.deep.equal(
      countsOf({ new: 1, more: 1, fewer: 1, registered: 1, children: 2 }),
    );
    expect(next.rows.map(({ verdict }) => verdict)).to.deep.equal([
      "registered",
      "more",
      "fewer",
      "new",
    ]);
    const known = next.rows.map((row) => row.known && { ...row.known, householdId: "" });
    expect(known).to.deep.equal([
      null,
      { householdId: "", letterNumber: 2, open: 1, closed: 0 },
      { householdId: "", letterNumber: 3, open: 3, closed: 0 },
      null,
    ]);
    expect(next.absent.map(({ clientNumber }) => clientNumber)).to.deep.equal(["A-4"]);
    expect(next.absentTotal).to.equal(1);
    expect(await stateOf(own)).to.deep.equal(before);
  });

  it("lists the first families that a file misses, and says how many there are", async () => {
    const { own } = await townWith({ "M-1": 1, "M-2": 2, "M-3": 1 });
    const { database } = bench.services;
    const mac = await database
      .select({ mac: households.clientNumberMac })
      .from(households)
      .where(and(eq(households.schemeId, own.schemeId), eq(households.letterNumber, 1)));
    const macs = mac.map((one) => one.mac);
    const absent = await absentHouseholds(database, own.schemeId, { macs, limit: 1 });
    expect(absent.total).to.equal(2);
    expect(absent.first.map(({ letterNumber, open }) => [letterNumber, open.length])).to.deep.equal(
      [[2, 2]],
    );
  });

  it("adds a baby to its family: phones go on, and only the new code opens the new budget", async () => {
    const { own, children } = await townWith({ "B-1": 1 });
    const [first] = children["B-1"]!;
    const { beneficiaryId, phone } = first!;
    must(
      await bench.request(first!.code, commands.activate({ beneficiaryId, device: phone.address })),
    );
    const next = await upload(own, { "B-1": 2 });
    const [baby] = await addRow(own, next, "B-1");

    const shop = await admittedShop(own);
    must(
      await bench.post(
        "/payments",
        await openPayment(bench, { child: first!, shop, amountCents: 500n }),
      ),
    );
    const lookup = { activationKeys: [first!.code.address, baby!.code.address] };
    const { accounts } = must(await bench.post("/activation-lookups", lookup)).body;
    expect(accounts.map((one: { state: string }) => one.state)).to.deep.equal(["used", "open"]);
    const { households } = must(await listOf(own)).body;
    expect(households).to.have.length(1);
    expect(households[0].states).to.deep.equal(["active", "registered"]);
    const numbers = must(
      await bench.post(
        `/schemes/${own.schemeId}/letter-numbers`,
        { beneficiaryIds: [baby!.beneficiaryId] },
        own.staff.validator.token,
      ),
    ).body;
    expect(numbers.letters[0].letterNumber).to.equal(1);
    expect((await upload(own, { "B-1": 2 })).counts).to.deep.equal(countsOf({ registered: 1 }));
  });

  it("registers new families and new children in one request", async () => {
    const { own } = await townWith({ "C-1": 1 });
    const next = await upload(own, { "C-1": 3, "C-2": 2 });
    const both = await registration(own, { importId: next.importId, row: 2, children: 4 });
    const ids = both.children.map((child) => child.beneficiaryId);
    const households = [
      { row: 2, beneficiaryIds: ids.slice(0, 2) },
      { row: 3, beneficiaryIds: ids.slice(2) },
    ];
    must(await register(own, { ...both.body, households }), 201);
    const listed = must(await listOf(own)).body.households;
    expect(listed.map((one: { states: string[] }) => one.states.length)).to.deep.equal([3, 2]);
  });

  it("adds no child twice: an older preview, or a colleague's at the same moment", async () => {
    const { own } = await townWith({ "D-1": 1 });
    const next = await upload(own, { "D-1": 2 });
    const both = await Promise.all(
      [1, 2].map(() => registration(own, { importId: next.importId, row: 2, children: 1 })),
    );
    const answers = await Promise.all(both.map(({ body }) => register(own, body)));
    expect(answers.map((answer) => answer.status).sort()).to.deep.equal([201, 409]);
    const late = await registration(own, { importId: next.importId, row: 2, children: 1 });
    expect(codeOf(await register(own, late.body))).to.deep.equal([409, "import-row-taken"]);
    const tooMany = await registration(own, { importId: next.importId, row: 2, children: 2 });
    expect(codeOf(await register(own, tooMany.body))).to.deep.equal([409, "import-row-taken"]);
  });

  it("repeats the answer when it got lost", async () => {
    const { own } = await townWith({ "E-1": 1 });
    const next = await upload(own, { "E-1": 2 });
    const { body } = await registration(own, { importId: next.importId, row: 2, children: 1 });
    must(await register(own, body), 201);
    must(await register(own, body), 200);
    expect(must(await listOf(own)).body.households[0].states).to.have.length(2);
  });

  it("leaves the family as it was when there is no money for the child, or a crash follows", async () => {
    const poor = await newTown({ fundedCents: 40_000n });
    const first = await upload(poor, { "F-1": 1 });
    await addRow(poor, first, "F-1");
    const next = await upload(poor, { "F-1": 2 });
    const { body } = await registration(poor, { importId: next.importId, row: 2, children: 1 });
    expect(codeOf(await register(poor, body))).to.deep.equal([409, "insufficient-funds"]);
    expect((await upload(poor, { "F-1": 2 })).counts).to.deep.equal(
      countsOf({ more: 1, children: 1 }),
    );
    const { own } = await townWith({ "F-2": 1 });
    const again = await upload(own, { "F-2": 2 });
    const made = await registration(own, { importId: again.importId, row: 2, children: 1 });
    const { requestId } = must(await register(own, made.body), 201).body;
    const { database } = bench.services;
    await database.update(outbox).set({ state: "refused" }).where(eq(outbox.id, requestId));
    expect((await upload(own, { "F-2": 2 })).counts).to.deep.equal(
      countsOf({ more: 1, children: 1 }),
    );
    await addRow(own, again, "F-2");
    const left = await database
      .select()
      .from(householdBeneficiaries)
      .where(eq(householdBeneficiaries.requestId, requestId));
    expect(left).to.deep.equal([]);
  });

  it("calls no family absent of which a row tells something that can't be", async () => {
    const { own } = await townWith({ "J-1": 1, "J-2": 1 });
    const next = await upload(own, { "J-1": 0, "J-2": 99 });
    expect(next.absent).to.deep.equal([]);
    expect(next.counts).to.deep.equal(countsOf({ refused: 2 }));
  });

  it("knows no family by another scheme's file", async () => {
    const { own } = await townWith({ "K-1": 1 });
    const elsewhere = await townWith({ "L-1": 2 });
    const strange = await upload(own, { "L-1": 2 });
    expect(strange.counts).to.deep.equal(countsOf({ new: 1, children: 2 }));
    expect(strange.absent.map(({ clientNumber }) => clientNumber)).to.deep.equal(["K-1"]);
    const { importId } = elsewhere.preview;
    const { body } = await registration(own, { importId, row: 2, children: 2 });
    expect(codeOf(await register(own, body))).to.deep.equal([404, "not-found"]);
  });

  it("changes nothing the second time, whatever the file of the month before was", async function () {
    this.timeout(120_000);
    const file = fc.dictionary(
      fc.constantFrom("P-1", "P-2", "P-3"),
      fc.integer({ min: 1, max: 3 }),
      {
        minKeys: 1,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 3 }), async (months) => {
        const own = await newTown();
        for (const month of months) {
          await applyAll(own, month);
          const state = await stateOf(own);
          const again = await applyAll(own, month);
          expect(again.counts).to.include({ new: 0, more: 0, children: 0 });
          expect(again.absent).to.deep.equal([]);
          expect(await stateOf(own)).to.deep.equal(state);
        }
      }),
      { numRuns: 8 },
    );
  });

  /** Confirms everything that a preview asks about but fewer children, of whom nobody knows which one left. */
  const applyAll = async (own: Town, families: Record<string, number>): Promise<Preview> => {
    const preview = await upload(own, families);
    for (const { verdict, clientNumber } of preview.rows) {
      if (verdict === "new" || verdict === "more") await addRow(own, preview, clientNumber);
    }
    for (const absent of preview.absent) {
      for (const beneficiaryId of absent.beneficiaryIds) {
        must(await closeAccount(own, absent, { beneficiaryId }));
      }
    }
    return preview;
  };
});
