// What the trade register's adapter makes of each answer that KVK's API gives, and of none.
import { expect } from "chai";
import { systemClock } from "../../../server/bank/clock.ts";
import { createKvkRegister, type KvkOptions } from "../../../server/trade-register/kvk/adapter.ts";
import { readEntries } from "../../../server/trade-register/kvk/sandbox/entries.ts";
import {
  type RegisterSandbox,
  startRegisterSandbox,
} from "../../../server/trade-register/kvk/sandbox/server.ts";

const KEY = "l7xx-key-of-the-municipality";

describe("The trade register's adapter", () => {
  let sandbox: RegisterSandbox;
  before(async () => {
    const entries = readEntries("demo/register.csv");
    sandbox = await startRegisterSandbox({ port: 0, apiKey: KEY, entries });
  });
  after(() => sandbox.close());
  afterEach(() => sandbox.play(null));

  const registerOf = (changes: Partial<KvkOptions> = {}) =>
    createKvkRegister({
      baseUrl: `${sandbox.url}/api`,
      apiKey: KEY,
      fetch,
      clock: systemClock(),
      pauseMs: 0,
      ...changes,
    });
  /** A register that answers just this. */
  const saying = (body: string, init: ResponseInit = {}) =>
    registerOf({ fetch: async () => new Response(body, init) });
  const failure = (kind: string, retryAfterSeconds: number | null = null) => ({
    ...{ kind: "failed", failure: kind, retryAfterSeconds },
  });

  it("gives the name, street and place of who is registered", async () => {
    expect(await registerOf().lookUp("00245573")).to.deep.equal({
      kind: "answered",
      registrations: [
        {
          ...{ name: "Kleertjes & Zo", street: "De Gast", place: "Zuidhorn" },
          ...{ kind: "main", isActive: true },
        },
      ],
    });
  });

  it("gives each branch and the legal person", async () => {
    const reply = await registerOf().lookUp("99208579");
    const found = reply.kind === "answered" ? reply.registrations : [];
    expect(found.map(({ name, kind }) => [name, kind])).to.deep.equal([
      ["Sportpunt Zuidhorn", "main"],
      ["Sportpunt Leek", "branch"],
      ["Sportpunt B.V.", "entity"],
    ]);
  });

  it("tells a company that ended from one that never was", async () => {
    const ended = await registerOf().lookUp("99300726");
    expect(ended).to.have.nested.property("registrations[0].isActive", false);
    const never = await registerOf().lookUp("99999999");
    expect(never).to.deep.equal({ kind: "answered", registrations: [] });
  });

  it("asks for the number alone, and once", async () => {
    const before = sandbox.asked.length;
    await registerOf().lookUp("00245573");
    expect(sandbox.asked.slice(before)).to.deep.equal([
      "/api/v2/zoeken?kvkNummer=00245573&inclusiefInactieveRegistraties=true&resultatenPerPagina=100",
    ]);
  });

  it("says that its key is refused", async () => {
    const reply = await registerOf({ apiKey: "another" }).lookUp("00245573");
    expect(reply).to.deep.equal(failure("key-refused"));
    expect(await saying("", { status: 403 }).lookUp("00245573")).to.deep.equal(
      failure("key-refused"),
    );
  });

  it("asks nothing while the register wants to be left alone", async () => {
    sandbox.play("busy");
    let now = 0;
    const clock = { ...systemClock(), now: () => now };
    const register = registerOf({ clock });
    expect(await register.lookUp("00245573")).to.deep.equal(failure("busy", 120));
    sandbox.play(null);
    const before = sandbox.asked.length;
    now = 119_999;
    expect(await register.lookUp("00245573")).to.deep.equal(failure("busy", 1));
    expect(sandbox.asked).to.have.length(before);
    now = 120_000;
    expect(await register.lookUp("00245573")).to.include({ kind: "answered" });
  });

  it("leaves it alone for a minute when it doesn't say how long, and for a day at most", async () => {
    const vague = saying("", { status: 429 });
    expect(await vague.lookUp("00245573")).to.deep.equal(failure("busy", 60));
    const endless = saying("", { status: 429, headers: { "retry-after": "999999999" } });
    expect(await endless.lookUp("00245573")).to.deep.equal(failure("busy", 86_400));
  });

  it("takes its own faults, and data that can't be had for the moment, for no answer", async () => {
    for (const fault of ["down", "unavailable"] as const) {
      sandbox.play(fault);
      expect(await registerOf().lookUp("00245573"), fault).to.deep.equal(failure("away"));
    }
    for (const status of [302, 418, 500, 502]) {
      const reply = await saying("{}", { status }).lookUp("00245573");
      expect(reply, String(status)).to.deep.equal(failure("away"));
    }
  });

  it("gives up on an answer that doesn't come, and on a server that isn't there", async () => {
    sandbox.play("slow");
    expect(await registerOf({ timeoutMs: 50 }).lookUp("00245573")).to.deep.equal(failure("away"));
    const nowhere = registerOf({ baseUrl: "http://127.0.0.1:1/api" });
    expect(await nowhere.lookUp("00245573")).to.deep.equal(failure("away"));
  });

  it("believes nothing that isn't what the API describes", async () => {
    sandbox.play("garbage");
    expect(await registerOf().lookUp("00245573")).to.deep.equal(failure("unreadable"));
    const other = { kvkNummer: "00000001", naam: "Een ander", type: "hoofdvestiging" };
    for (const body of [
      "",
      "<html>",
      "[]",
      '{"resultaten":[]}',
      JSON.stringify({ resultaten: [other] }),
      JSON.stringify({ resultaten: [{ ...other, kvkNummer: "00245573", type: "iets" }] }),
      JSON.stringify({ resultaten: [{ ...other, kvkNummer: "00245573", actief: "Soms" }] }),
    ]) {
      expect(await saying(body).lookUp("00245573"), body).to.deep.equal(failure("unreadable"));
    }
    const notFound = await saying("<html>", { status: 404 }).lookUp("00245573");
    expect(notFound).to.deep.equal(failure("unreadable"));
    const endless = saying("x".repeat(1_000_001));
    expect(await endless.lookUp("00245573")).to.deep.equal(failure("away"));
  });

  it("reads an address abroad, and does without one", async () => {
    const one = { kvkNummer: "00245573", naam: "Laden", type: "nevenvestiging" };
    const adres = { buitenlandsAdres: { straatHuisnummer: "Ring 1", postcodeWoonplaats: "Leer" } };
    const body = JSON.stringify({ resultaten: [{ ...one, adres }, one] });
    const common = { name: "Laden", kind: "branch", isActive: true };
    expect(await saying(body).lookUp("00245573")).to.deep.equal({
      kind: "answered",
      registrations: [
        { ...common, street: "Ring 1", place: "Leer" },
        { ...common, street: null, place: null },
      ],
    });
  });

  it("never takes its key to another address", async () => {
    const calls: RequestInit[] = [];
    const register = registerOf({
      fetch: async (_url, init) => {
        calls.push(init ?? {});
        return new Response("", {
          status: 302,
          headers: { location: "https://elsewhere.example" },
        });
      },
    });
    expect(await register.lookUp("00245573")).to.deep.equal(failure("away"));
    expect(calls.map(({ redirect }) => redirect)).to.deep.equal(["manual"]);
  });

  it("asks one after the other, with a pause between", async () => {
    const steps: string[] = [];
    const clock = {
      ...systemClock(),
      wait: async (ms: number) => void (ms === 200 && steps.push("pause")),
    };
    const answering: typeof fetch = async () => {
      steps.push("asked");
      await new Promise((resolve) => setImmediate(resolve));
      steps.push("answered");
      return new Response("", { status: 500 });
    };
    const register = registerOf({ clock, pauseMs: 200, fetch: answering });
    await Promise.all(["00000001", "00000002"].map((number) => register.lookUp(number)));
    expect(steps.slice(0, 5)).to.deep.equal(["asked", "answered", "pause", "asked", "answered"]);
  });
});
