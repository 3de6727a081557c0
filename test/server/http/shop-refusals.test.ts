// Refusing a shop that signed up: the validator's alone, signed, with a sentence that the shop reads until it is admitted.
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { shopRefusalDigest } from "../../../wallet-web/shared/protocol/shop-refusal.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, must, STAFF, signUpShop, type Town } from "./town.ts";

const REASON = "Dit KvK-nummer is van een ander bedrijf.";

describe("A shop's sign-up that is refused", () => {
  let bench: Bench;
  let town: Town;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
  });

  const now = () => Math.floor(bench.services.clock.now() / 1000);
  const refuse = async (
    shopId: Hex,
    given: { signer: Signer; token?: string; at?: number; reason?: string; said?: string },
  ) => {
    const { signer, token, at = now(), reason = REASON, said = reason } = given;
    const refusal = { schemeId: town.schemeId, shopId, reason: said, at };
    const signature = await signer.sign(shopRefusalDigest(bench.chain.deployment, refusal));
    const path = `/schemes/${town.schemeId}/shops/${shopId}/refusals`;
    return bench.post(path, { reason, at, signature }, token);
  };
  const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [
    status,
    body.code,
  ];
  const listed = async (shopId: Hex) => {
    const { token } = town.staff.validator;
    const { shops } = must(await bench.get(`/schemes/${town.schemeId}/shops`, token)).body;
    return shops.find((one: { shopId: Hex }) => one.shopId === shopId);
  };

  it("tells the shop and the desk why, until it is admitted all the same", async () => {
    const { shopId, owner } = await signUpShop(bench);
    const token = await bench.logIn(owner);
    const mine = async () => must(await bench.get("/shops/mine", token)).body;
    expect((await mine()).refusal).to.equal(null);
    const { validator } = town.staff;
    must(await refuse(shopId, validator));
    must(await refuse(shopId, validator));
    expect((await mine()).refusal).to.include({ reason: REASON });
    expect(await listed(shopId)).to.deep.include({ state: "waiting" });
    expect((await listed(shopId)).refusal).to.include({ reason: REASON });

    const { iban, ibanSalt: salt } = await listed(shopId);
    const admit = commands.admitShop({
      schemeId: town.schemeId,
      shopId,
      ibanCommitment: ibanCommitment({ iban, salt }),
    });
    const request = await bench.sign(validator.signer, admit);
    must(
      await bench.post(
        `/schemes/${town.schemeId}/admissions`,
        { shopId, request },
        validator.token,
      ),
    );
    expect((await mine()).refusal).to.equal(null);
    expect((await listed(shopId)).refusal).to.equal(null);
  });

  it("waits for nobody any more, nor does a shop that another scheme admitted", async () => {
    const waitingOf = async ({ schemeId, staff }: Town) =>
      must(await bench.get(`/schemes/${schemeId}/overview`, staff.validator.token)).body.shops
        .waiting;
    const other = await newTown();
    const before = [await waitingOf(town), await waitingOf(other)] as [number, number];
    const { shopId } = await signUpShop(bench);
    expect(await waitingOf(town)).to.equal(before[0] + 1);
    must(await refuse(shopId, town.staff.validator));
    expect(await waitingOf(town)).to.equal(before[0]);
    expect(await waitingOf(other)).to.equal(before[1] + 1);
    expect(await listed(shopId)).to.include({ state: "waiting", isElsewhere: false });

    const admitted = await admittedShop(other);
    expect(await waitingOf(town)).to.equal(before[0]);
    expect(await listed(admitted.shopId)).to.include({ state: "waiting", isElsewhere: true });
  });

  it("is the validator's word alone", async () => {
    const { shopId, owner } = await signUpShop(bench);
    for (const role of STAFF.filter((one) => one !== "validator")) {
      expect(codeOf(await refuse(shopId, town.staff[role])), role).to.deep.equal([
        403,
        "role-missing",
      ]);
    }
    const elsewhere = await newTown();
    const { validator } = elsewhere.staff;
    expect(codeOf(await refuse(shopId, validator))).to.deep.equal([403, "role-missing"]);
    const shop = { signer: owner, token: await bench.logIn(owner) };
    expect(codeOf(await refuse(shopId, shop))).to.deep.equal([403, "role-missing"]);
    const { signer } = town.staff.validator;
    expect((await refuse(shopId, { signer })).status).to.equal(401);
    expect((await listed(shopId)).refusal).to.equal(null);
  });

  it("stands by its signature: of these words, now, on the device that asks", async () => {
    const { shopId } = await signUpShop(bench);
    const { validator, sponsor } = town.staff;
    const other = await refuse(shopId, { ...validator, said: "Iets anders." });
    expect(other.status).to.equal(400);
    const foreign = await refuse(shopId, { signer: sponsor.signer, token: validator.token });
    expect(foreign.body.code).to.equal("signer-mismatch");
    const old = await refuse(shopId, { ...validator, at: now() - 3_600 });
    expect(codeOf(old)).to.deep.equal([422, "decision-stale"]);
    expect((await listed(shopId)).refusal).to.equal(null);
  });

  it("needs a sentence, and a shop that waits", async () => {
    const { validator } = town.staff;
    const { shopId } = await signUpShop(bench);
    for (const reason of ["", "  ", "x".repeat(201)]) {
      const answer = await refuse(shopId, { ...validator, reason });
      expect(codeOf(answer), reason).to.deep.equal([400, "invalid-request"]);
    }
    expect(codeOf(await refuse(newId(), validator))[1]).to.equal("shop-unknown");
    const admitted = await admittedShop(town);
    expect(codeOf(await refuse(admitted.shopId, validator))).to.deep.equal([
      409,
      "shop-already-admitted",
    ]);
  });
});
