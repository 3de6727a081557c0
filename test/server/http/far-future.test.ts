// Times beyond 2106, which the ledger takes: one scheme or mandate that lasts for ever must not silence the API for everyone.
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId } from "../../helpers/chain.ts";
import { newTown, sharedBench } from "./shared.ts";
import { appoint, must, termsOf } from "./town.ts";

const FAR = 2 ** 33;

describe("Times in the far future", () => {
  it("of a scheme are told with the deployment", async () => {
    const bench = await sharedBench();
    const schemeId = newId();
    const sponsor = await appoint(bench, schemeId, "sponsor");
    const token = await bench.logIn(sponsor);
    const terms = { ...termsOf(bench), endsAt: FAR };
    const request = await bench.sign(sponsor, commands.openScheme({ schemeId, terms }));
    must(await bench.post("/schemes", { schemeId, name: "Voor altijd", request }, token));

    const answer = await bench.get("/deployment");

    expect(answer.status).to.equal(200);
    const scheme = answer.body.schemes.find(
      (one: { schemeId: string }) => one.schemeId === schemeId,
    );
    expect(scheme.endsAt).to.equal(FAR);
  });

  it("of a mandate are told with the overview", async () => {
    const { bench, schemeId, staff } = await newTown();
    const operator = bench.chain.operator;
    const mandate = { operator, perPayoutCents: 1n, perDayCents: 1n, validUntil: FAR };
    must(await bench.request(staff.treasurer.signer, commands.setMandate({ schemeId, mandate })));

    const answer = await bench.get(`/schemes/${schemeId}/overview`, staff.sponsor.token);

    expect(answer.body.mandate?.validUntil).to.equal(FAR);
  });
});
