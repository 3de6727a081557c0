import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import { activate } from "../../../wallet-web/family/model/activation.ts";
import type { Child } from "../../../wallet-web/family/model/child.ts";
import type { Family } from "../../../wallet-web/family/model/family.ts";
import { refreshChildren } from "../../../wallet-web/family/model/refresh.ts";
import type { BeneficiaryAnswer } from "../../../wallet-web/shared/api-types.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  createDeviceKey,
  type Signer,
  signerFromKeyPair,
} from "../../../wallet-web/shared/protocol/signer.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";

const NOW = 1_800_000_000;
const id = (byte: string) => `0x${byte.repeat(16)}` as Hex;
const address = (byte: string) => `0x${byte.repeat(20)}` as Hex;
const deployment = {
  chainId: 1,
  ledger: address("11"),
  forwarder: address("22"),
  roles: address("33"),
  cards: address("34"),
};

/** What the ledger has bound, and which codes it burned; `trouble` is what the next commands meet. */
type Ledger = {
  devices: Map<Hex, Hex>;
  burned: Set<Hex>;
  isLagging: boolean;
  trouble: ("none" | "answer-lost" | "no-connection")[];
};

const accountAnswer = (beneficiaryId: Hex, device: Hex): BeneficiaryAnswer => ({
  beneficiaryId,
  schemeId: id("ff"),
  state: "active",
  balanceCents: "30000",
  grantedCents: "30000",
  reason: null,
  topUp: null,
  unfrozen: null,
  card: null,
  spendableUntil: NOW + 1,
  devices: [{ address: device, addedAt: NOW }],
});

/** `activate(bytes16,address)`: a selector, the account in the first bytes of a word, the device in the last of the next. */
const argumentsOf = (data: Hex) => ({
  beneficiaryId: `0x${data.slice(10, 42)}` as Hex,
  device: `0x${data.slice(98, 138)}`.toLowerCase() as Hex,
});

function carryOut(ledger: Ledger, request: { from: Hex; data: Hex }): object {
  const trouble = ledger.trouble.shift();
  if (trouble === "no-connection") throw new ApiError({ code: "no-answer", status: 0 });
  if (ledger.burned.has(request.from)) {
    throw new ApiError({ code: "login-code-invalid", status: 409 });
  }
  const { beneficiaryId, device } = argumentsOf(request.data);
  ledger.devices.set(beneficiaryId, device);
  ledger.burned.add(request.from);
  if (trouble === "answer-lost") throw new ApiError({ code: "no-answer", status: 0 });
  return {};
}

type Posted = { request: { from: Hex; data: Hex }; activationKeys: readonly Hex[] };

/** While it lags, the index knows nothing of what was just done. */
const lookUp = ({ burned, isLagging }: Ledger, keys: readonly Hex[]) => ({
  accounts: keys.map((key) => ({ state: burned.has(key) && !isLagging ? "used" : "open" })),
});

/** One window of a phone; `idb` is what its windows share. */
async function openWindow(idb: IDBFactory, ledger: Ledger): Promise<Family> {
  const database = await openAppDatabase("phone", idb);
  const children = createStore((await database.read<readonly Child[]>("children")) ?? []);
  const own = () => children.get().map(({ device }) => device.toLowerCase());
  return {
    database,
    deployments: { get: async () => deployment, now: () => NOW },
    session: {
      forget: () => {},
      who: async () => ({ addresses: children.get().map((one) => one.device) }),
    },
    children,
    offer: createStore(null),
    api: {
      get: async () => ({
        lost: [],
        beneficiaries: [...(ledger.isLagging ? [] : ledger.devices)]
          .filter(([, device]) => own().includes(device))
          .map(([beneficiaryId, device]) => accountAnswer(beneficiaryId, device)),
      }),
    },
    openApi: {
      post: async (path: string, body: Posted) =>
        path === "/requests" ? carryOut(ledger, body.request) : lookUp(ledger, body.activationKeys),
    },
    tellWindows: () => {},
  } as unknown as Family;
}

