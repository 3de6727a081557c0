// The end of a scheme in which one shop must pay back and another is still to be paid: what shops must pay back isn't at the bank, so it
// stays; once the treasurer booked it, the rest goes back too and the scheme closes.
import { expect } from "chai";
import { bankReferenceHash } from "../../../wallet-web/shared/protocol/bank-reference.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { type Command, commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { IBAN } from "../payouts/scripted-bank.ts";
import type { Answer } from "./bench.ts";
import { giveMandate, type PayingBench, startPayingBench } from "./paying-bench.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  refundOf,
  type Shop,
  STAFF,
  type Town,
} from "./town.ts";

const FUNDED_CENTS = 100_000n;
const DEBT_CENTS = 2_000n;
/** Past the end and the grace of `termsOf`. */
const WELL_PAST_END_SECONDS = 331 * 86_400;

describe("A scheme that ends with a shop below zero", function () {
  this.timeout(60_000);
  let paying: PayingBench;
  let town: Town;
  let child: Child;
  let debtor: Shop;
  let creditor: Shop;

  before(async function () {
    this.timeout(120_000);
    paying = await startPayingBench();
    town = await openTown(paying.bench, { fundedCents: FUNDED_CENTS });
    await giveMandate(town);
    [child] = (await family(town)) as [Child];
    debtor = await admittedShop(town, { iban: IBAN });
    creditor = await admittedShop(town, { iban: IBAN });
    const paymentId = await sell(debtor, 5_000n);
    await paying.payAfterHold();
    const refund = { shop: debtor, child, paymentId, amountCents: DEBT_CENTS };
    must(await paying.bench.post("/refunds", await refundOf(paying.bench, refund)));
    await sell(creditor, DEBT_CENTS);
    paying.passSeconds(WELL_PAST_END_SECONDS);
    for (const role of STAFF) {
      town.staff[role].token = await paying.bench.logIn(town.staff[role].signer);
    }
    const { beneficiaryId } = child;
    await mustDo("sponsor", commands.expireBeneficiaries({ beneficiaryIds: [beneficiaryId] }));
  });
  after(() => paying?.bench.stop());

  const sell = async (shop: Shop, amountCents: bigint): Promise<Hex> => {
    const body = await openPayment(paying.bench, { child, shop, amountCents });
    return must(await paying.bench.post("/payments", body), 201).body.paymentId;
  };
  const does = (role: (typeof STAFF)[number], command: Command): Promise<Answer> =>
    paying.bench.request(town.staff[role].signer, command);
  const mustDo = async (...given: Parameters<typeof does>) => must(await does(...given));
  const codeOf = ({ status, body }: Answer) => [status, body.code];
  const conservation = async () => {
    const path = `/schemes/${town.schemeId}/overview`;
    return must(await paying.bench.get(path, town.staff.sponsor.token)).body.conservation;
  };
  const takeBack = (amountCents: bigint, reference: string) =>
    commands.withdrawFromScheme({
      ...{ schemeId: town.schemeId, amountCents },
      bankReference: bankReferenceHash(reference),
    });
  const repayment = (amountCents: bigint, reference: string) =>
    commands.bookRepayment({
      ...{ schemeId: town.schemeId, shopId: debtor.shopId, amountCents },
      bankReference: bankReferenceHash(reference),
    });

  it("says what shops must pay back though others are owed as much, and lets the sponsor take the rest", async () => {
    const { unallocatedCents, ...books } = await conservation();
    expect(books).to.include({ owedCents: "0", shopDebtCents: "2000", holds: true });
    const withdrawable = BigInt(unallocatedCents) - DEBT_CENTS;
    expect(books.withdrawableCents).to.equal(String(withdrawable));
    const insight = await paying.bench.get(
      `/schemes/${town.schemeId}/insight`,
      town.staff.sponsor.token,
    );
    expect(must(insight).body.conservation.shopDebtCents).to.equal("2000");

    const refused = await does("sponsor", takeBack(withdrawable + 1n, "TERUG-0"));
    expect(codeOf(refused)).to.deep.equal([409, "insufficient-funds"]);
    await mustDo("sponsor", takeBack(withdrawable, "TERUG-1"));
    expect(await conservation()).to.include({
      ...{ unallocatedCents: "2000", withdrawableCents: "0", shopDebtCents: "2000", holds: true },
    });
  });

  it("stays open until the treasurer booked what the shop paid back, never more than its debt, each reference once", async () => {
    const above = await does("treasurer", repayment(DEBT_CENTS + 1n, "WINKEL-0"));
    expect([...codeOf(above), above.body.params.highestCents]).to.deep.equal([
      ...[409, "repayment-above-debt", "2000"],
    ]);
    const bySponsor = await does("sponsor", repayment(DEBT_CENTS, "WINKEL-0"));
    expect(codeOf(bySponsor)).to.deep.equal([403, "role-missing"]);

    await mustDo("treasurer", repayment(1_500n, "WINKEL-1"));
    expect(await conservation()).to.include({
      ...{ shopDebtCents: "500", withdrawableCents: "1500", holds: true },
    });
    const again = await does("treasurer", repayment(500n, "WINKEL-1"));
    expect(codeOf(again)).to.deep.equal([409, "bank-reference-used"]);
    await mustDo("treasurer", repayment(500n, "WINKEL-2"));
    await mustDo("sponsor", takeBack(2_000n, "TERUG-2"));
    const close = commands.closeScheme({ schemeId: town.schemeId });
    expect(codeOf(await does("sponsor", close))).to.deep.equal([409, "scheme-not-empty"]);
  });

  it("closes once the other shop is paid too, and every cent is accounted for", async () => {
    await giveMandate(town);
    await paying.payAfterHold();
    await mustDo("sponsor", commands.closeScheme({ schemeId: town.schemeId }));
    expect(await conservation()).to.deep.equal({
      ...{ fundedCents: "100000", unallocatedCents: "0", outstandingCents: "0" },
      ...{ owedCents: "0", inPayoutCents: "0", shopDebtCents: "0", withdrawableCents: "0" },
      ...{ paidOutCents: "5000", withdrawnCents: "95000" },
      holds: true,
    });
  });
});
