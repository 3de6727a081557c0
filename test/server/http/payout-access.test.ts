// Who may use which route of payouts: every kind of person on every route, and no route without an answer to it.
import { expect } from "chai";
import { ibanChangeRoutes } from "../../../server/http/routes/iban-changes.ts";
import type { RouteParts } from "../../../server/http/routes/parts.ts";
import { payoutReportRoutes } from "../../../server/http/routes/payout-reports.ts";
import { payoutRoutes } from "../../../server/http/routes/payouts.ts";
import { payoutOrders } from "../../../server/store/schema/bank.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { decisionDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import {
  gatherPeople,
  knownAs,
  PEOPLE,
  type People,
  type Person,
  type Verdict,
  verdictOf,
} from "./everybody.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  IBANS,
  must,
  openPayment,
  type Shop,
  STAFF,
  type Town,
} from "./town.ts";

type Row = {
  /** What becomes of it for those who may. */
  may: readonly Person[];
  then: Verdict;
  others?: Verdict;
  query?: string;
  /** Signed by whoever sends it. */
  body?: (signer: Signer) => Promise<unknown>;
  /** Instead of a body, a bank's file. */
  xml?: string;
  shop?: "proposing" | "confirmed";
};

const OK: Verdict = [200];

describe("Access to payouts", () => {
  let bench: Bench;
  let town: Town;
  let shops: Record<"proposing" | "confirmed" | "owed", Shop>;
  let payoutId: Hex;
  let people: People;
  const ibanSalt = newId();

  before(async function () {
    this.timeout(120_000);
    bench = await sharedBench();
    town = await newTown();
    const [proposing, confirmed, owed, other] = await Promise.all([
      admittedShop(town),
      admittedShop(town),
      admittedShop(town),
      admittedShop(town),
    ]);
    shops = { proposing, confirmed, owed };
    const [child] = (await family(town)) as [Child];
    people = await gatherPeople(town, { child, shop: proposing, otherShop: other });
    payoutId = await heldPayout(child);
    const owner = await bench.logIn(confirmed.owner);
    const body = await proposal(confirmed, confirmed.owner);
    must(await bench.post(`/shops/${confirmed.shopId}/iban-changes`, body, owner));
  });

  /** A payout that waits for the treasurer, for what a shop is owed. */
  async function heldPayout(child: Child): Promise<Hex> {
    const shop = shops.owed;
    const payment = await openPayment(bench, { child, shop, amountCents: 900n });
    must(await bench.post("/payments", payment));
    const now = bench.services.clock.now();
    const order = {
      ...{ payoutId: newId(), schemeId: town.schemeId, shopId: shop.shopId, amountCents: 900n },
      ...{ reason: "mandate-exceeded-per-payout", createdAt: now, changedAt: now },
      state: "HELD" as const,
    };
    await bench.services.database.insert(payoutOrders).values(order);
    return order.payoutId;
  }

  const ibanChange = ({ shopId }: Shop) => ({
    ...{ schemeId: town.schemeId, shopId },
    ibanCommitment: ibanCommitment({ iban: IBANS[1], salt: ibanSalt }),
  });
  const proposal = async (shop: Shop, signer: Signer) => ({
    ...{ schemeId: town.schemeId, iban: IBANS[1], ibanSalt },
    request: await bench.sign(signer, commands.proposeIban(ibanChange(shop))),
  });
  const opening = async (signer: Signer) => {
    const { shopId } = shops.owed;
    const given = { schemeId: town.schemeId, shopId, payoutId, amountCents: 900n };
    return { request: await bench.sign(signer, commands.openPayout(given)) };
  };
  const decision = async (signer: Signer) => {
    const decided = {
      ...{ schemeId: town.schemeId, subjectId: shops.owed.shopId, decision: "block-payee" },
      ...{ contentHash: `0x${"00".repeat(32)}` as const, reason: "Rekening klopt niet" },
      at: Math.floor(bench.services.clock.now() / 1000),
    };
    const digest = decisionDigest(bench.chain.deployment, decided);
    return { ...decided, signature: await signer.sign(digest) };
  };

  const staff: Pick<Row, "may" | "then"> = { may: STAFF, then: OK };
  // The account is the municipality's: who pays out or funds any scheme sees what names no payout.
  const account: Pick<Row, "may" | "then"> = {
    may: ["sponsor", "treasurer", "other scheme"],
    then: OK,
  };
  const rows: Record<string, Row> = {
    listSchemePayouts: staff,
    getSchemePayout: staff,
    listPayeeBlocks: staff,
    listUnpaidShops: staff,
    countTreasuryTasks: staff,
    openPayoutByHand: { may: ["treasurer"], then: OK, body: opening },
    decideOnPayout: { may: ["treasurer"], then: OK, body: decision },
    listPaymentFiles: staff,
    // There is no such file, and this server's payouts don't go as files: who may hears that.
    getPaymentFile: { may: ["treasurer"], then: [404, "not-found"] },
    importBankFile: { may: ["treasurer"], then: [409, "bank-is-not-file"], xml: "<Document/>" },
    getPayoutReport: { ...staff, query: "?day=2026-04-07" },
    getPayoutReportCsv: { ...staff, query: "?day=2026-04-07" },
    getAccountReport: { ...account, query: "?day=2026-04-07" },
    getAccountReportCsv: { ...account, query: "?day=2026-04-07" },
    proposeIban: {
      ...{ may: ["shop"], then: OK, others: [403, "forbidden"], shop: "proposing" },
      body: (signer) => proposal(shops.proposing, signer),
    },
    listIbanChanges: { may: ["validator"], then: OK },
    confirmIban: {
      ...{ may: ["validator"], then: OK, shop: "confirmed" },
      body: async (signer) => ({
        request: await bench.sign(signer, commands.confirmIban(ibanChange(shops.confirmed))),
      }),
    },
  };

  const NO_PARTS = { services: {}, office: {} } as unknown as RouteParts;
  const routes = [payoutRoutes, payoutReportRoutes, ibanChangeRoutes].flatMap((routesOf) =>
    routesOf(NO_PARTS),
  );

  it("is laid down for every route there is, and for no other", () => {
    expect(routes.map(({ operationId }) => operationId)).to.have.members(Object.keys(rows));
    expect(routes.map(({ access }) => access)).to.deep.equal(routes.map(() => "session"));
  });

  for (const { operationId, method, path } of routes) {
    const row = rows[operationId];
    if (!row) continue; // The test above says so.
    it(`is given or refused to each for ${operationId}`, async () => {
      // Who may goes last: what the others tried must not have been in the way.
      const others = PEOPLE.filter((person) => !row.may.includes(person));
      for (const person of [...others, ...row.may]) {
        const { signer, token } = knownAs(people, person);
        const body = await row.body?.(signer);
        const answer = await bench.call(method.toUpperCase(), filled(path, row), body, {
          ...(token ? { token } : {}),
          ...(row.xml ? { raw: row.xml, headers: { "content-type": "application/xml" } } : {}),
        });
        expect(verdictOf(answer), person).to.deep.equal(meant(person, row));
      }
    }).timeout(30_000);
  }

  const filled = (path: string, row: Row) =>
    path
      .replace("{schemeId}", town.schemeId)
      .replace("{payoutId}", payoutId)
      .replace("{submissionId}", newId())
      .replace("{shopId}", shops[row.shop ?? "owed"].shopId) + (row.query ?? "");
});

function meant(person: Person, row: Row): Verdict {
  if (row.may.includes(person)) return row.then;
  // Without a session nobody is asked who they are.
  if (person === "nobody") return [401, "session-required"];
  return row.others ?? [403, "role-missing"];
}
