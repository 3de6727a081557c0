// A shop that was refused or takes part elsewhere asks nothing of anybody, and can still be admitted.
import { expect } from "chai";
import { groupsOf } from "../../../wallet-web/desk/shops/shop-groups.ts";

describe("groupsOf", () => {
  const refusal = { reason: "Past niet bij de regeling.", at: 1 };
  const shop = (name: string, given: object) => ({
    ...{ name, state: "waiting" as const, refusal: null, isElsewhere: false },
    ...given,
  });

  it("takes for a task only a shop that nobody answered", () => {
    const groups = groupsOf([
      shop("new", {}),
      shop("refused", { refusal }),
      shop("refused, elsewhere", { refusal, isElsewhere: true }),
      shop("elsewhere", { isElsewhere: true }),
      shop("admitted", { state: "admitted" }),
      shop("suspended", { state: "suspended" }),
    ]);
    const names = Object.entries(groups).map(([group, shops]) => [
      group,
      shops.map(({ name }) => name),
    ]);
    expect(Object.fromEntries(names)).to.deep.equal({
      waiting: ["new"],
      refused: ["refused", "refused, elsewhere"],
      elsewhere: ["elsewhere"],
      taking: ["admitted", "suspended"],
    });
  });
});
