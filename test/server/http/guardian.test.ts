// What a guardian does: stops the scheme with a reason, sees what stands still, finds a payment and reverses it.
import { expect } from "chai";
import { eq } from "drizzle-orm";
import { schemeStopReasons } from "../../../server/store/schema/guardian.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { SignedRequest } from "../../../wallet-web/shared/protocol/sign-command.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { decisionDigest, requestDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { stopCommand } from "./stop-command.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  refundOf,
  type Shop,
  STAFF,
  type Town,
} from "./town.ts";

type Decision = "pause-scheme" | "resume-scheme";

describe("The guardian", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  let others: [person: string, signer: Signer, token: string][];
  before(async function () {
    this.timeout(120_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
    const elsewhere = await newTown();
    const people: [string, Signer][] = [
      ...STAFF.filter((role) => role !== "guardian").map((role): [string, Signer] => [
        role,
        town.staff[role].signer,
      ]),
      ["family", child.phone],
      ["shop", shop.owner],
      ["admin", bench.chain.admin],
      ["guardian elsewhere", elsewhere.staff.guardian.signer],
      ["stranger", await newSigner()],
    ];
    others = [];
    for (const [person, signer] of people) others.push([person, signer, await bench.logIn(signer)]);
  });

  const codeOf = ({ status, body }: Answer) => [status, body?.code];
  const guardian = () => town.staff.guardian;
  const now = () => Math.floor(bench.services.clock.now() / 1000);
  const pay = async (amountCents: bigint): Promise<Hex> => {
    const body = await openPayment(bench, { child, shop, amountCents });
    return must(await bench.post("/payments", body), 201).body.paymentId;
  };

  describe("stops the scheme", () => {
    const stop = async (
      signer: Signer,
      decision: Decision,
      changes: { reason?: string; signedReason?: string; schemeId?: Hex; by?: Signer } = {},
    ) => {
      const { reason = "Vreemde betalingen, we zoeken het uit", schemeId = town.schemeId } =
        changes;
      const command = stopCommand(decision, schemeId);
      const request = (await bench.sign(signer, command)) as SignedRequest;
      const { deployment } = bench.chain;
      const at = now();
      const digest = decisionDigest(deployment, {
        ...{ schemeId: town.schemeId, subjectId: town.schemeId, decision, at },
        reason: changes.signedReason ?? reason,
        contentHash: requestDigest(deployment, request.request),
      });
      const signature = await (changes.by ?? signer).sign(digest);
      return { decision, reason, at, signature, request };
    };
    const post = (body: unknown, token = guardian().token) =>
      bench.post(`/schemes/${town.schemeId}/stops`, body, token);
    const isPaused = async () => {
      const { schemes } = must(await bench.get("/deployment")).body;
      return schemes.find((one: { schemeId: Hex }) => one.schemeId === town.schemeId).paused;
    };

    it("and lets it go on, with reasons that the timeline tells", async () => {
      const body = await stop(guardian().signer, "pause-scheme");
      const first = must(await post(body)).body;
      expect(must(await post(body)).body).to.deep.equal(first);
      expect(await isPaused()).to.equal(true);
      const payment = await openPayment(bench, { child, shop, amountCents: 100n });
      expect(codeOf(await bench.post("/payments", payment))).to.deep.equal([409, "scheme-paused"]);
      const again = await stop(guardian().signer, "pause-scheme");
      expect(codeOf(await post(again))).to.deep.equal([409, "scheme-paused"]);
      const goOn = await stop(guardian().signer, "resume-scheme", { reason: "Alles klopt" });
      must(await post(goOn));
      expect(await isPaused()).to.equal(false);
      const path = `/schemes/${town.schemeId}/timeline?limit=2`;
      const { events } = must(await bench.get(path, guardian().token)).body;
      const told = events.map((one: Record<string, string>) => [one.name, one.reason, one.note]);
      expect(told).to.deep.equal([
        ["SchemeResumed", "resolved", "Alles klopt"],
        ["SchemePaused", "malfunction", "Vreemde betalingen, we zoeken het uit"],
      ]);
    });

    it("with a signature over the reason that can be checked later", async () => {
      const body = await stop(guardian().signer, "pause-scheme", { reason: "Storing" });
      const { requestId } = must(await post(body)).body;
      must(await post(await stop(guardian().signer, "resume-scheme")));
      const [kept] = await bench.services.database
        .select()
        .from(schemeStopReasons)
        .where(eq(schemeStopReasons.requestId, requestId));
      expect(kept).to.include({ by: guardian().signer.address, at: body.at });
      // Sealed: a reason may name somebody.
      expect(Buffer.from(kept?.reason ?? []).includes("Storing")).to.equal(false);
      expect(JSON.parse(kept?.signature ?? "")).to.deep.equal(body.signature);
    });

    it("never without a reason, with another's, or for another scheme or act", async () => {
      const { signer } = guardian();
      const refused: [unknown, [number, string]][] = [
        [await stop(signer, "pause-scheme", { reason: "  " }), [422, "reason-missing"]],
        [
          await stop(signer, "pause-scheme", { signedReason: "iets anders" }),
          [400, "signature-invalid"],
        ],
        [await stop(signer, "pause-scheme", { by: await newSigner() }), [400, "signer-mismatch"]],
        [await stop(signer, "pause-scheme", { schemeId: newId() }), [400, "command-mismatch"]],
        [
          { ...(await stop(signer, "pause-scheme")), decision: "resume-scheme" },
          [400, "command-mismatch"],
        ],
        [
          { ...(await stop(signer, "pause-scheme")), reason: "a".repeat(201) },
          [400, "invalid-request"],
        ],
      ];
      for (const [body, expected] of refused) {
        expect(codeOf(await post(body))).to.deep.equal(expected);
      }
      expect(await isPaused()).to.equal(false);
    });

    it("and nobody else does, nor with a guardian's session alone", async () => {
      for (const [person, signer, token] of others) {
        const body = await stop(signer, "pause-scheme");
        expect(codeOf(await post(body, token)), person).to.deep.equal([403, "role-missing"]);
        expect(codeOf(await post(body)), person).to.deep.equal([403, "role-missing"]);
      }
      const body = await stop(guardian().signer, "pause-scheme");
      expect((await bench.post(`/schemes/${town.schemeId}/stops`, body)).status).to.equal(401);
      expect(await isPaused()).to.equal(false);
    });
  });

  describe("sees what stands still", () => {
    const path = (query = "") => `/schemes/${town.schemeId}/stops${query}`;
    const read = async (query = "") => must(await bench.get(path(query), guardian().token)).body;

    it("with who, when and why, the newest first, and only as long as it does", async () => {
      const { validator } = town.staff;
      const [one, two] = (await family(town, 2)) as [Child, Child];
      const freeze = (
        signer: Signer,
        { beneficiaryId }: Child,
        reason: "dispute" | "lost-device",
      ) => bench.request(signer, commands.freezeBeneficiary({ beneficiaryId, reason }));
      const { beneficiaryId } = two;
      const lift = commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" });
      const { shopId } = await admittedShop(town, { name: "Speelgoed Smit" });
      const { schemeId } = town;
      must(await freeze(validator.signer, one, "lost-device"));
      must(await freeze(guardian().signer, two, "dispute"));
      must(await bench.request(validator.signer, lift));
      must(await freeze(guardian().signer, two, "lost-device"));
      const suspend = commands.suspendShop({ schemeId, shopId, reason: "suspected-misuse" });
      must(await bench.request(guardian().signer, suspend));

      const { stops, total } = await read();
      expect(total).to.equal(3);
      const [stopped, frozen, first] = stops;
      expect(stopped).to.include({
        ...{ kind: "shop", id: shopId, shopName: "Speelgoed Smit", reason: "suspected-misuse" },
        ...{ letterNumber: null, child: null, owedCents: "0" },
      });
      expect(stopped.who.roles).to.deep.equal(["guardian"]);
      expect(frozen).to.include({ kind: "beneficiary", id: beneficiaryId, reason: "lost-device" });
      expect(frozen).to.include({ shopName: null, child: 2, owedCents: null });
      expect(first.who.roles).to.deep.equal(["validator"]);
      expect([first.child, first.letterNumber]).to.deep.equal([1, frozen.letterNumber]);

      const page = await read("?offset=1&limit=1");
      expect([page.total, page.stops]).to.deep.equal([3, [frozen]]);
      must(await bench.request(validator.signer, lift));
      const resume = commands.resumeShop({ schemeId, shopId, reason: "resolved" });
      must(await bench.request(validator.signer, resume));
      expect((await read()).stops.map(({ id }: { id: Hex }) => id)).to.deep.equal([
        one.beneficiaryId,
      ]);
    });

    it("as a validator does, and nobody else", async () => {
      for (const [person, , token] of others) {
        const expected = person === "validator" ? [200, undefined] : [403, "role-missing"];
        expect(codeOf(await bench.get(path(), token)), person).to.deep.equal(expected);
      }
      expect((await bench.get(path())).status).to.equal(401);
    });
  });

  describe("finds a payment by its code", () => {
    const path = (code: string) => `/schemes/${town.schemeId}/reversals?code=${code}`;
    const find = async (paymentId: Hex) =>
      must(await bench.get(path(paymentId.slice(-6).toUpperCase()), guardian().token)).body
        .payments[0];
    const reverse = async (paymentId: Hex, amountCents: bigint) =>
      bench.request(
        guardian().signer,
        commands.reversePayment({
          ...{ paymentId, beneficiaryId: child.beneficiaryId, shopId: shop.shopId, amountCents },
          reason: "dispute",
        }),
      );
    const payOut = async (amountCents: bigint) => {
      const { schemeId } = town;
      const command = commands.openPayout({
        ...{ schemeId, shopId: shop.shopId, payoutId: newId(), amountCents },
      });
      await bench.chain.send(town.staff.treasurer.signer, command);
    };

    it("with what a reversal of what is left would do, and reverses it", async () => {
      const paymentId = await pay(1_500n);
      const given = { shop, child, paymentId, amountCents: 400n };
      must(await bench.post("/refunds", await refundOf(bench, given)));
      const found = await find(paymentId);
      expect(found).to.include({
        ...{ paymentId, amountCents: "1500", remainingCents: "1100", verdict: "possible" },
        ...{ shopName: "Schoenhandel Jansen & Zoon", beneficiaryState: "active" },
      });
      must(await reverse(paymentId, 1_100n));
      expect(await find(paymentId)).to.include({ remainingCents: "0", verdict: "corrected" });
    });

    it("says that the shop has its money, as the contract does", async () => {
      const paymentId = await pay(900n);
      await payOut(BigInt((await find(paymentId)).owedCents));
      expect(await find(paymentId)).to.include({ owedCents: "0", verdict: "paid-out" });
      expect(codeOf(await reverse(paymentId, 900n))).to.deep.equal([409, "reversal-above-owed"]);
    });

    it("says that an account is closed", async () => {
      const [closing] = (await family(town)) as [Child];
      const body = await openPayment(bench, { child: closing, shop, amountCents: 250n });
      const { paymentId } = must(await bench.post("/payments", body), 201).body;
      const { beneficiaryId } = closing;
      const close = commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" });
      must(await bench.request(town.staff.validator.signer, close));
      expect(await find(paymentId)).to.include({ verdict: "closed", beneficiaryState: "closed" });
    });

    it("and none of another scheme, and nothing by a code that is none", async () => {
      const paymentId = await pay(100n);
      const elsewhere = await newTown();
      const other = `/schemes/${elsewhere.schemeId}/reversals?code=${paymentId.slice(-6)}`;
      const answer = must(await bench.get(other, elsewhere.staff.guardian.token));
      expect(answer.body.payments).to.deep.equal([]);
      for (const code of ["", "12345", "1234567", "12345g", "%25%25%25%25%25%25"]) {
        const refused = await bench.get(path(code), guardian().token);
        expect(codeOf(refused), code).to.deep.equal([400, "invalid-request"]);
      }
    });

    it("as a validator does, and nobody else; only a guardian reverses", async () => {
      const paymentId = await pay(100n);
      for (const [person, signer, token] of others) {
        const expected = person === "validator" ? [200, undefined] : [403, "role-missing"];
        const answer = await bench.get(path(paymentId.slice(-6)), token);
        expect(codeOf(answer), person).to.deep.equal(expected);
        const command = commands.reversePayment({
          ...{ paymentId, beneficiaryId: child.beneficiaryId, shopId: shop.shopId },
          ...{ amountCents: 100n, reason: "dispute" as const },
        });
        expect(codeOf(await bench.request(signer, command)), person).to.deep.equal([
          403,
          "role-missing",
        ]);
      }
      expect((await bench.get(path(paymentId.slice(-6)))).status).to.equal(401);
    });
  });
});
