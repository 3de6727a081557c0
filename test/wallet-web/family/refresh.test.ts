// What the server says of a budget, in the order in which it was true.
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import type { Child } from "../../../wallet-web/family/model/child.ts";
import type { Family } from "../../../wallet-web/family/model/family.ts";
import { noteBalance, refreshChildren } from "../../../wallet-web/family/model/refresh.ts";
import type { BeneficiaryListAnswer } from "../../../wallet-web/shared/api-types.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";

const NOW = 1_800_000_000;
const BENEFICIARY = `0x${"01".repeat(16)}` as Hex;
const SCHEME = `0x${"ff".repeat(16)}` as Hex;
const DEVICE = `0x${"d1".repeat(20)}` as Hex;

const stands = (balanceCents: string): BeneficiaryListAnswer => ({
  beneficiaries: [
    {
      ...{ beneficiaryId: BENEFICIARY, schemeId: SCHEME, state: "active", balanceCents },
      ...{ grantedCents: "30000", reason: null, topUp: null, unfrozen: null, card: null },
      ...{ spendableUntil: NOW + 1, devices: [{ address: DEVICE, addedAt: NOW }] },
    },
  ],
  lost: [],
});

describe("What the server says of budgets", () => {
  let family: Family;
  /** Each ask of the app, answered by the test. */
  let asks: ((answer: BeneficiaryListAnswer) => void)[];
  let hasAsked: () => Promise<void>;

  beforeEach(async () => {
    asks = [];
    let told = Promise.withResolvers<void>();
    hasAsked = async () => {
      await told.promise;
      told = Promise.withResolvers<void>();
    };
    const database = await openAppDatabase("refresh", new IDBFactory());
    const child: Child = {
      ...{ beneficiaryId: BENEFICIARY, schemeId: SCHEME, keyName: "device/1", device: DEVICE },
      ...{ name: "", picture: "fox", colour: "lake", link: "linked", budget: null },
    };
    await database.write("children", [child]);
    family = {
      database,
      deployments: { now: () => NOW },
      session: { who: async () => ({ addresses: [DEVICE] }) },
      children: createStore<readonly Child[]>([child]),
      offer: createStore(null),
      api: {
        get: () => {
          const { promise, resolve } = Promise.withResolvers<BeneficiaryListAnswer>();
          asks.push(resolve);
          told.resolve();
          return promise;
        },
      },
      tellWindows: () => {},
    } as unknown as Family;
  });

  const shown = () => {
    const [child] = family.children.get();
    return [child?.link, child?.budget?.balanceCents];
  };

  it("is asked again where a live balance came while it was under way", async () => {
    const first = refreshChildren(family);
    await hasAsked();
    asks[0]?.(stands("30000"));
    await first;

    const look = refreshChildren(family);
    await hasAsked();
    noteBalance(family, BENEFICIARY, 28_000n);
    asks[1]?.(stands("30000"));
    await hasAsked();
    asks[2]?.(stands("28000"));
    await look;

    expect(shown()).to.deep.equal(["linked", 28_000n]);
  });

  it("is asked again where a later look was answered first", async () => {
    const early = refreshChildren(family);
    await hasAsked();
    const late = refreshChildren(family);
    await hasAsked();
    asks[1]?.(stands("30000"));
    await late;
    // From before this phone's key was known: it would say that the budget isn't here any more.
    asks[0]?.({ beneficiaries: [], lost: [] });
    await hasAsked();
    asks[2]?.(stands("30000"));
    await early;

    expect(shown()).to.deep.equal(["linked", 30_000n]);
  });

  it("is taken at the third ask, however fast the news comes", async () => {
    const look = refreshChildren(family);
    for (const index of [0, 1, 2]) {
      await hasAsked();
      noteBalance(family, BENEFICIARY, 1n);
      asks[index]?.(stands("500"));
    }
    await look;

    expect(asks).to.have.length(3);
    expect(shown()).to.deep.equal(["linked", 500n]);
  });
});
