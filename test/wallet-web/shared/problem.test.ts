import { expect } from "chai";
import {
  ApiError,
  errorOfResponse,
  loadSentences,
  problemText,
  takeSentencesFrom,
} from "../../../wallet-web/shared/problem.ts";

const plain = (text: string) => text.replace(/\u00a0/g, " ");
const problem = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

describe("Problem", () => {
  before(loadSentences);

  it("says what happened and what to do, with amounts in euros", () => {
    const error = new ApiError({
      code: "insufficient-budget",
      status: 409,
      params: { availableCents: "310" },
    });
    const { title, todo } = problemText(error);
    expect(plain(title)).to.equal("Er staat te weinig op het budget: nog € 3,10.");
    expect(todo).to.not.equal("");
  });

  it("has a sentence of its own for what the device itself sees", () => {
    const titles = (["offline", "no-answer", "storage-full", "unexpected"] as const).map(
      (code) => problemText(new ApiError({ code, status: 0 })).title,
    );
    expect(new Set(titles).size).to.equal(4);
  });

  it("says that the device is full, whoever met it first", () => {
    const full = new DOMException("", "QuotaExceededError");
    const met = new ApiError({ code: "unexpected", status: 409, cause: full });
    for (const error of [full, met]) {
      const { title, todo } = problemText(error);
      expect(title).to.equal("Er is geen ruimte meer op dit apparaat.");
      expect(todo).to.contain("Verwijder").and.to.contain("bel dan de gemeente");
    }
  });

  it("says the unexpected of a code it doesn't know, and of what isn't an answer at all", () => {
    const unexpected = problemText(new ApiError({ code: "unexpected", status: 500 }));
    for (const odd of [
      new ApiError({ code: "toString", status: 400 }),
      new Error("x"),
      "x",
      null,
    ]) {
      expect(problemText(odd)).to.deep.equal(unexpected);
    }
  });

  it("never shows the name of a number that nobody sent", () => {
    const unexpected = problemText(new ApiError({ code: "unexpected", status: 500 }));
    const error = new ApiError({ code: "insufficient-budget", status: 409 });
    expect(problemText(error)).to.deep.equal(unexpected);
  });

  it("says it in another language, and never in the one before when that has no sentence", async () => {
    const refusal = new ApiError({ code: "amount-zero", status: 409 });
    const staffs = new ApiError({ code: "mandate-expired", status: 409 });
    await takeSentencesFrom(async () => ({
      "amount-zero": "The amount is zero. Enter an amount.",
    }));
    expect(problemText(refusal)).to.deep.equal({
      title: "The amount is zero.",
      todo: "Enter an amount.",
    });
    expect(problemText(staffs)).to.deep.equal(problemText("x"));
  });

  it("reads code, numbers and fields from problem+json", async () => {
    const error = await errorOfResponse(
      problem(422, {
        code: "iban-invalid",
        params: { limit: 3 },
        errors: [{ pointer: "/iban", code: "iban-invalid" }],
      }),
    );
    expect(error).to.include({ code: "iban-invalid", status: 422 });
    expect(error.params).to.deep.equal({ limit: "3" });
    expect(error.fields).to.deep.equal([{ pointer: "/iban", code: "iban-invalid" }]);
  });

  it("reads a proxy's page of HTML as the unexpected", async () => {
    const error = await errorOfResponse(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    expect(error).to.include({ code: "unexpected", status: 502, isUncertain: true });
  });

  it("is uncertain without an answer and when the server couldn't tell, certain when it refused", () => {
    const of = (status: number) => new ApiError({ code: "x", status }).isUncertain;
    expect([0, 500, 503].map(of)).to.deep.equal([true, true, true]);
    expect([400, 401, 404, 409, 422, 429].some(of)).to.equal(false);
  });
});
