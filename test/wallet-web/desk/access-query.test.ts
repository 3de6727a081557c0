import { expect } from "chai";
import { accessQuery } from "../../../wallet-web/desk/access/access-query.ts";

describe("The filter of the access log", () => {
  const start = (year: number, month: number, day: number) =>
    new Date(year, month - 1, day).getTime() / 1000;

  it("asks for whole days, the last one too", () => {
    expect(
      accessQuery({ number: " ZH-1 ", from: "2026-02-27", until: "2026-02-28" }),
    ).to.deep.equal({
      number: "ZH-1",
      from: start(2026, 2, 27),
      until: start(2026, 3, 1),
    });
  });

  it("asks nothing of what was left empty", () => {
    expect(accessQuery({ number: "  ", from: "", until: "" })).to.deep.equal({});
  });
});
