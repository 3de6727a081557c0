import { expect } from "chai";
import type { Child } from "../../../wallet-web/family/model/child.ts";
import {
  categoriesOf,
  listShops,
  type Shop,
  type ShopFilter,
  shopsFor,
} from "../../../wallet-web/family/model/shop-list.ts";
import {
  formatDistance,
  localMoment,
  metresBetween,
  openStateOf,
} from "../../../wallet-web/family/model/visit.ts";
import { categoryWord } from "../../../wallet-web/family/parts/category-word.ts";
import type { OpeningHours, ShopCategory } from "../../../wallet-web/shared/api-types.ts";
import { findPlace } from "../../../wallet-web/shared/place.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const DAY = [
  { from: "09:00", until: "12:30" },
  { from: "13:30", until: "18:00" },
];
const CLOSED: OpeningHours = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
};
const HOURS: OpeningHours = { ...CLOSED, tuesday: DAY, friday: DAY };
const ZUIDHORN = { latitude: 53.2467, longitude: 6.4031 };
const GRONINGEN = { latitude: 53.2194, longitude: 6.5665 };

describe("A shop's hours", () => {
  for (const [time, state] of [
    ["08:59", { kind: "later", from: "09:00" }],
    ["09:00", { kind: "open", until: "12:30" }],
    ["12:29", { kind: "open", until: "12:30" }],
    ["12:30", { kind: "later", from: "13:30" }],
    ["17:59", { kind: "open", until: "18:00" }],
    ["18:00", { kind: "opens", day: "friday", inDays: 3, from: "09:00" }],
  ] as const) {
    it(`say at ${time} what is so at that minute`, () => {
      expect(openStateOf(HOURS, { day: "tuesday", time })).to.deep.equal(state);
    });
  }

  it("look over the weekend, and as far as the same day of next week", () => {
    const saturday = openStateOf(HOURS, { day: "saturday", time: "10:00" });
    expect(saturday).to.deep.equal({ kind: "opens", day: "tuesday", inDays: 3, from: "09:00" });
    const once = { ...CLOSED, monday: DAY };
    const evening = openStateOf(once, { day: "monday", time: "20:00" });
    expect(evening).to.deep.equal({ kind: "opens", day: "monday", inDays: 7, from: "09:00" });
  });

  it("of a shop that never opens say so, and of one that closes at midnight too", () => {
    expect(openStateOf(CLOSED, { day: "monday", time: "10:00" })).to.deep.equal({ kind: "never" });
    const late = { ...CLOSED, monday: [{ from: "20:00", until: "24:00" }] };
    const state = openStateOf(late, { day: "monday", time: "23:59" });
    expect(state).to.deep.equal({ kind: "open", until: "24:00" });
  });

  it("are on the clock of the Netherlands, in summer and winter", () => {
    const at = (moment: string) => localMoment(Date.parse(moment) / 1000);
    expect(at("2026-07-06T22:30:00Z")).to.deep.equal({ day: "tuesday", time: "00:30" });
    expect(at("2026-12-07T22:30:00Z")).to.deep.equal({ day: "monday", time: "23:30" });
  });
});

describe("A shop's distance", () => {
  it("is as the crow flies", () => {
    expect(metresBetween(ZUIDHORN, ZUIDHORN)).to.equal(0);
    expect(metresBetween(ZUIDHORN, GRONINGEN)).to.be.within(11_200, 11_500);
    expect(metresBetween(GRONINGEN, ZUIDHORN)).to.equal(metresBetween(ZUIDHORN, GRONINGEN));
  });

  it("is said no finer than it is known", () => {
    const said = [3, 349, 949, 951, 9_449, 11_300].map((metres) => formatDistance(metres));
    expect(said).to.deep.equal(["50 m", "350 m", "950 m", "1 km", "9,4 km", "11 km"]);
  });

  describe("asked of the phone", () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    const phone = (geolocation: unknown) =>
      Object.defineProperty(globalThis, "navigator", {
        value: { geolocation },
        configurable: true,
      });
    after(() => {
      if (before) Object.defineProperty(globalThis, "navigator", before);
    });

    it("gives the place, or why there is none", async () => {
      phone({ getCurrentPosition: (done: (at: unknown) => void) => done({ coords: ZUIDHORN }) });
      expect(await findPlace()).to.deep.equal({ ok: true, place: ZUIDHORN });
      const fail = (code: number) => ({
        getCurrentPosition: (_done: unknown, failed: (error: unknown) => void) =>
          failed({ code, PERMISSION_DENIED: 1 }),
      });
      phone(fail(1));
      expect(await findPlace()).to.deep.equal({ ok: false, why: "denied" });
      phone(fail(3));
      expect(await findPlace()).to.deep.equal({ ok: false, why: "missing" });
      phone(undefined);
      expect(await findPlace()).to.deep.equal({ ok: false, why: "missing" });
    });
  });
});

