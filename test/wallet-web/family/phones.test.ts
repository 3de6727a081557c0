import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import type { Budget, Child } from "../../../wallet-web/family/model/child.ts";
import type { Family } from "../../../wallet-web/family/model/family.ts";
import { offerThisPhone } from "../../../wallet-web/family/model/new-phone.ts";
import {
  adopt,
  offeredKeys,
  type PhoneOffer,
} from "../../../wallet-web/family/model/phone-offer.ts";
import {
  addPhone,
  findPhone,
  phonesOf,
  removePhone,
} from "../../../wallet-web/family/model/phones.ts";
import { refreshChildren } from "../../../wallet-web/family/model/refresh.ts";
import type {
  BeneficiaryAnswer,
  BeneficiaryListAnswer,
} from "../../../wallet-web/shared/api-types.ts";
import { openAppDatabase } from "../../../wallet-web/shared/database.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { phoneCodeOf } from "../../../wallet-web/shared/protocol/phone-code.ts";
import type { Deployment } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";

const NOW = 1_800_000_000;
const address = (byte: string) => `0x${byte.repeat(20)}` as Hex;
const id = (byte: string) => `0x${byte.repeat(16)}` as Hex;
const deployment: Deployment = {
  chainId: 1,
  ledger: address("11"),
  forwarder: address("22"),
  roles: address("33"),
  cards: address("34"),
};

const budget = (phones: Budget["phones"]): Budget => ({
  state: "active",
  balanceCents: 30_000n,
  grantedCents: 30_000n,
  spendableUntil: NOW + 1,
  phones,
  asOf: NOW,
});
const child = (byte: string, change: Partial<Child> = {}): Child => ({
  beneficiaryId: id(byte),
  schemeId: id("ff"),
  keyName: `device/${byte}`,
  device: address(byte),
  name: "",
  picture: "fox",
  colour: "lake",
  link: "linked",
  budget: budget([{ address: address(byte), addedAt: NOW }]),
  ...change,
});
const answer = (byte: string, devices: readonly Hex[]): BeneficiaryAnswer => ({
  beneficiaryId: id(byte),
  schemeId: id("ff"),
  state: "active",
  balanceCents: "30000",
  grantedCents: "30000",
  reason: null,
  topUp: null,
  unfrozen: null,
  card: null,
  spendableUntil: NOW + 1,
  devices: devices.map((one) => ({ address: one, addedAt: NOW })),
});

describe("A family's phones", () => {
  it("are this one first, then the others, newest first, with the keys that came together", () => {
    const phones = (own: Hex, others: readonly [Hex, number][]) =>
      budget([
        { address: own, addedAt: NOW },
        ...others.map(([one, addedAt]) => ({ address: one, addedAt })),
      ]);
    const one = child("01", {
      budget: phones(address("01"), [
        [address("a1"), NOW + 1_000],
        [address("b1"), NOW + 9_000],
      ]),
    });
    const two = child("02", { budget: phones(address("02"), [[address("a2"), NOW + 1_003]]) });

    const listed = phonesOf([one, two]).map(({ isThis, keys }) => [
      isThis,
      keys.map((key) => key.address),
    ]);

    expect(listed).to.deep.equal([
      [true, [address("01"), address("02")]],
      [false, [address("b1")]],
      [false, [address("a1"), address("a2")]],
    ]);
  });

  it("are never one when they hold two keys of one child, or came far apart", () => {
    const at = (first: number, second: number) =>
      phonesOf([
        child("01", {
          budget: budget([
            { address: address("a1"), addedAt: first },
            { address: address("b1"), addedAt: second },
          ]),
        }),
      ]);
    expect(at(NOW, NOW + 1)).to.have.length(2);
    expect(at(NOW, NOW + 121)).to.have.length(2);
  });

  it("are not told of a budget that is no longer on this phone", () => {
    expect(phonesOf([child("01", { link: "unlinked" })])).to.deep.equal([]);
  });
});

describe("A new phone", () => {
  const keys = ["c1", "c2"].map((byte) => ({ keyName: `device/${byte}`, address: address(byte) }));

  it("takes up the children that the other phone linked its keys for", () => {
    const answers = [answer("01", [address("a1"), address("c2")]), answer("02", [address("a2")])];
    const adopted = adopt([], { keys, answers, asOf: NOW });
    expect(adopted).to.have.length(1);
    expect(adopted[0]).to.include({
      beneficiaryId: id("01"),
      keyName: "device/c2",
      device: address("c2"),
      link: "linked",
      name: "",
    });
  });

  it("keeps the name of a child that it had before, with the new key", () => {
    const before = child("01", { name: "Noor", link: "unlinked" });
    const answers = [answer("01", [address("c1")])];
    const [after] = adopt([before], { keys, answers, asOf: NOW });
    expect(after).to.include({ name: "Noor", device: address("c1"), link: "linked" });
  });

  it("changes nothing of a child whose own key still counts", () => {
    const before = [child("01")];
    const answers = [answer("01", [address("01"), address("c1")])];
    expect(adopt(before, { keys, answers, asOf: NOW })).to.equal(before);
  });

  it("holds out its keys until the moment that the offer ends", () => {
    const offer: PhoneOffer = { code: "", keys, expiresAt: NOW };
    expect(offeredKeys(offer, NOW - 1)).to.equal(keys);
    expect(offeredKeys(offer, NOW)).to.deep.equal([]);
    expect(offeredKeys(null, NOW)).to.deep.equal([]);
  });
});

