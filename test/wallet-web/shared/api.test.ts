import { expect } from "chai";
import { createApi, toJson } from "../../../wallet-web/shared/api.ts";
import { connection } from "../../../wallet-web/shared/connection.ts";
import { ApiError } from "../../../wallet-web/shared/problem.ts";

type Sent = { url: string; method: string; body: unknown; authorization: string | null };
type Answer = (signal: AbortSignal | null) => Response | Promise<Response>;

const ok = (body: unknown) => () => new Response(JSON.stringify(body), { status: 200 });
const refuse = (status: number, code: string) => () =>
  new Response(JSON.stringify({ code }), { status });
const drop: Answer = () => {
  throw new TypeError("Failed to fetch");
};
/** Packets that go nowhere: neither an answer nor a failure. */
const hang: Answer = (signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });

describe("Api", () => {
  const { fetch } = globalThis;
  let sent: Sent[];
  let answers: Answer[];

  beforeEach(() => {
    sent = [];
    answers = [];
    connection.set("online");
    globalThis.fetch = async (url, init) => {
      const headers = new Headers(init?.headers);
      sent.push({
        url: String(url),
        method: init?.method ?? "GET",
        body: init?.body ?? null,
        authorization: headers.get("authorization"),
      });
      const answer = answers.shift();
      if (!answer) throw new Error("asked once more than foreseen");
      return answer(init?.signal ?? null);
    };
  });
  after(() => {
    globalThis.fetch = fetch;
  });

  const failure = async (promise: Promise<unknown>): Promise<ApiError> => {
    try {
      await promise;
    } catch (error) {
      if (error instanceof ApiError) return error;
      throw error;
    }
    throw new Error("it must fail, and did not");
  };

  it("writes amounts as strings of cents", () => {
    expect(toJson({ amountCents: 2n ** 48n - 1n, at: 3 })).to.equal(
      '{"amountCents":"281474976710655","at":3}',
    );
  });

  it("sends a POST again, the same, when the network drops", async () => {
    answers = [drop, ok({ done: true })];
    expect(await createApi().post("/payments", { amountCents: 5n })).to.deep.equal({ done: true });
    expect(sent).to.have.length(2);
    expect(sent[0]).to.deep.equal(sent[1]);
  });

  it("does not send again what was refused", async () => {
    answers = [refuse(409, "insufficient-budget")];
    const error = await failure(createApi().post("/payments", {}, { retry: "until-known" }));
    expect(error).to.include({ code: "insufficient-budget", status: 409 });
    expect(sent).to.have.length(1);
  });

  it("goes on until it knows, and tells each time that it doesn't", async () => {
    answers = [drop, refuse(503, "chain-unavailable"), ok({ paid: true })];
    const unsure: string[] = [];
    const answer = await createApi().post(
      "/payments",
      {},
      { retry: "until-known", onUncertain: (error) => unsure.push(error.code) },
    );
    expect(answer).to.deep.equal({ paid: true });
    expect(unsure).to.deep.equal(["no-answer", "chain-unavailable"]);
  });

  it("stops when it is told to", async () => {
    const stopped = new AbortController();
    answers = [drop, drop];
    const waiting = createApi().post(
      "/payments",
      {},
      { retry: "until-known", signal: stopped.signal, onUncertain: () => stopped.abort() },
    );
    let reason: unknown = null;
    await waiting.catch((error: unknown) => {
      reason = error;
    });
    expect(reason).to.be.instanceOf(DOMException);
    expect(sent).to.have.length(1);
  });

  it("leaves a fault of the server to the caller when it isn't a matter of money", async () => {
    answers = [refuse(500, "internal-error")];
    expect((await failure(createApi().post("/shops", {}))).status).to.equal(500);
    expect(sent).to.have.length(1);
  });

  it("opens a new session once when the server no longer knows the last one", async () => {
    const renewals: boolean[] = [];
    const token = async ({ renew }: { renew: boolean }) => {
      renewals.push(renew);
      return renew ? "new" : "old";
    };
    answers = [refuse(401, "session-expired"), ok([])];
    await createApi({ token }).get("/payments");
    expect(renewals).to.deep.equal([false, true]);
    expect(sent.map((one) => one.authorization)).to.deep.equal(["Bearer old", "Bearer new"]);

    answers = [refuse(401, "session-expired"), refuse(401, "session-expired")];
    expect((await failure(createApi({ token }).get("/payments"))).code).to.equal("session-expired");
  });

  it("knows that there is no connection, and that it is back", async () => {
    answers = [drop, ok({})];
    await failure(createApi().get("/deployment"));
    expect(connection.get()).to.equal("offline");
    await createApi().get("/deployment");
    expect(connection.get()).to.equal("online");
  });

  it("knows that the line is dead when nothing at all comes, whatever the browser says", async () => {
    answers = [hang, ok({})];
    const api = createApi({ timeoutMs: 20 });
    expect((await failure(api.get("/payments"))).isUncertain).to.equal(true);
    expect(connection.get()).to.equal("offline");
    await api.get("/payments");
    expect(connection.get()).to.equal("online");
  });

  it("takes no dead line for one slow answer while others come", async () => {
    answers = [hang, ok({})];
    const api = createApi({ timeoutMs: 20 });
    const slow = failure(api.get("/insight"));
    await api.get("/payments");
    expect((await slow).isUncertain).to.equal(true);
    expect(connection.get()).to.equal("online");
  });
});