describe("The list of shops", () => {
  const shop = (name: string, change: Partial<Shop> = {}): Shop => ({
    shopId: `0x${"11".repeat(16)}`,
    name,
    category: "toys",
    address: "De Gast 1, Zuidhorn",
    openingHours: null,
    place: null,
    schemeIds: [],
    ...change,
  });
  const far = shop("Ver", { place: GRONINGEN, category: "books", openingHours: HOURS });
  const near = shop("Dichtbij", { place: { latitude: 53.247, longitude: 6.404 } });
  const unknown = shop("Kléren", { category: "clothing" });
  const none: ShopFilter = { search: "", category: null, openNow: false, place: null };
  const names = (filter: Partial<ShopFilter>) =>
    listShops(
      [far, unknown, near],
      { ...none, ...filter },
      { now: { day: "tuesday", time: "10:00" }, wordOf: (category) => `soort ${category}` },
    ).map((listed) => listed.shop.name);

  it("is searched by name, kind and street, without capitals and accents", () => {
    expect(names({ search: " kleren " })).to.deep.equal(["Kléren"]);
    expect(names({ search: "soort books" })).to.deep.equal(["Ver"]);
    expect(names({ search: "de gast" })).to.have.length(3);
    expect(names({ search: "niets" })).to.deep.equal([]);
  });

  it("holds one kind, or those that are known to be open", () => {
    expect(names({ category: "toys" })).to.deep.equal(["Dichtbij"]);
    expect(names({ openNow: true })).to.deep.equal(["Ver"]);
  });

  it("begins with the nearest once the place is known, and ends with those of unknown place", () => {
    expect(names({})).to.deep.equal(["Ver", "Kléren", "Dichtbij"]);
    expect(names({ place: ZUIDHORN })).to.deep.equal(["Dichtbij", "Ver", "Kléren"]);
  });

  it("offers the kinds that there are, most shops first", () => {
    expect(categoriesOf([far, near, unknown, near])).to.deep.equal(["toys", "books", "clothing"]);
  });
});

describe("The word for a kind of shop", () => {
  it("is its own, and of a kind that only a newer server knows: something else", () => {
    expect(categoryWord("shoes")).to.equal("Schoenen");
    expect(categoryWord("of-next-year" as ShopCategory)).to.equal("Iets anders");
  });
});

describe("The shops of a family's schemes", () => {
  const scheme = (byte: string): Hex => `0x${byte.repeat(16)}`;
  const shopOf = (name: string, ...schemeIds: Hex[]) =>
    ({ shopId: name, name, schemeIds }) as unknown as Shop;
  const childOf = (name: string, schemeId: Hex, link: Child["link"] = "linked") =>
    ({ name, schemeId, link }) as Child;
  const [kids, sports] = [scheme("01"), scheme("02")];
  const shops = [shopOf("both", kids, sports), shopOf("kids", kids), shopOf("sports", sports)];
  const seen = (...children: Child[]) =>
    shopsFor(shops, children).map(({ shop, only }) => [
      shop.name,
      only?.map(({ name }) => name) ?? null,
    ]);

  it("are those that take one of its budgets, with whose when not all", () => {
    expect(seen(childOf("Noor", kids))).to.deep.equal([
      ["both", null],
      ["kids", null],
    ]);
    expect(seen(childOf("Noor", kids), childOf("Sam", sports))).to.deep.equal([
      ["both", null],
      ["kids", ["Noor"]],
      ["sports", ["Sam"]],
    ]);
  });

  it("are all of them before it has a budget, or when it has none any more", () => {
    expect(seen()).to.have.length(3);
    expect(seen(childOf("Noor", kids, "removed"))).to.have.length(3);
  });
});