describe("Adding and removing a phone", () => {
  let family: Family;
  let sent: { request: { data: Hex } }[];
  let offered: Hex[];
  let accounts: BeneficiaryAnswer[];
  let lost: BeneficiaryListAnswer["lost"];

  beforeEach(async () => {
    sent = [];
    lost = [];
    offered = [address("c1"), address("c2")];
    const database = await openAppDatabase("phone", new IDBFactory());
    const children: Child[] = [];
    for (const byte of ["01", "02"]) {
      const { address: device } = await database.makeKey(`device/${byte}`);
      children.push(child(byte, { device, budget: budget([{ address: device, addedAt: NOW }]) }));
    }
    await database.write("children", children);
    accounts = children.map((one, index) => answer(`0${index + 1}`, [one.device]));
    family = {
      database,
      deployments: { get: async () => deployment, now: () => NOW },
      session: {
        forget: () => {},
        who: async () => ({ addresses: children.map(({ device }) => device) }),
      },
      children: createStore<readonly Child[]>(children),
      offer: createStore<PhoneOffer | null>(null),
      api: {
        get: async (path: string) =>
          path === "/beneficiaries" ? { beneficiaries: accounts, lost } : { addresses: offered },
      },
      openApi: {
        post: async (path: string, body: { addresses: Hex[]; request: { data: Hex } }) => {
          if (path === "/phone-offers") {
            return { code: phoneCodeOf(body.addresses), expiresAt: NOW + 900 };
          }
          sent.push(body);
          return {};
        },
      },
      tellWindows: () => {},
    } as unknown as Family;
  });

  const linkOthers = (...others: Hex[][]) => {
    accounts = family.children
      .get()
      .map(({ device }, index) => answer(`0${index + 1}`, [device, ...(others[index] ?? [])]));
  };
  const otherPhone = () => ({
    isThis: false,
    addedAt: NOW,
    keys: family.children.get().map((one, at) => ({ child: one, address: address(`a${at + 1}`) })),
  });
  const dataOf = () => sent.map(({ request }) => request.data);

  it("takes the keys only when they are those of the code", async () => {
    const code = phoneCodeOf(offered);
    expect(await findPhone(family, code)).to.deep.equal(offered);
    offered = [address("c1"), address("ee")];
    const refused = await findPhone(family, code).catch((error: unknown) => error);
    expect(refused).to.include({ code: "code-unknown", status: 404 });
  });

  it("links a key of its own to each chosen child", async () => {
    const children = family.children.get();
    await addPhone(family, children, offered);
    // They are signed beside each other: whichever is ready first is sent first.
    expect(dataOf()).to.have.members([
      commands.addDevice({ beneficiaryId: id("01"), device: address("c1") }).data,
      commands.addDevice({ beneficiaryId: id("02"), device: address("c2") }).data,
    ]);
  });

  it("goes on where it was when the answer of the first got lost", async () => {
    linkOthers([address("c1")]);
    await addPhone(family, family.children.get(), offered);
    expect(dataOf()).to.deep.equal([
      commands.addDevice({ beneficiaryId: id("02"), device: address("c2") }).data,
    ]);
  });

  it("knows how a child went off this phone, and that it is back", async () => {
    const links = () => family.children.get().map(({ link }) => link);
    const all = accounts;
    accounts = [];
    lost = [{ beneficiaryId: id("01"), by: "removed" }];
    await refreshChildren(family);
    expect(links()).to.deep.equal(["removed", "unlinked"]);
    lost.push({ beneficiaryId: id("02"), by: "reissued" });
    await refreshChildren(family);
    expect(links()).to.deep.equal(["removed", "reissued"]);
    accounts = all;
    lost = [];
    await refreshChildren(family);
    expect(links()).to.deep.equal(["linked", "linked"]);
  });

  it("takes off only what is still on when the answer of the first try got lost", async () => {
    linkOthers([], [address("a2")]);
    await removePhone(family, otherPhone());
    expect(dataOf()).to.deep.equal([
      commands.removeDevice({ beneficiaryId: id("02"), device: address("a2") }).data,
    ]);
  });

  it("takes every key of a removed phone off its budget", async () => {
    linkOthers([address("a1")], [address("a2")]);
    await removePhone(family, otherPhone());
    expect(dataOf()).to.deep.equal([
      commands.removeDevice({ beneficiaryId: id("01"), device: address("a1") }).data,
      commands.removeDevice({ beneficiaryId: id("02"), device: address("a2") }).data,
    ]);
  });

  it("says what went wrong with one, after the others were done", async () => {
    const [one] = family.children.get() as [Child];
    const lost = { ...one, keyName: "device/gone" };
    const keys = [
      { child: lost, address: address("a1") },
      { child: one, address: address("a2") },
    ];
    linkOthers([address("a1"), address("a2")]);
    const failed = await removePhone(family, { isThis: false, addedAt: NOW, keys }).catch(
      (error: unknown) => error,
    );
    expect(failed).to.be.instanceOf(Error);
    expect(sent).to.have.length(1);
  });

  it("holds out the same sixteen keys again, until one is in use", async () => {
    const first = await offerThisPhone(family);
    expect(first.keys).to.have.length(16);
    expect((await offerThisPhone(family)).code).to.equal(first.code);
    const [used] = first.keys as [PhoneOffer["keys"][0]];
    family.children.update((all) => [...all, child("03", { keyName: used.keyName })]);
    const next = await offerThisPhone(family);
    expect(next.code).not.to.equal(first.code);
    expect(await family.database.signer(used.keyName)).not.to.equal(null);
    const other = first.keys[1] as PhoneOffer["keys"][0];
    expect(await family.database.signer(other.keyName)).to.equal(null);
  });
});
