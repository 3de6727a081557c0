// What an owner does to a till is done when the server did it, also when its news doesn't come.
import { expect } from "chai";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import type { Till } from "../../../wallet-web/till/model/till.ts";
import { addTill, describeTill, removeTill } from "../../../wallet-web/till/model/tills.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const OTHER: Hex = address("ab");
const FORM = { name: "Balie", seesMoney: false };

describe("A shop's till", () => {
  const { location } = globalThis;
  let till: Till;
  let sent: string[];
  /** What the server answers to what is sent; null for yes. */
  let refusal: ApiError | null;
  let news: () => Promise<object>;

  before(() => {
    Object.assign(globalThis, { location: { origin: "https://kindpakket.example" } });
  });
  after(() => {
    Object.assign(globalThis, { location });
  });

  beforeEach(async () => {
    const signer = await newSigner();
    const shopId = newId();
    sent = [];
    refusal = null;
    news = async () => ({ shopId, name: "Winkel" });
    const post = async (path: string) => {
      sent.push(path);
      if (refusal) throw refusal;
      return {};
    };
    till = {
      database: { signer: async () => signer, write: async () => {} },
      openApi: { post },
      api: { post, get: () => news() },
      deployments: {
        get: async () => ({
          chainId: 1,
          ledger: address("11"),
          forwarder: address("22"),
          roles: address("33"),
          cards: address("34"),
        }),
        now: () => NOW,
      },
      shop: createStore({ shopId }),
    } as unknown as Till;
  });

  it("is added, described and taken away, also when the shop can't be read again", async () => {
    news = async () => {
      throw new ApiError({ code: "no-answer", status: 0 });
    };
    expect((await addTill(till, FORM)).link).to.contain("/till/#code=");
    await describeTill(till, OTHER, FORM);
    await removeTill(till, OTHER);
    expect(sent).to.have.length(3);
  });

  it("that was taken away already is taken away, and the shop is read again", async () => {
    refusal = new ApiError({ code: "till-unknown", status: 403, params: { till: OTHER } });
    await removeTill(till, OTHER);
    expect(till.shop.get()).to.have.property("name", "Winkel");
  });

  it("is not taken away by who isn't the owner", async () => {
    refusal = new ApiError({ code: "not-shop-owner", status: 403 });
    const error = await removeTill(till, OTHER).catch((cause: unknown) => cause);
    expect(error).to.equal(refusal);
  });
});
