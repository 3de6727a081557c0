// Families of which the next file has no row: closed only as the person decided who saw them as they are now.
import { expect } from "chai";
import { newId } from "../../helpers/chain.ts";
import { addRow, closeAccount, closing, codeOf, listOf, townWith, upload } from "./months.ts";
import { newTown, sharedBench } from "./shared.ts";
import { countsOf, must } from "./town.ts";

describe("Families that a file doesn't name any more", () => {
  before(async function () {
    this.timeout(60_000);
    await sharedBench();
  });

  it("closes a family that left, child by child, once, whoever asks again", async () => {
    const { own } = await townWith({ "G-1": 2, "G-2": 1 });
    const { absent } = await upload(own, { "G-2": 1 });
    const [gone] = absent;
    for (const beneficiaryId of gone!.beneficiaryIds) {
      const body = await closing(own, gone!, beneficiaryId);
      const path = `/schemes/${own.schemeId}/closings`;
      must(await own.bench.post(path, body, own.staff.validator.token));
      must(await own.bench.post(path, body, own.staff.validator.token));
      // A colleague with the same list.
      must(await closeAccount(own, gone!, { beneficiaryId }));
    }
    const again = await upload(own, { "G-2": 1 });
    expect(again.absent).to.deep.equal([]);
    expect(again.counts).to.deep.equal(countsOf({ registered: 1 }));
    const { conservation } = must(
      await own.bench.get(`/schemes/${own.schemeId}/overview`, own.staff.validator.token),
    ).body;
    expect(conservation).to.include({ holds: true, outstandingCents: "30000" });
  });

  it("closes nothing of a family that got a child meanwhile, and nobody else's account", async () => {
    const { own, children } = await townWith({ "H-1": 1, "H-2": 1 });
    const { absent } = await upload(own, { "H-2": 1 });
    await addRow(own, await upload(own, { "H-1": 2 }), "H-1");
    const changed = await closeAccount(own, absent[0]!);
    expect(codeOf(changed)).to.deep.equal([409, "household-changed"]);
    const { absent: now } = await upload(own, { "H-2": 1 });
    expect(now[0]!.beneficiaryIds).to.have.length(2);

    const other = children["H-2"]![0]!.beneficiaryId;
    const mixed = { ...now[0]!, beneficiaryIds: [...now[0]!.beneficiaryIds, other] };
    const wrong = await closeAccount(own, mixed, { beneficiaryId: other });
    expect(codeOf(wrong)).to.deep.equal([400, "command-mismatch"]);
    const unnamed = await closeAccount(own, now[0]!, { beneficiaryId: other });
    expect(codeOf(unnamed)).to.deep.equal([400, "command-mismatch"]);
    const unknown = await closeAccount(own, { ...now[0]!, householdId: newId() });
    expect(codeOf(unknown)).to.deep.equal([404, "not-found"]);
    const elsewhere = await newTown();
    for (const token of [own.staff.guardian.token, elsewhere.staff.validator.token]) {
      const refused = await closeAccount(own, now[0]!, { token });
      expect(codeOf(refused)).to.deep.equal([403, "role-missing"]);
    }
  });

  it("offers a family that came back its budgets again, in the same household", async () => {
    const { own } = await townWith({ "I-1": 1, "I-2": 1 });
    const { absent } = await upload(own, { "I-2": 1 });
    must(await closeAccount(own, absent[0]!));
    const back = await upload(own, { "I-1": 1, "I-2": 1 });
    const row = back.rows[0]!;
    expect(row.verdict).to.equal("more");
    expect(row.known).to.include({ open: 0, closed: 1, letterNumber: 1 });
    await addRow(own, back, "I-1");
    expect(must(await listOf(own)).body.households[0].states).to.deep.equal([
      "closed",
      "registered",
    ]);
  });
});
