import { expect } from "chai";
import { groupBy } from "../../../wallet-web/shared/group-by.ts";

describe("groupBy", () => {
  it("keeps the order in which keys and items come up", () => {
    const groups = groupBy([3, 1, 4, 1, 5, 9, 2, 6], (one) => one % 2 === 0);
    expect([...groups]).to.deep.equal([
      [false, [3, 1, 1, 5, 9]],
      [true, [4, 2, 6]],
    ]);
    expect([...groupBy([], String)]).to.deep.equal([]);
  });
});
