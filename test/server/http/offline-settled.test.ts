// What the municipality pays a shop for a payment that was accepted without a connection and refused: a treasurer says so once, and the sum
// that is owed goes down.
import { expect } from "chai";
import { dutchTime } from "../../../server/treasury/report-csv.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { OfflineTerms } from "../../../wallet-web/shared/protocol/offline-terms.ts";
import { decisionDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import type { Answer, Bench } from "./bench.ts";
import { offlineTermsBody } from "./offline-town.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  type Shop,
  STAFF,
  type Town,
} from "./town.ts";

const MUNICIPALITY: OfflineTerms = {
  carrier: "municipality",
  perPaymentCents: 30_000n,
  perDayCents: 40_000n,
};
const NOTE = "GEMEENTE-OFFLINE-1";
const OPEN = { municipalityCents: "7500", settledCents: "0", total: 2 };

describe("A payment without a connection that the municipality paid outside of the ledger", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let refusal: { refusalId: Hex; shopId: Hex };
  before(async function () {
    this.timeout(120_000);
    bench = await sharedBench();
  });
  beforeEach(async () => {
    town = await newTown();
    shop = await admittedShop(town);
    const terms = await offlineTermsBody(town, MUNICIPALITY, { at: now() - 60 });
    const path = `/schemes/${town.schemeId}/offline-terms`;
    must(await bench.post(path, terms, town.staff.sponsor.token));
    await sellLate(30_000n, 5_000n, 2_500n);
    refusal = await refusalWhere(({ amountCents }) => amountCents === "5000");
  });

  type Row = { refusalId: Hex; shopId: Hex; amountCents: string; carrier: string };
  const now = () => Math.floor(bench.services.clock.now() / 1000);
  const codeOf = ({ status, body }: Answer) => [status, body?.code];
  const refusals = () =>
    bench.get(`/schemes/${town.schemeId}/offline-refusals`, town.staff.treasurer.token);
  const refusalWhere = async (is: (row: Row) => boolean): Promise<Row> => {
    const found = (must(await refusals()).body.refusals as Row[]).find(is);
    if (!found) throw new Error("no such refusal");
    return found;
  };
  /** All from one new budget, so that what exceeds it is refused. */
  const sellLate = async (...amounts: bigint[]) => {
    const [child] = (await family(town)) as [Child];
    for (const amountCents of amounts) {
      const paid = await openPayment(bench, { child, shop, amountCents });
      await bench.post("/payments", { ...paid, acceptedAt: now() - 30 });
    }
  };

  const settle = async (
    given: { by?: (typeof STAFF)[number]; shopId?: Hex; reason?: string; at?: number } = {},
  ) => {
    const { signer, token } = town.staff[given.by ?? "treasurer"];
    const decided = {
      ...{ schemeId: town.schemeId, subjectId: given.shopId ?? refusal.shopId },
      ...{ decision: "offline-settled", contentHash: refusal.refusalId },
      ...{ reason: given.reason ?? NOTE, at: given.at ?? now() },
    };
    const signature = await signer.sign(decisionDigest(bench.chain.deployment, decided));
    const path = `/schemes/${town.schemeId}/treasury-decisions`;
    return bench.post(path, { ...decided, signature }, token);
  };
  const sums = async () => {
    const { municipalityCents, settledCents, total } = must(await refusals()).body;
    return { municipalityCents, settledCents, total };
  };

  it("is settled once: the sum that is owed goes down, and the list and its file say when, by whom and how", async () => {
    expect(await sums()).to.deep.equal(OPEN);
    const at = now();
    must(await settle({ at }));

    const SETTLED = { municipalityCents: "2500", settledCents: "5000", total: 2 };
    expect(await sums()).to.deep.equal(SETTLED);
    const rows: (Row & { settled: unknown })[] = must(await refusals()).body.refusals;
    const by = town.staff.treasurer.signer.address;
    for (const { refusalId, settled } of rows) {
      const isPaid = refusalId === refusal.refusalId;
      expect(settled).to.deep.equal(isPaid ? { at, by, reference: NOTE } : null);
    }
    const csvPath = `/schemes/${town.schemeId}/offline-refusals.csv`;
    const csv = must(await bench.get(csvPath, town.staff.treasurer.token)).text;
    const [head = "", ...lines] = csv.trimEnd().split("\r\n");
    expect(head).to.match(/;Betaald op;Kenmerk van de betaling$/);
    const ends = lines.map((line) => line.split(";").slice(-2));
    expect(ends).to.deep.include.members([
      ["", ""],
      [dutchTime.format(at * 1000), NOTE],
    ]);

    // The same again is no second one, and a colleague's comes too late.
    must(await settle({ at }));
    expect(codeOf(await settle({ at: at + 1 }))).to.deep.equal([409, "refusal-settled"]);
    expect(await sums()).to.deep.equal(SETTLED);
  });

  it("is settled only by a treasurer, with a reference, for what the shop has and the municipality bears", async () => {
    for (const by of STAFF.filter((role) => role !== "treasurer")) {
      expect(codeOf(await settle({ by })), by).to.deep.equal([403, "role-missing"]);
    }
    expect(codeOf(await settle({ reason: "" }))).to.deep.equal([422, "reason-missing"]);
    const other = await admittedShop(town);
    expect(codeOf(await settle({ shopId: other.shopId }))).to.deep.equal([404, "not-found"]);
    await sellLate(30_001n);
    refusal = await refusalWhere(({ carrier }) => carrier === "shop");
    expect(codeOf(await settle())).to.deep.equal([404, "not-found"]);
    expect(await sums()).to.deep.equal({ ...OPEN, total: 3 });
  });

  it("stays on the list when the ledger paid it after all: the shop has it twice", async () => {
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const { signer } = town.staff.guardian;
    const freeze = commands.freezeBeneficiary({ beneficiaryId, reason: "at-own-request" });
    must(await bench.request(signer, freeze));
    const paid = await openPayment(bench, { child, shop, amountCents: 1_000n });
    const body = { ...paid, acceptedAt: now() - 30 };
    await bench.post("/payments", body);
    refusal = await refusalWhere(({ amountCents }) => amountCents === "1000");
    must(await settle());
    const lift = commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" });
    must(await bench.request(signer, lift));
    must(await bench.post("/payments", body), 201);
    expect(await sums()).to.deep.equal({ ...OPEN, settledCents: "1000", total: 3 });
  });
});
