// What is left on a scheme's accounts, and which of them a sponsor takes back next. That it waits for the end is the contract's to say.
import { expect } from "chai";
import {
  commands,
  REGISTRATIONS_PER_REQUEST,
} from "../../../wallet-web/shared/protocol/commands.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  BUDGET_CENTS,
  type Child,
  family,
  must,
  openPayment,
  type Town,
} from "./town.ts";

describe("What a scheme has left on accounts", function () {
  this.timeout(60_000);
  before(async function () {
    this.timeout(120_000);
    await sharedBench();
  });
  const unspent = async ({ bench, schemeId, staff }: Town) =>
    must(await bench.get(`/schemes/${schemeId}/unspent`, staff.sponsor.token)).body;

  it("is nothing of who spent all or was closed, nor of another scheme", async () => {
    const [town, other] = [await newTown(), await newTown()];
    const [spender, leaver, third] = (await family(town, 3)) as [Child, Child, Child];
    await family(other, 1);
    const { bench, staff } = town;
    const shop = await admittedShop(town);
    const pays = async (child: Child, amountCents: bigint) =>
      must(await bench.post("/payments", await openPayment(bench, { child, shop, amountCents })));
    await pays(spender, BUDGET_CENTS);
    await pays(third, 1_250n);
    const close = commands.closeBeneficiary({ ...leaver, reason: "moved-away" });
    must(await bench.request(staff.validator.signer, close));

    expect(await unspent(town)).to.deep.equal({
      beneficiaryIds: [third.beneficiaryId],
      accounts: 1,
      balanceCents: String(BUDGET_CENTS - 1_250n),
    });
  });

  it("comes as many at a time as one command takes, and counts all", async () => {
    const town = await newTown();
    expect(await unspent(town)).to.deep.equal({
      ...{ beneficiaryIds: [], accounts: 0, balanceCents: "0" },
    });
    for (let made = 0; made < 4; made++) await family(town, 16);
    const { beneficiaryIds, accounts, balanceCents } = await unspent(town);
    expect(new Set(beneficiaryIds).size).to.equal(REGISTRATIONS_PER_REQUEST);
    expect([accounts, balanceCents]).to.deep.equal([64, String(64n * BUDGET_CENTS)]);
  });
});
