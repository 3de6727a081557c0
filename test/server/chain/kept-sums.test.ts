// The sums that the index keeps are what the payments themselves add up to, whatever happened, in whatever portions it was read.
import { expect } from "chai";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import type { ChainEvent, LedgerEvent } from "../../../server/chain/events.ts";
import { emptyProjections, projectEvents } from "../../../server/chain/projection/project.ts";
import { soldByShop, spentByCategory, spentByWeek } from "../../../server/insight/sums.ts";
import type { Database } from "../../../server/store/database.ts";
import { householdBeneficiaries, households } from "../../../server/store/schema/office.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { fundsEverywhere } from "../../helpers/busy-municipality.ts";
import { commands, startTestChain } from "../../helpers/chain.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { dumpIndex } from "../../helpers/index-dump.ts";
import { countAgain, keptSums, rowsOf } from "../../helpers/kept-sums.ts";
import { hash, id, MONDAY, openFamilies, SCHEME, WEEK } from "../insight/families.ts";

const NOBODY: Hex = `0x${"00".repeat(20)}`;
const SHOPS = [id(21), id(22), id(23)];
const CATEGORIES = new Map([
  [id(21), "shoes"],
  [id(22), "toys"],
]);
const CHILDREN = Array.from({ length: 16 }, (_, index) => id(100 + index));
/** The last two are nobody's: their family was erased. */
const MEMBERS = CHILDREN.slice(0, 14);
const householdOf = (child: number) => id(500 + Math.floor(child / 2));

const number = (max: number) => fc.integer({ min: 0, max });
const child = number(CHILDREN.length - 1);
const payment = fc.record({
  kind: fc.constant("pay" as const),
  ...{ child, shop: number(2), cents: fc.integer({ min: 1, max: 500 }), hours: number(60) },
});
/** Also of payments that never were, beyond their amount, and at another shop: the ledger knows no better. */
const correction = fc.record({
  kind: fc.constant("correct" as const),
  ...{ payment: number(40), cents: fc.integer({ min: 1, max: 600 }), isReversal: fc.boolean() },
  shop: fc.option(number(2), { freq: 8 }),
});
const change = fc.record({
  kind: fc.constantFrom("freeze", "unfreeze", "close", "reissue", "phone", "expire"),
  child,
});
const histories = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: payment },
    { weight: 2, arbitrary: correction },
    { weight: 2, arbitrary: change },
  ),
  { minLength: 1, maxLength: 60 },
);
type History = typeof histories extends fc.Arbitrary<infer Value> ? Value : never;

/** The events of a history, after those that open the scheme. */
function eventsOf(history: History): ChainEvent[] {
  const events: ChainEvent[] = [];
  let at = MONDAY;
  const tell = (event: LedgerEvent) => {
    const place = { blockNumber: events.length + 1, logIndex: 0, transactionHash: hash(1) };
    events.push({ ...event, ...place, timestamp: at, requestId: null });
  };
  for (const event of opening()) tell(event);
  const made: { paymentId: Hex; beneficiaryId: Hex; shopId: Hex }[] = [];
  for (const act of history) {
    if (act.kind === "pay") {
      at += act.hours * 3_600;
      const sale = { beneficiaryId: CHILDREN[act.child]!, shopId: SHOPS[act.shop]! };
      made.push({ paymentId: hash(1_000 + made.length), ...sale });
      const charged = { till: NOBODY, device: NOBODY, nonce: 1, amount: BigInt(act.cents) };
      tell({ name: "PaymentMade", args: { ...made.at(-1)!, ...charged } });
    } else if (act.kind === "correct") {
      const of = made[act.payment] ?? {
        ...{ paymentId: hash(9), beneficiaryId: CHILDREN[0]!, shopId: SHOPS[0]! },
      };
      const shopId = act.shop === null ? of.shopId : SHOPS[act.shop]!;
      const args = { ...of, shopId, amount: BigInt(act.cents) };
      if (!act.isReversal) tell({ name: "PaymentRefunded", args: { ...args, till: NOBODY } });
      else {
        tell({ name: "PaymentReversed", args: { ...args, guardian: NOBODY, reason: "dispute" } });
      }
    } else tell(changeOf(act.kind, CHILDREN[act.child]!, events.length));
  }
  return events;
}

