// Another account counts in every scheme that the shop takes part in, and is asked for once in each.
import { expect } from "chai";
import { ApiError } from "../../../wallet-web/shared/problem.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { changeIban } from "../../../wallet-web/till/model/change-iban.ts";
import type { Till } from "../../../wallet-web/till/model/till.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const DEADLINE_SECONDS = 900;
const IBAN = "NL27RABO0034592873";
const address = (byte: string) => `0x${byte.repeat(20)}` as const;

type Body = { schemeId: Hex; iban: string; ibanSalt: Hex; request: { signature: object } };

describe("Another account", () => {
  const [shopId, one, other] = [newId(), newId(), newId()];
  let now: number;
  let kept: Map<string, unknown>;
  let sent: { path: string; body: Body }[];
  /** What the server says in each scheme: from when it can be confirmed, or why not. */
  let answers: Map<Hex, number | ApiError>;
  let till: Till;

  beforeEach(async () => {
    const signer = await newSigner();
    now = NOW;
    kept = new Map();
    sent = [];
    answers = new Map<Hex, number | ApiError>([
      [one, NOW + 10],
      [other, NOW + 20],
    ]);
    till = {
      database: {
        read: async (name: string) => structuredClone(kept.get(name) ?? null),
        write: async (name: string, value: unknown) => kept.set(name, structuredClone(value)),
        remove: async (name: string) => kept.delete(name),
        signer: async () => signer,
      },
      api: {
        post: async (path: string, body: Body) => {
          sent.push({ path, body: structuredClone(body) });
          const answer = answers.get(body.schemeId);
          if (answer === undefined || answer instanceof ApiError) throw answer;
          return { readyAt: answer };
        },
      },
      deployments: {
        get: async () => ({
          chainId: 1,
          ledger: address("11"),
          forwarder: address("22"),
          roles: address("33"),
          cards: address("34"),
        }),
        now: () => now,
      },
    } as unknown as Till;
  });

  const change = (iban = IBAN) => changeIban(till, { schemeIds: [one, other], shopId, iban });
  const refusalOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => "taken",
      (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
    );
  const noAnswer = () => new ApiError({ code: "no-answer", status: 0 });

  it("is asked for in each scheme, and counts from the last moment", async () => {
    expect(await change()).to.equal(NOW + 20);
    expect(sent.map(({ body }) => body.schemeId)).to.deep.equal([one, other]);
    expect(sent.map(({ path }) => path)).to.deep.equal(
      Array(2).fill(`/shops/${shopId}/iban-changes`),
    );
    expect(new Set(sent.map(({ body }) => body.ibanSalt))).to.have.length(1);
    expect(sent[0]?.body.request).not.to.deep.equal(sent[1]?.body.request);
    expect(kept.size).to.equal(0);
  });

  it("goes on after a lost answer with the very same request, where it had come", async () => {
    answers.set(other, noAnswer());
    expect(await refusalOf(change())).to.equal("no-answer");
    answers.set(other, NOW + 30);

    expect(await change()).to.equal(NOW + 30);
    expect(sent.map(({ body }) => body.schemeId)).to.deep.equal([one, other, other]);
    expect(sent[2]).to.deep.equal(sent[1]);
  });

  it("is signed anew when the signature ran out, to the second", async () => {
    answers.set(other, noAnswer());
    expect(await refusalOf(change())).to.equal("no-answer");
    now = NOW + DEADLINE_SECONDS - 1;
    expect(await refusalOf(change())).to.equal("no-answer");
    expect(sent[2]).to.deep.equal(sent[1]);
    now = NOW + DEADLINE_SECONDS;
    expect(await refusalOf(change())).to.equal("no-answer");
    expect(sent[3]?.body.request).not.to.deep.equal(sent[1]?.body.request);
    expect(sent[3]?.body.ibanSalt).to.equal(sent[1]?.body.ibanSalt);
  });

  it("that differs from the one before begins in every scheme", async () => {
    answers.set(other, noAnswer());
    expect(await refusalOf(change())).to.equal("no-answer");
    answers.set(other, NOW + 20);
    await change("NL51INGB0061304654");
    expect(sent.slice(2).map(({ body }) => [body.schemeId, body.iban])).to.deep.equal([
      [one, "NL51INGB0061304654"],
      [other, "NL51INGB0061304654"],
    ]);
  });

  it("begins anew after what an older till kept", async () => {
    kept.set("iban-change", { schemeId: one, shopId, iban: IBAN, ibanSalt: newId() });
    expect(await change()).to.equal(NOW + 20);
    expect(sent).to.have.length(2);
  });

  it("is not kept back by a scheme that ended, and is refused when all did", async () => {
    answers.set(one, new ApiError({ code: "scheme-closed", status: 409 }));
    expect(await change()).to.equal(NOW + 20);
    answers.set(other, new ApiError({ code: "shop-not-admitted", status: 409 }));
    expect(await refusalOf(change())).to.equal("shop-not-admitted");
  });

  it("stops at any other refusal, and the next try signs another request for it alone", async () => {
    answers.set(other, new ApiError({ code: "limit-reached", status: 429 }));
    expect(await refusalOf(change())).to.equal("limit-reached");
    answers.set(other, NOW + 20);

    expect(await change()).to.equal(NOW + 20);
    expect(sent.map(({ body }) => body.schemeId)).to.deep.equal([one, other, other]);
    expect(sent[2]?.body.request).not.to.deep.equal(sent[1]?.body.request);
    expect(sent[2]?.body.ibanSalt).to.equal(sent[1]?.body.ibanSalt);
  });
});
