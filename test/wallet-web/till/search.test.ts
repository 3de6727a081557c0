import { expect } from "chai";
import { dayBounds, dayKey, formatTime } from "../../../wallet-web/shared/dates.ts";
import { queryOf, readSought } from "../../../wallet-web/till/model/search.ts";

const at = (moment: string) => Date.parse(moment) / 1000;
const NOW = at("2026-07-01T10:00:00Z");

describe("A search at the till", () => {
  const readable: [string, object][] = [
    ["", { kind: "all" }],
    ["12,50", { kind: "amount", amountCents: 1_250n }],
    ["€ 7", { kind: "amount", amountCents: 700n }],
    ["9:05", { kind: "time", time: "09:05" }],
    ["14:05", { kind: "time", time: "14:05" }],
    ["3f2-9a1", { kind: "code", code: "3f29a1" }],
    ["129-505", { kind: "code", code: "129505" }],
    ["A1B2C3", { kind: "code", code: "a1b2c3" }],
  ];
  for (const [typed, sought] of readable) {
    it(`reads "${typed}"`, () => expect(readSought(typed)).to.deep.equal(sought));
  }

  for (const typed of ["jansen", "24:00", "3f2-9a", "-5", "3G2-9A1"]) {
    it(`says that "${typed}" is nothing it can look for`, () =>
      expect(readSought(typed)).to.equal(null));
  }

  it("asks for a day from its first second to the next day's", () => {
    const query = queryOf({ kind: "all" }, { day: "2026-07-01", now: NOW });
    expect(query).to.deep.equal({
      from: String(at("2026-06-30T22:00:00Z")),
      until: String(at("2026-07-01T22:00:00Z")),
    });
  });

  it("takes a time without a day as today's, and asks for that minute", () => {
    const query = queryOf({ kind: "time", time: "14:05" }, { day: "", now: NOW });
    expect(query).to.deep.equal({
      from: String(at("2026-07-01T12:05:00Z")),
      until: String(at("2026-07-01T12:06:00Z")),
    });
  });

  it("finds the minute on days when the clock changes", () => {
    for (const day of ["2026-03-29", "2026-10-25"]) {
      const query = queryOf({ kind: "time", time: "14:05" }, { day, now: NOW });
      const from = Number(query?.from);
      expect([dayKey(from), formatTime(from)]).to.deep.equal([day, "14:05"]);
    }
  });

  it("refuses a day that is none", () => {
    for (const day of ["2026-13-01", "morgen", "2026-02-30"]) {
      expect(queryOf({ kind: "all" }, { day, now: NOW })).to.equal(null);
    }
  });

  it("asks for an amount and a code on whatever day", () => {
    const nothing = { day: "", now: NOW };
    expect(queryOf({ kind: "amount", amountCents: 5n }, nothing)).to.deep.equal({
      amountCents: "5",
    });
    expect(queryOf({ kind: "code", code: "3f29a1" }, nothing)).to.deep.equal({ code: "3f29a1" });
  });
});

describe("A day's bounds", () => {
  it("are 23, 24 and 25 hours apart", () => {
    const hours = ["2026-03-29", "2026-07-01", "2026-10-25"].map((day) => {
      const bounds = dayBounds(day);
      return bounds && (bounds.until - bounds.from) / 3600;
    });
    expect(hours).to.deep.equal([23, 24, 25]);
  });
});