function opening(): LedgerEvent[] {
  const terms = { startsAt: MONDAY, endsAt: MONDAY + WEEK, grace: 0, ibanDelay: 0 };
  const amounts = { amountPerBeneficiary: 900n, shopDebtLimit: 0n };
  return [
    {
      name: "SchemeOpened",
      args: { schemeId: SCHEME, sponsor: NOBODY, terms: { ...terms, ...amounts } },
    },
    ...SHOPS.flatMap((shopId): LedgerEvent[] => [
      { name: "ShopRegistered", args: { shopId, owner: NOBODY } },
      { name: "ShopAdmitted", args: { schemeId: SCHEME, shopId, ibanCommitment: hash(1) } },
    ]),
    ...CHILDREN.map((beneficiaryId): LedgerEvent => {
      const args = { schemeId: SCHEME, beneficiaryId, activationKey: NOBODY, amount: 900n };
      return { name: "BeneficiaryRegistered", args };
    }),
  ];
}

function changeOf(kind: string, beneficiaryId: Hex, next: number): LedgerEvent {
  const address: Hex = `0x${next.toString(16).padStart(40, "0")}`;
  switch (kind) {
    case "freeze":
      return { name: "BeneficiaryFrozen", args: { beneficiaryId, by: NOBODY, reason: "dispute" } };
    case "unfreeze":
      return {
        name: "BeneficiaryUnfrozen",
        args: { beneficiaryId, by: NOBODY, reason: "resolved" },
      };
    case "close": {
      const args = { beneficiaryId, returned: 0n, reason: "moved-away" } as const;
      return { name: "BeneficiaryClosed", args };
    }
    case "expire":
      return { name: "BeneficiaryExpired", args: { beneficiaryId, returned: 0n } };
    case "reissue": {
      const args = { beneficiaryId, activationKey: address, deviceEpoch: 1 };
      return { name: "LoginCodeReissued", args };
    }
    default:
      return { name: "DeviceAdded", args: { beneficiaryId, device: address, by: NOBODY } };
  }
}

/** What families spent by group, the families counted up to five. @param key SQL of the payment `p`. */
const groupsBy = (key: ReturnType<typeof sql>) => sql`
  select key, least(5, count(household_id) filter (where cents > 0))::int as families, sum(cents)::text as cents
  from (
    select ${key} as key, m.household_id, sum(p.amount_cents - p.corrected_cents) as cents
    from payments p left join household_beneficiaries m on m.beneficiary_id = p.beneficiary_id
    group by 1, 2
  ) by_family group by key order by key`;
const WEEK_OF = sql`to_char(date_trunc('week', to_timestamp(p.paid_at) at time zone 'Europe/Amsterdam'), 'YYYY-MM-DD')`;
const CATEGORY_OF = sql`case p.shop_id when ${SHOPS[0]} then 'shoes' when ${SHOPS[1]} then 'toys' else 'other' end`;