describe("Activating a letter", () => {
  let idb: IDBFactory;
  let ledger: Ledger;
  let open: {
    account: { activationKey: Hex; beneficiaryId: Hex; schemeId: Hex; state: "open" };
    codeKey: Signer;
  }[];

  beforeEach(async () => {
    idb = new IDBFactory();
    ledger = { devices: new Map(), burned: new Set(), isLagging: false, trouble: [] };
    const signers = await Promise.all(
      ["01", "02"].map(async () => signerFromKeyPair(await createDeviceKey())),
    );
    open = signers.map((codeKey, index) => ({
      account: {
        activationKey: codeKey.address,
        beneficiaryId: id(`0${index + 1}`),
        schemeId: id("ff"),
        state: "open",
      },
      codeKey,
    }));
  });

  /** Every child is linked, and the key that the ledger has for it is on this phone. */
  async function expectWhole(family: Family): Promise<void> {
    const children = family.children.get();
    expect(children.map(({ link }) => link)).to.deep.equal(["linked", "linked"]);
    for (const { beneficiaryId, keyName } of children) {
      const signer = await family.database.signer(keyName);
      expect(signer?.address.toLowerCase()).to.equal(ledger.devices.get(beneficiaryId));
    }
    expect(await family.database.keyNames()).to.have.lengthOf(2);
  }

  it("binds one key of the phone to each child", async () => {
    const family = await openWindow(idb, ledger);
    await activate(family, open);
    await expectWhole(family);
  });

  it("pressed again after the second child got no answer, keeps the first one's key and goes on", async () => {
    const family = await openWindow(idb, ledger);
    ledger.trouble = ["none", "no-connection"];
    const error = await activate(family, open).catch((cause: unknown) => cause);
    expect(error).to.include({ code: "no-answer" });
    await activate(family, open);
    await expectWhole(family);
  });

  it("whose answer got lost though it was done, is done: at once when the server can be asked", async () => {
    const family = await openWindow(idb, ledger);
    ledger.trouble = ["answer-lost"];
    await activate(family, open);
    await expectWhole(family);
  });

  it("pressed again while the server doesn't see yet what the first press did, keeps the key for later", async () => {
    const family = await openWindow(idb, ledger);
    ledger.isLagging = true;
    ledger.trouble = ["answer-lost"];
    const lostAnswer = await activate(family, open).catch((error: unknown) => error);
    expect(lostAnswer).to.include({ code: "no-answer" });
    const refused = await activate(family, open).catch((error: unknown) => error);
    expect(refused).to.include({ code: "login-code-invalid" });
    ledger.isLagging = false;
    await activate(family, open);
    await expectWhole(family);
  });

  it("pressed in two windows at once and one after the other binds one key", async () => {
    const [first, second] = await Promise.all([openWindow(idb, ledger), openWindow(idb, ledger)]);
    await Promise.all([activate(first, open), activate(second, open)]);
    await expectWhole(first);
    await expectWhole(second);
    const third = await openWindow(idb, ledger);
    await activate(third, open);
    await expectWhole(third);
  });

  it("with a new letter after a lost phone takes the new key, and throws the old one away only then", async () => {
    const family = await openWindow(idb, ledger);
    await activate(family, open);
    const codeKey = signerFromKeyPair(await createDeviceKey());
    const [first, other] = open as [(typeof open)[0], (typeof open)[0]];
    const again = [
      {
        account: { ...first.account, activationKey: (await codeKey).address },
        codeKey: await codeKey,
      },
    ];
    const keysBefore = await family.database.keyNames();
    ledger.trouble = ["no-connection"];
    await activate(family, again).catch(() => undefined);
    expect(await family.database.keyNames()).to.include.members(keysBefore);
    await activate(family, again);
    expect(ledger.devices.get(other.account.beneficiaryId)).not.to.equal(undefined);
    expect(family.children.get().map(({ link }) => link)).to.deep.equal(["linked", "linked"]);
  });

  it("of a code that another phone used says so, and binds nothing", async () => {
    const [first] = open as [(typeof open)[0]];
    ledger.burned.add(first.codeKey.address);
    ledger.devices.set(first.account.beneficiaryId, address("ee"));
    const family = await openWindow(idb, ledger);
    const refused = await activate(family, open).catch((error: unknown) => error);
    expect(refused).to.include({ code: "login-code-invalid" });
    expect(family.children.get()).to.deep.equal([]);
    expect(ledger.devices.get(first.account.beneficiaryId)).to.equal(address("ee"));
  });
});

describe("A window whose session is older than a key of another window", () => {
  it("takes no child off the phone of which its answer can say nothing", async () => {
    const ledger: Ledger = { devices: new Map(), burned: new Set(), isLagging: false, trouble: [] };
    const family = await openWindow(new IDBFactory(), ledger);
    const child = { beneficiaryId: id("01"), device: address("01"), link: "linked", budget: null };
    await family.database.write("children", [child]);
    family.children.set([child as unknown as Child]);
    const old = { ...family, session: { ...family.session, who: async () => ({ addresses: [] }) } };
    await refreshChildren(old as unknown as Family);
    expect(family.children.get()[0]?.link).to.equal("linked");
    await refreshChildren(family);
    expect(family.children.get()[0]?.link).to.equal("unlinked");
  });
});
