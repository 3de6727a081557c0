// A treasurer's decision and what it does stand together: a crash at any moment leaves both, or neither.
import { expect } from "chai";
import {
  bankSubmissions,
  payeeBlocks,
  payoutDecisions,
  payoutOrders,
} from "../../../server/store/schema/bank.ts";
import { roleHolders, shopAccounts } from "../../../server/store/schema/projections.ts";
import type { Signed } from "../../../server/treasury/decisions.ts";
import { decisionsAbout } from "../../../server/treasury/payout-detail.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import { ordersIn, UNKNOWN } from "../payouts/scripted-bank.ts";
import { codeOf, openWorld, SCHEME, SHOP, type World } from "../payouts/world.ts";
import { decideOn, dyingAtCommit, dyingAtRecord, FILE_BANK, signOn } from "./deciding.ts";

describe("Decisions", () => {
  let world: World;
  let treasurer: Signer;
  let colleague: Signer;

  before(async function () {
    this.timeout(60_000);
    world = await openWorld();
    [treasurer, colleague] = [await newSigner(), await newSigner()];
    for (const { address } of [treasurer, colleague]) {
      await world.database.insert(roleHolders).values({
        ...{ schemeId: SCHEME, role: "treasurer", holder: address, candidate: address },
        acceptedAt: 1,
      });
    }
  });
  after(() => world.close());
  beforeEach(async () => {
    await world.reset();
    await world.database.delete(payoutDecisions);
    await world.database.insert(shopAccounts).values({
      ...{ schemeId: SCHEME, shopId: SHOP, ibanCommitment: `0x${"1b".repeat(32)}` },
      ...{ state: "admitted", owedCents: 0n, inPayoutCents: 0n, paidOutCents: 0n, admittedAt: 1 },
    });
  });

  const decide = (signed: Signed, database = world.database) =>
    decideOn(world, { signed, database, by: treasurer.address });
  const sign = (decision: Signed["decision"], subjectId: Hex, contentHash?: Hex) =>
    signOn(world, { decision, subjectId, contentHash, signer: treasurer });
  const recorded = async () =>
    (await world.database.select().from(payoutDecisions)).map(({ decision, by }) => [decision, by]);
  const files = () => world.database.select().from(bankSubmissions);
  const fileStates = async () => (await files()).map(({ state }) => state);
  const blocked = async () => (await world.database.select().from(payeeBlocks)).length;

  /** Sent once, no answer, and the quiet period is over: a person may say that it was not paid. */
  async function inDoubt(): Promise<Hex> {
    world.bank.sendings = [{ says: UNKNOWN }];
    await world.worker().round();
    world.nowMs += world.bank.quietPeriodMs;
    return (await world.onlyOrder()).payoutId;
  }

  /** Paid by the bank's statement, and held before the worker could take it up. */
  async function heldWithEvidence(): Promise<Hex> {
    world.relay.unreachable.add("settlePayout");
    await world.worker().round();
    world.relay.unreachable.clear();
    const { payoutId } = await world.onlyOrder();
    const held = { state: "HELD", reason: "not-found-at-bank" } as const;
    await world.database.update(payoutOrders).set(held);
    return payoutId;
  }

  async function frozenFile(): Promise<Hex> {
    await world.worker({ files: true }).round();
    const submissionId = newId();
    const acts = world.acts();
    await acts.freezeFile({ schemeId: SCHEME, submissionId, by: colleague.address });
    return submissionId;
  }

  /** What each decision needs, and what shows whether it was carried out. */
  const cases: {
    decision: Signed["decision"];
    prepare: () => Promise<{ subjectId: Hex; contentHash?: Hex }>;
    look: () => Promise<unknown>;
    before: unknown;
    after: unknown;
  }[] = [
    {
      decision: "look-again",
      prepare: async () => ({ subjectId: await heldWithEvidence() }),
      look: () => world.states(),
      before: ["HELD not-found-at-bank"],
      after: ["UNKNOWN"],
    },
    {
      decision: "paid",
      prepare: async () => ({ subjectId: await heldWithEvidence() }),
      look: () => world.states(),
      before: ["HELD not-found-at-bank"],
      after: ["ACCEPTED"],
    },
    {
      decision: "not-paid",
      prepare: async () => ({ subjectId: await inDoubt() }),
      look: () => world.states(),
      before: ["UNKNOWN timeout"],
      after: ["REJECTED NARR"],
    },
    {
      decision: "block-payee",
      prepare: async () => ({ subjectId: SHOP }),
      look: blocked,
      before: 0,
      after: 1,
    },
    {
      decision: "unblock-payee",
      prepare: async () => {
        await decide(await sign("block-payee", SHOP));
        await world.database.delete(payoutDecisions);
        return { subjectId: SHOP };
      },
      look: blocked,
      before: 1,
      after: 0,
    },
    {
      decision: "freeze-file",
      prepare: async () => {
        await world.worker({ files: true }).round();
        return { subjectId: newId() };
      },
      look: () => fileStates(),
      before: [],
      after: ["frozen"],
    },
    {
      decision: "release-file",
      prepare: async () => {
        const subjectId = await frozenFile();
        const [file] = await files();
        return { subjectId, contentHash: file?.bodyHash as Hex };
      },
      look: () => fileStates(),
      before: ["frozen"],
      after: ["released"],
    },
    {
      decision: "withdraw-file",
      prepare: async () => ({ subjectId: await frozenFile() }),
      look: () => fileStates(),
      before: ["frozen"],
      after: ["withdrawn"],
    },
  ];

  for (const { decision, prepare, look, before, after } of cases) {
    describe(decision, () => {
      beforeEach(() => {
        if (decision.endsWith("-file")) world.fileBank = FILE_BANK;
      });

      it("keeps what was typed sealed, and shows it again", async () => {
        const payoutId = await inDoubt();
        await decide(await sign("not-paid", payoutId));
        const [kept] = await world.database.select().from(payoutDecisions);
        expect(Buffer.from(kept?.reason ?? []).includes("called the bank")).to.equal(false);
        const [shown] = await decisionsAbout(world, { schemeId: SCHEME, subjectId: payoutId });
        expect(shown).to.include({ decision: "not-paid", reason: "called the bank" });
      });

      it("is recorded and carried out, once", async () => {
        const { subjectId, contentHash } = await prepare();
        expect(await look()).to.deep.equal(before);
        const signed = await sign(decision, subjectId, contentHash);

        await decide(signed);

        expect(await look()).to.deep.equal(after);
        expect(await recorded()).to.deep.equal([[decision, treasurer.address]]);
        // The answer was lost: the same again is no second decision.
        const calls = world.relay.calls.length;
        await decide(signed);
        expect(await recorded()).to.have.length(1);
        expect(world.relay.calls).to.have.length(calls);
      });

      it("leaves nothing done when it could not be recorded, and is carried out when it comes again", async () => {
        const { subjectId, contentHash } = await prepare();
        const signed = await sign(decision, subjectId, contentHash);

        const database = dyingAtRecord(world.database);
        expect(await codeOf(decide(signed, database))).to.contain("killed");

        expect([await look(), await recorded()]).to.deep.equal([before, []]);
        await decide(signed);
        expect([await look(), (await recorded()).length]).to.deep.equal([after, 1]);
      });

      it("leaves nothing done and nothing recorded when the process dies before the commit", async () => {
        const { subjectId, contentHash } = await prepare();
        const signed = await sign(decision, subjectId, contentHash);

        const database = dyingAtCommit(world.database);
        expect(await codeOf(decide(signed, database))).to.contain("killed");

        expect([await look(), await recorded()]).to.deep.equal([before, []]);
        await decide(signed);
        expect([await look(), (await recorded()).length]).to.deep.equal([after, 1]);
      });

      it("is carried out once by two server processes that get it at the same moment", async () => {
        const { subjectId, contentHash } = await prepare();
        const signed = await sign(decision, subjectId, contentHash);

        const answers = await Promise.all([decide(signed), decide(signed)]);

        expect(answers[0]).to.deep.equal(answers[1]);
        expect([await look(), (await recorded()).length]).to.deep.equal([after, 1]);
      });
    });
  }

  it("stands, and is finished by the worker, when the process dies before the chain heard of it", async () => {
    const payoutId = await inDoubt();
    const sent = world.bank.submitted.length;
    world.relay.unreachable.add("returnPayout");
    await decide(await sign("not-paid", payoutId));
    expect(await recorded()).to.deep.equal([["not-paid", treasurer.address]]);
    expect(world.names()).to.deep.equal(["openPayout"]);
    world.relay.unreachable.clear();

    await world.worker().round();

    expect(await world.states()).to.deep.equal(["REJECTED NARR"]);
    expect(world.names()).to.deep.equal(["openPayout", "returnPayout"]);
    expect(world.bank.submitted).to.have.length(sent);
  });

  for (const files of [false, true]) {
    it(`stands of a payout that was never sent as well, with a bank ${files ? "by files" : "by API"}`, async () => {
      world.creditor = null;
      if (files) {
        world.fileBank = FILE_BANK;
        await world.worker({ files }).round();
        await codeOf(
          world.acts().freezeFile({ schemeId: SCHEME, submissionId: newId(), by: SHOP }),
        );
      } else await world.worker().round();
      expect(await world.states()).to.deep.equal(["HELD iban-mismatch"]);
      world.relay.unreachable.add("returnPayout");
      await decide(await sign("not-paid", (await world.onlyOrder()).payoutId));
      world.relay.unreachable.clear();
      // The cause is gone: without the decision it would be paid now.
      world.creditor = { name: "Bakker", iban: "NL91ABNA0417164300" };

      for (let round = 0; round < 3; round += 1) {
        await world.worker({ files }).round();
        world.nowMs += world.bank.quietPeriodMs;
      }

      expect(await world.states()).to.deep.equal(["REJECTED NARR"]);
      expect(world.bank.submitted.flatMap(ordersIn)).to.deep.equal([]);
    });
  }

  it("is the treasurer's own: of another key, of a changed decision or without the role it is refused", async () => {
    const signed = await sign("block-payee", SHOP);
    const stranger = await newSigner();
    const given = { decision: "block-payee", subjectId: SHOP, contentHash: undefined } as const;
    const strangers = await signOn(world, { ...given, signer: stranger });
    const { database } = world;
    const colleagues = await signOn(world, { ...given, signer: colleague });
    const { signature } = signed;

    expect(await codeOf(decide(colleagues))).to.equal("signer-mismatch");
    expect(await codeOf(decide({ ...signed, reason: "changed" }))).to.equal("signature-invalid");
    const posing = { ...signature, ...colleague.publicKey };
    expect(await codeOf(decide({ ...signed, signature: posing }))).to.equal("signature-invalid");
    const by = stranger.address;
    expect(await codeOf(decideOn(world, { signed: strangers, database, by }))).to.equal(
      "role-missing",
    );
    expect([await blocked(), await recorded()]).to.deep.equal([0, []]);
  });

  it("is refused, and not recorded, when the payout moved on meanwhile", async () => {
    const payoutId = await inDoubt();
    const signed = await sign("not-paid", payoutId);
    world.bank.make({ payoutId: payoutId.slice(2), amountCents: 1_250n });
    await world.worker().round();

    expect(await codeOf(decide(signed))).to.equal("payout-not-decidable");

    expect([await world.states(), await recorded()]).to.deep.equal([["BOOKED"], []]);
  });
});