for (const kind of databaseKinds) {
  describe(`The sums that the index keeps, on ${kind}`, function () {
    this.timeout(240_000);
    let database: Database;
    let close: () => Promise<void>;

    before(async () => {
      ({ database, close } = await openFamilies(kind));
    });
    beforeEach(async () => {
      await database.transaction((tx) => emptyProjections(tx));
      await database.delete(households);
      for (let child = 0; child < MEMBERS.length; child += 2) {
        const children = MEMBERS.slice(child, child + 2);
        await keepHousehold(householdOf(child), { letterNumber: child / 2 + 1, children });
      }
    });
    after(async () => {
      await close();
      await stopDatabases();
    });

    /** As the office has it, before the ledger knows anybody of it. */
    async function keepHousehold(
      householdId: Hex,
      { letterNumber, children }: { letterNumber: number; children: readonly Hex[] },
    ): Promise<void> {
      const requestId = hash(1);
      await database.insert(households).values({
        ...{ householdId, schemeId: SCHEME, clientNumber: new Uint8Array(1), letterNumber },
        ...{ clientNumberMac: String(letterNumber), language: "nl", requestId },
        registeredAt: MONDAY,
      });
      await database.insert(householdBeneficiaries).values(
        children.map((beneficiaryId, position) => ({
          ...{ beneficiaryId, householdId, position, requestId },
        })),
      );
    }
    const project = (events: readonly ChainEvent[]) =>
      database.transaction((tx) => projectEvents(tx, events));

    it("equal those of all payments after any history, and are the same made anew", async () => {
      await fc.assert(
        fc.asyncProperty(histories, fc.integer({ min: 1, max: 30 }), async (history, portion) => {
          await database.transaction((tx) => emptyProjections(tx));
          const events = eventsOf(history);
          for (let from = 0; from < events.length; from += portion) {
            await project(events.slice(from, from + portion));
          }
          expect(await keptSums(database)).to.deep.equal(await countAgain(database));
          const before = await dumpIndex(database);
          await database.transaction((tx) => emptyProjections(tx));
          await project(events);
          expect(await dumpIndex(database)).to.deep.equal(before);
        }),
        { numRuns: 25 },
      );
    });

    it("tell of the dashboard's groups what all payments tell, and families up to five", async () => {
      const shown = (groups: readonly { cents: bigint }[]) =>
        groups.map((group) => ({ ...group, cents: String(group.cents) }));
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          await database.transaction((tx) => emptyProjections(tx));
          await project(eventsOf(history));
          const sold = await soldByShop(database, SCHEME);
          expect(shown(await spentByWeek(database, SCHEME))).to.deep.equal(
            await rowsOf(database, groupsBy(WEEK_OF)),
          );
          const given = { schemeId: SCHEME, sold, categories: CATEGORIES };
          expect(shown(await spentByCategory(database, given))).to.deep.equal(
            await rowsOf(database, groupsBy(CATEGORY_OF)),
          );
        }),
        { numRuns: 25 },
      );
    });

    it("go with a family that is erased, and don't come back with its accounts' next event", async () => {
      await project(eventsOf([{ kind: "pay", child: 0, shop: 0, cents: 100, hours: 0 }]));
      await database.delete(households).where(eq(households.householdId, householdOf(0)));
      const [refund] = eventsOf([
        { kind: "pay", child: 0, shop: 0, cents: 100, hours: 0 },
        { kind: "correct", payment: 0, cents: 100, isReversal: false, shop: null },
      ]).slice(-1);
      await project([refund!]);
      const kept = await keptSums(database);
      expect(kept.households.map((row) => row.household_id)).to.deep.equal(
        [2, 4, 6, 8, 10, 12].map(householdOf),
      );
      expect(await soldByShop(database, SCHEME)).to.deep.equal([
        { shopId: SHOPS[0], payments: 1, cents: 0n },
      ]);
    });

    it("know a child that the ledger registers after its family was erased as nobody's", async () => {
      const events = eventsOf([]);
      await project(events.slice(0, -CHILDREN.length));
      const [first, second] = events.slice(-CHILDREN.length);
      await project([first!]);
      await database.delete(households).where(eq(households.householdId, householdOf(0)));
      await project([second!]);
      expect(await keptSums(database)).to.deep.equal({ shopWeeks: [], households: [] });
      // The family's next letter is a household of its own, with who is registered for it from then on.
      const householdId = id(900);
      await keepHousehold(householdId, { letterNumber: 8, children: [id(300)] });
      const third = { ...second!, blockNumber: 90 };
      const args = { ...third.args, beneficiaryId: id(300) };
      await project([{ ...third, args } as ChainEvent]);
      const { households: kept } = await keptSums(database);
      expect(kept.map((row) => [row.household_id, row.open])).to.deep.equal([[householdId, 1]]);
      expect(await keptSums(database)).to.deep.equal(await countAgain(database));
    });
  });
}

describe("The sums that the index keeps, of the ledger's own events", function () {
  this.timeout(120_000);
  after(stopDatabases);

  it("equal those of all payments after everything that happens in a year, and after its end", async () => {
    let chain = await startTestChain();
    const { staff, children } = await fundsEverywhere(chain);
    const during = await keptSums(chain.database);
    expect(during).to.deep.equal(await countAgain(chain.database));
    expect(during.households.map(({ can_spend }) => can_spend)).to.include(true);

    const later = chain.clock.now() + 331 * 86_400_000;
    chain = await chain.restart({ ...chain.clock, now: () => later });
    // The last moved away before.
    const beneficiaryIds = children.slice(0, 3).map(({ beneficiaryId }) => beneficiaryId);
    const outcome = await chain.send(staff, commands.expireBeneficiaries({ beneficiaryIds }));
    expect(outcome).to.include({ state: "executed" });
    const ended = await keptSums(chain.database);
    expect(ended).to.deep.equal(await countAgain(chain.database));
    // Their accounts stay; what was left on them is gone.
    expect(ended.households.map(({ can_spend }) => can_spend)).to.deep.equal([false, false]);
    await chain.stop();
  });
});
