// When a shop is open and where it stands: told at sign-up or later by its owner, seen by everyone.
import { expect } from "chai";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, must, type Shop, signUpBody, type Town } from "./town.ts";

const DAY = [{ from: "09:00", until: "17:30" }];
const HOURS = {
  monday: [],
  tuesday: DAY,
  wednesday: DAY,
  thursday: DAY,
  friday: [
    { from: "09:00", until: "12:30" },
    { from: "13:30", until: "21:00" },
  ],
  saturday: DAY,
  sunday: [],
};
const PLACE = { latitude: 53.247, longitude: 6.4032 };

describe("Shops.visit", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let token: string;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    token = await bench.logIn(shop.owner);
  });

  const change = (body: unknown, given: { shopId?: Hex; token?: string } = {}) =>
    bench.post(`/shops/${given.shopId ?? shop.shopId}/visit`, body, given.token ?? token);
  const listed = async (shopId: Hex) => {
    const { shops } = must(await bench.get("/shops")).body;
    return shops.find((one: { shopId: string }) => one.shopId === shopId);
  };

  it("is not known of a shop that told nothing", async () => {
    const silent = await admittedShop(town);
    expect(await listed(silent.shopId)).to.include({ openingHours: null, place: null });
  });

  it("is kept from the sign-up on", async () => {
    const { body } = await signUpBody(bench, await newSigner(), {
      openingHours: HOURS,
      place: PLACE,
    });
    const shown = must(await bench.post("/shops", body), 201).body;
    expect(shown).to.deep.include({ openingHours: HOURS, place: PLACE });
  });

  it("changes for everyone when its owner changes it, and leaves the rest of the profile", async () => {
    const before = await listed(shop.shopId);
    const shown = must(await change({ openingHours: HOURS, place: PLACE })).body;
    expect(shown).to.deep.include({ openingHours: HOURS, place: PLACE, ibanTail: "6318" });
    expect(await listed(shop.shopId)).to.deep.equal({
      ...before,
      openingHours: HOURS,
      place: PLACE,
    });
    must(await change({ openingHours: HOURS, place: null }));
    expect(await listed(shop.shopId)).to.deep.include({ openingHours: HOURS, place: null });
  });

  it("keeps a place to some ten metres", async () => {
    const place = { latitude: 53.247031234, longitude: 6.403187654 };
    const shown = must(await change({ openingHours: null, place })).body;
    expect(shown.place).to.deep.equal(PLACE);
  });

  it("is refused to another till of the shop, to another shop and without a session", async () => {
    const till = await newSigner();
    const { shopId } = shop;
    must(await bench.request(shop.owner, commands.addTill({ shopId, till: till.address })));
    const other = await admittedShop(town);
    const tokens = [await bench.logIn(till), await bench.logIn(other.owner)];
    for (const one of tokens) {
      const answer = await change({ openingHours: HOURS, place: null }, { token: one });
      expect([answer.status, answer.body.code]).to.deep.equal([403, "forbidden"]);
    }
    const open = await bench.post(`/shops/${shopId}/visit`, { openingHours: HOURS, place: null });
    expect([open.status, open.body.code]).to.deep.equal([401, "session-required"]);
    const unknown = `0x${Buffer.from(cryptoRandomBytes(16)).toString("hex")}` as Hex;
    const answer = await change({ openingHours: null, place: null }, { shopId: unknown });
    expect([answer.status, answer.body.code]).to.deep.equal([403, "forbidden"]);
  });

  it("names the times and places that can't be", async () => {
    const monday = (periods: unknown) => ({
      openingHours: { ...HOURS, monday: periods },
      place: null,
    });
    const { sunday: _, ...sixDays } = HOURS;
    const four = ["01", "03", "05", "07"].map((hour) => ({
      from: `${hour}:00`,
      until: `${hour}:30`,
    }));
    const cases: [unknown, string][] = [
      [monday([{ from: "9:00", until: "17:00" }]), "/openingHours/monday/0/from"],
      [monday([{ from: "09:00", until: "25:00" }]), "/openingHours/monday/0/until"],
      [monday([{ from: "17:00", until: "09:00" }]), "/openingHours/monday/0/until"],
      [monday([{ from: "09:00", until: "09:00" }]), "/openingHours/monday/0/until"],
      [monday([...DAY, { from: "17:00", until: "21:00" }]), "/openingHours/monday/1/from"],
      [monday(four), "/openingHours/monday"],
      [{ openingHours: sixDays, place: null }, "/openingHours/sunday"],
      [{ openingHours: HOURS }, "/place"],
      [{ openingHours: null, place: { latitude: 91, longitude: 6 } }, "/place/latitude"],
      [{ openingHours: null, place: { latitude: 53, longitude: -181 } }, "/place/longitude"],
      [{ openingHours: null, place: null, name: "Dief" }, "/name"],
    ];
    for (const [body, pointer] of cases) {
      const answer = await change(body);
      expect([answer.status, answer.body.code], pointer).to.deep.equal([400, "invalid-request"]);
      expect(answer.body.errors[0].pointer).to.equal(pointer);
    }
  });
});
