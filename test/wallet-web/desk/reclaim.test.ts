import { expect } from "chai";
import type { Desk } from "../../../wallet-web/desk/app/desk.ts";
import { reclaimAll } from "../../../wallet-web/desk/money/reclaim.ts";
import type { Api } from "../../../wallet-web/shared/api.ts";
import type { Deployments } from "../../../wallet-web/shared/deployment.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const HEX = `0x${"11".repeat(20)}` as const;
const DEPLOYMENT = { chainId: 1, ledger: HEX, roles: HEX, cards: HEX, forwarder: HEX };

describe("reclaimAll", () => {
  /** Some accounts, two of which fit in a command; `refuse` says which command is refused. */
  const deskWith = async (accounts: number, refuse = -1) => {
    const left = Array.from({ length: accounts }, () => newId());
    let commands = 0;
    const api = {
      get: async () => ({ beneficiaryIds: left.slice(0, 2), accounts: left.length }),
      post: async () => {
        if (commands++ === refuse) throw new Error("refused");
        left.splice(0, 2);
      },
    } as unknown as Api;
    const deployments = { get: async () => DEPLOYMENT, now: () => 1_000 };
    const desk = {
      api,
      device: createStore(await newSigner()),
      deployments: deployments as unknown as Deployments,
    } as Pick<Desk, "api" | "device" | "deployments">;
    return { desk, left };
  };

  it("goes on until nothing is left, and says how far it is", async () => {
    const { desk, left } = await deskWith(5);
    const seen: string[] = [];
    await reclaimAll(desk, {
      schemeId: newId(),
      signal: new AbortController().signal,
      onProgress: ({ done, total }) => seen.push(`${done}/${total}`),
    });
    expect(left).to.deep.equal([]);
    expect(seen).to.deep.equal(["0/5", "2/5", "4/5", "5/5"]);
  });

  it("ends at a command that is refused, and goes on with the rest when it is begun again", async () => {
    const { desk, left } = await deskWith(5, 1);
    const given = { schemeId: newId(), signal: new AbortController().signal };
    const begin = () => reclaimAll(desk, { ...given, onProgress: () => undefined });
    const error = await begin().catch((cause: unknown) => cause);
    expect(error).to.be.an("error").with.property("message", "refused");
    expect(left).to.have.lengthOf(3);
    await begin();
    expect(left).to.deep.equal([]);
  });

  it("stops between two commands when it is told to", async () => {
    const { desk, left } = await deskWith(5);
    const stop = new AbortController();
    await reclaimAll(desk, {
      schemeId: newId(),
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 2) stop.abort();
      },
    });
    expect(left.length).to.be.within(1, 3);
  });
});
