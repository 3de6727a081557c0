// Sessions: what proves a key, what doesn't, and what a session may see from one moment to the next.
import { expect } from "chai";
import { integerToBytes, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { P256_ORDER } from "../../../wallet-web/shared/protocol/signer.ts";
import { newSigner } from "../../helpers/chain.ts";
import { type Bench, ShiftedClock, sessionBody, startBench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { appoint, must } from "./town.ts";

describe("Sessions", () => {
  let bench: Bench;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
  });

  const challenge = async () => (await bench.post("/session-challenges", {})).body.challenge;
  const expectRefused = async (body: unknown, code: string, status: number) => {
    const answer = await bench.post("/sessions", body);
    expect([answer.status, answer.body.code]).to.deep.equal([status, code]);
  };

  it("opens one session for all keys of a device", async () => {
    const keys = [await newSigner(), await newSigner()];
    const answer = await bench.post("/sessions", await sessionBody(bench, await challenge(), keys));
    expect(answer.status).to.equal(201);
    expect(answer.body.addresses).to.deep.equal(keys.map((key) => key.address));
    expect(answer.body).to.deep.include({ roles: [], beneficiaryIds: [], shops: [] });
    expect(answer.headers.get("cache-control")).to.equal("no-store");
  });

  it("takes a challenge once", async () => {
    const body = await sessionBody(bench, await challenge(), [await newSigner()]);
    must(await bench.post("/sessions", body), 201);
    await expectRefused(body, "challenge-invalid", 401);
  });

  it("refuses a challenge that it didn't make", async () => {
    const body = await sessionBody(bench, `0x${"ab".repeat(32)}`, [await newSigner()]);
    await expectRefused(body, "challenge-invalid", 401);
  });

  it("refuses a signature over another challenge", async () => {
    const body = await sessionBody(bench, await challenge(), [await newSigner()]);
    await expectRefused({ ...body, challenge: await challenge() }, "signature-invalid", 400);
  });

  it("refuses a signature in its high form", async () => {
    const body = await sessionBody(bench, await challenge(), [await newSigner()]);
    const [proof] = body.proofs;
    const s = toHex(integerToBytes(P256_ORDER - BigInt(proof!.signature.s), 32));
    const high = { ...proof!, signature: { ...proof!.signature, s } };
    await expectRefused({ ...body, proofs: [high] }, "signature-invalid", 400);
  });

  it("refuses a key that another one signed for", async () => {
    const body = await sessionBody(bench, await challenge(), [await newSigner()]);
    const { publicKey } = await newSigner();
    const proofs = [{ ...body.proofs[0], publicKey }];
    await expectRefused({ ...body, proofs }, "signer-mismatch", 400);
  });

  it("refuses a point off the curve", async () => {
    const body = await sessionBody(bench, await challenge(), [await newSigner()]);
    const publicKey = { x: `0x${"11".repeat(32)}`, y: `0x${"22".repeat(32)}` };
    const signature = { ...body.proofs[0]!.signature, ...publicKey };
    await expectRefused({ ...body, proofs: [{ publicKey, signature }] }, "signature-invalid", 400);
  });

  it("refuses unknown fields, no proofs and more than 32", async () => {
    const body = await sessionBody(bench, await challenge(), [await newSigner()]);
    await expectRefused({ ...body, extra: 1 }, "invalid-request", 400);
    await expectRefused({ ...body, proofs: [] }, "invalid-request", 400);
    await expectRefused(
      { ...body, proofs: Array(33).fill(body.proofs[0]) },
      "invalid-request",
      400,
    );
  });

  it("ends when it is told to", async () => {
    const token = await bench.logIn(await newSigner());
    must(await bench.get("/beneficiaries", token));
    must(await bench.call("DELETE", "/sessions/current", undefined, { token }), 204);
    const answer = await bench.get("/beneficiaries", token);
    expect([answer.status, answer.body.code]).to.deep.equal([401, "session-expired"]);
  });

  it("says what is missing: a session, or another one", async () => {
    const none = await bench.get("/beneficiaries");
    expect([none.status, none.body.code]).to.deep.equal([401, "session-required"]);
    expect(none.headers.get("www-authenticate")).to.equal("Bearer");
    const forged = await bench.get("/beneficiaries", "a".repeat(43));
    expect([forged.status, forged.body.code]).to.deep.equal([401, "session-expired"]);
  });

  it("loses a role the moment it is taken away", async () => {
    const town = await newTown();
    const { signer, token } = town.staff.guardian;
    const path = `/schemes/${town.schemeId}/overview`;
    must(await bench.get(path, token));
    const { schemeId } = town;
    const command = commands.withdrawRole({ schemeId, role: "guardian", holder: signer.address });
    must(await bench.request(bench.chain.admin, command));
    const answer = await bench.get(path, token);
    expect([answer.status, answer.body.code]).to.deep.equal([403, "role-missing"]);
  });

  it("gains a role without a new session", async () => {
    const town = await newTown();
    const signer = await newSigner();
    const token = await bench.logIn(signer);
    const { schemeId } = town;
    const offer = { schemeId, role: "guardian", candidate: signer.address } as const;
    must(await bench.request(bench.chain.admin, commands.offerRole(offer)));
    const offers = must(await bench.get(`/role-offers/${signer.address}`)).body.offers;
    expect(offers).to.have.length(1);
    expect(offers[0]).to.include({ schemeId, role: "guardian" });
    const accept = { schemeId, role: "guardian", holder: signer.address } as const;
    must(await bench.request(signer, commands.acceptRole(accept)));
    must(await bench.get(`/schemes/${schemeId}/overview`, token));
    expect(must(await bench.get(`/role-offers/${signer.address}`)).body.offers).to.deep.equal([]);
  });

  it("keeps the token and its hash out of the log", async () => {
    const token = await bench.logIn(await newSigner());
    must(await bench.get("/beneficiaries", token));
    expect(bench.log.join("")).not.to.include(token);
  });

  it("makes a key wait that asks thirty times a minute, and no other behind the same address", async () => {
    const [busy, calm] = [await newSigner(), await newSigner()];
    const look = (key: string) => bench.post("/activation-lookups", { activationKeys: [key] });
    for (let turn = 0; turn < 30; turn++) must(await look(busy.address));
    const refused = await look(busy.address);
    expect([refused.status, refused.body.code]).to.deep.equal([429, "too-many-requests"]);
    expect(Number(refused.headers.get("retry-after"))).to.be.within(1, 60);
    must(await look(calm.address));
  });
});

describe("Sessions in time", () => {
  const clock = new ShiftedClock();
  let bench: Bench;
  before(async function () {
    this.timeout(60_000);
    bench = await startBench({ httpClock: clock });
  });
  after(() => bench.stop());
  afterEach(() => {
    clock.shiftMs = 0;
  });

  it("takes a challenge for five minutes", async () => {
    const { challenge } = (await bench.post("/session-challenges", {})).body;
    const body = await sessionBody(bench, challenge, [await newSigner()]);
    clock.shiftMs = 301_000;
    const answer = await bench.post("/sessions", body);
    expect([answer.status, answer.body.code]).to.deep.equal([401, "challenge-invalid"]);
  });

  it("ends a session after twelve hours", async () => {
    const token = await bench.logIn(await appoint(bench, `0x${"07".repeat(16)}`, "guardian"));
    clock.shiftMs = 12 * 3_600_000 - 5_000;
    must(await bench.get("/beneficiaries", token));
    clock.shiftMs = 12 * 3_600_000 + 1_000;
    const answer = await bench.get("/beneficiaries", token);
    expect([answer.status, answer.body.code]).to.deep.equal([401, "session-expired"]);
  });
});
