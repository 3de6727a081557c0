// POST /requests: what it relays, what it refuses, and what it answers when asked again.
import { expect } from "chai";
import { encodeCall, uint } from "../../../wallet-web/shared/protocol/abi.ts";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { type Command, commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { must, type Town } from "./town.ts";

describe("Signed commands", () => {
  let bench: Bench;
  let town: Town;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
  });

  const expectRefused = async (body: unknown, code: string, status: number) => {
    const answer = await bench.post("/requests", body);
    expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
    expect(answer.headers.get("content-type")).to.match(/^application\/problem\+json/);
    return answer;
  };
  const ledgerCall = (data: Hex): Command => ({ to: "ledger", data, gasLimit: 400_000 });

  it("carries a command out once, however often it comes", async () => {
    const { schemeId, staff } = town;
    const bankReference = toHex(cryptoRandomBytes(32));
    const command = commands.fundScheme({ schemeId, amountCents: 100n, bankReference });
    const body = await bench.sign(staff.sponsor.signer, command);
    const answers = await Promise.all([1, 2, 3].map(() => bench.post("/requests", body)));
    for (const answer of answers) {
      expect(must(answer, 200).body).to.deep.equal(answers[0]?.body);
    }
    const overview = must(await bench.get(`/schemes/${schemeId}/overview`, staff.sponsor.token));
    expect(overview.body.conservation.fundedCents).to.equal("6000100");
  });

  it("refuses each command that has an address of its own", async () => {
    const { schemeId, staff } = town;
    const { signer } = staff.validator;
    const ids = {
      shopId: newId(),
      beneficiaryId: newId(),
      paymentId: toHex(cryptoRandomBytes(32)),
    };
    const terms = { startsAt: 1, endsAt: 2, graceSeconds: 0, ibanDelaySeconds: 0 };
    const amounts = { amountPerBeneficiaryCents: 1n, shopDebtLimitCents: 1n };
    const elsewhere = [
      commands.registerShop(ids),
      commands.admitShop({ schemeId, ...ids, ibanCommitment: ids.paymentId }),
      commands.openScheme({ schemeId, terms: { ...terms, ...amounts } }),
      commands.refund({ ...ids, amountCents: 1n }),
      commands.pauseScheme({ ...town, reason: "malfunction" }),
      commands.resumeScheme({ ...town, reason: "resolved" }),
      commands.registerBeneficiaries({
        schemeId,
        registrations: [{ ...ids, activationKey: signer.address }],
      }),
    ];
    for (const command of elsewhere) {
      await expectRefused(await bench.sign(signer, command), "command-mismatch", 400);
    }
  });

  it("refuses an unknown function, a view, bytes too many and bytes too few", async () => {
    const { signer } = town.staff.validator;
    const good = commands.closeScheme(town).data;
    const bad: Hex[] = [
      "0xdeadbeef",
      encodeCall("roles()", []),
      `${good}00`,
      good.slice(0, -2) as Hex,
      encodeCall("closeScheme(uint256)", [uint(1)]),
    ];
    for (const data of bad) {
      await expectRefused(await bench.sign(signer, ledgerCall(data)), "command-mismatch", 400);
    }
  });

  it("refuses another contract", async () => {
    const { signer } = town.staff.guardian;
    const body = (await bench.sign(signer, commands.closeScheme(town))) as { request: object };
    const to = bench.chain.deployment.forwarder;
    await expectRefused({ ...body, request: { ...body.request, to } }, "command-mismatch", 400);
  });

  it("refuses a signature by another key, over another text, or in another form", async () => {
    const { signer } = town.staff.guardian;
    type Signed = { request: object; signature: { s: string } };
    const body = (await bench.sign(signer, commands.closeScheme(town))) as Signed;
    const other = await newSigner();
    const from = { ...body.request, from: other.address };
    expect((await bench.post("/requests", { ...body, request: from })).status).to.equal(400);
    const later = { ...body.request, deadline: 2_000_000_000 };
    expect((await bench.post("/requests", { ...body, request: later })).status).to.equal(400);
    const signature = { ...body.signature, s: `0x${"f".repeat(64)}` };
    await expectRefused({ ...body, signature }, "signature-invalid", 400);
  });

  it("refuses what came after its deadline", async () => {
    const body = await bench.sign(town.staff.guardian.signer, commands.closeScheme(town), -60);
    const { params } = (await expectRefused(body, "request-expired", 409)).body;
    expect(Number(params.timestampAt)).to.be.above(Number(params.deadline));
  });

  it("refuses whoever lacks the role, also with the same role elsewhere", async () => {
    const stranger = await newSigner();
    await expectRefused(
      await bench.sign(stranger, commands.closeScheme(town)),
      "role-missing",
      403,
    );
    const elsewhere = await newTown();
    const { guardian, sponsor } = elsewhere.staff;
    for (const { signer } of [guardian, sponsor]) {
      const body = await bench.sign(signer, commands.closeScheme(town));
      await expectRefused(body, "role-missing", 403);
    }
  });

  it("refuses a form that isn't the API's, and says which field", async () => {
    const body = (await bench.sign(town.staff.guardian.signer, commands.closeScheme(town))) as {
      request: object;
    };
    const wrong = { ...body, request: { ...body.request, nonce: 5, extra: true } };
    const { errors } = (await expectRefused(wrong, "invalid-request", 400)).body;
    const pointers = errors.map((one: { pointer: string }) => one.pointer);
    expect(pointers).to.have.members(["/request/nonce", "/request/extra"]);
  });

  it("refuses bodies that are no JSON, of another type, or too large", async () => {
    const send = async (raw: string, type: string) => {
      const answer = await bench.call("POST", "/requests", undefined, {
        raw,
        headers: { "content-type": type },
      });
      return [answer.status, answer.body.code];
    };
    expect(await send('{"request":', "application/json")).to.deep.equal([400, "malformed-json"]);
    expect(await send("[]", "application/json")).to.deep.equal([400, "invalid-request"]);
    expect(await send("x=1", "application/x-www-form-urlencoded")).to.deep.equal([
      415,
      "unsupported-media-type",
    ]);
    const large = JSON.stringify({ request: "x".repeat(200_000) });
    expect(await send(large, "application/json")).to.deep.equal([413, "request-too-large"]);
  });
});
