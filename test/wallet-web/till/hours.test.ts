import { expect } from "chai";
import { openingHours } from "../../../server/http/schemas/visit.ts";
import {
  ALWAYS_CLOSED,
  copyMonday,
  openDay,
  toldHours,
  WEEKDAYS,
  withBreak,
  withDay,
  wrongDays,
} from "../../../wallet-web/till/model/hours.ts";

describe("Opening hours", () => {
  const monday = openDay(ALWAYS_CLOSED, "monday", true);

  it("begin with usual times, take a break, and lose it again", () => {
    expect(monday.monday).to.deep.equal([{ from: "09:00", until: "17:30" }]);
    const split = withBreak(monday, "monday", true);
    expect(split.monday).to.have.lengthOf(2);
    expect(withBreak(split, "monday", false).monday).to.deep.equal(monday.monday);
    expect(openDay(split, "monday", false)).to.deep.equal(ALWAYS_CLOSED);
  });

  it("of monday hold for the working days, not for the weekend", () => {
    const copied = copyMonday(monday);
    const open = WEEKDAYS.filter((day) => copied[day].length > 0);
    expect(open).to.deep.equal(["monday", "tuesday", "wednesday", "thursday", "friday"]);
  });

  it("are what the server takes, or are found wrong before", () => {
    const cases = [
      [{ from: "09:00", until: "17:30" }],
      [{ from: "17:30", until: "09:00" }],
      [{ from: "09:00", until: "09:00" }],
      [{ from: "", until: "17:30" }],
      [
        { from: "09:00", until: "12:00" },
        { from: "12:00", until: "17:00" },
      ],
      [
        { from: "09:00", until: "12:00" },
        { from: "13:00", until: "17:00" },
      ],
    ];
    for (const periods of cases) {
      const hours = withDay(ALWAYS_CLOSED, "sunday", periods);
      const isTaken = openingHours.safeParse(hours).success;
      expect(wrongDays(hours).length === 0, JSON.stringify(periods)).to.equal(isTaken);
    }
  });

  it("are not told while no day is open", () => {
    expect(toldHours(ALWAYS_CLOSED)).to.equal(null);
    expect(toldHours(monday)).to.equal(monday);
  });
});
