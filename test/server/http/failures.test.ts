// When a part is away: a clear answer, nothing claimed paid, nothing personal in the log, and work goes on by itself.
import { expect } from "chai";
import { AppError } from "../../../server/errors/app-error.ts";
import type { Services } from "../../../server/services.ts";
import { newSigner } from "../../helpers/chain.ts";
import { type Bench, startBench } from "./bench.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  type Shop,
  shopBoundPayment,
  signUpBody,
  type Town,
  uploadCsv,
} from "./town.ts";

describe("When a part is away", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let child: Child;
  const broken: { database?: Error; relay?: Error } = {};

  const breakable = (services: Services): Services => ({
    ...services,
    relay: {
      ...services.relay,
      submit: async (...given) => {
        if (broken.relay) throw broken.relay;
        return services.relay.submit(...given);
      },
    },
    database: new Proxy(services.database, {
      get(target, name, receiver) {
        if (broken.database && ["select", "insert", "execute"].includes(String(name))) {
          throw broken.database;
        }
        return Reflect.get(target, name, receiver);
      },
    }),
  });

  before(async function () {
    this.timeout(60_000);
    bench = await startBench({ change: breakable });
    town = await openTown(bench);
    shop = await admittedShop(town);
    [child] = (await family(town)) as [Child];
  });
  after(() => bench.stop());
  afterEach(() => {
    delete broken.database;
    delete broken.relay;
  });

  it("says 503 while the chain is away, and pays the same charge when it is back", async () => {
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    broken.relay = new AppError("chain-unavailable", {}, { cause: new Error("ECONNREFUSED") });
    const answer = await bench.post("/payments", body);
    expect([answer.status, answer.body.code]).to.deep.equal([503, "chain-unavailable"]);
    expect(answer.headers.get("retry-after")).to.equal("5");
    delete broken.relay;
    must(await bench.post("/payments", body), 201);
  });

  it("says 503 while the database is away, also in /readyz, while /healthz lives", async () => {
    const token = await bench.logIn(child.phone);
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    broken.database = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const answers = [await bench.post("/payments", body), await bench.get("/beneficiaries", token)];
    for (const answer of answers) {
      expect([answer.status, answer.body.code]).to.deep.equal([503, "database-unavailable"]);
    }
    expect((await bench.get("//readyz")).status).to.equal(503);
    must(await bench.get("//healthz"));
    delete broken.database;
    must(await bench.post("/payments", body), 201);
  });

  it("tells a full disk and a server that stops from a fault of ours", async () => {
    for (const code of ["53100", "57P01", "08006", "ENOSPC"]) {
      broken.database = Object.assign(new Error("x"), { code });
      expect((await bench.get("/shops")).body.code).to.equal("database-unavailable");
    }
    broken.database = Object.assign(new Error("x"), { code: "42P01" });
    expect((await bench.get("/shops")).body.code).to.equal("internal-error");
  });

  it("answers the unforeseen without detail, and logs it under the request's id", async () => {
    broken.relay = new Error("secret detail");
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    const answer = await bench.post("/payments", body);
    expect([answer.status, answer.body.code]).to.deep.equal([500, "internal-error"]);
    expect(answer.text).not.to.include("secret detail");
    const lines = bench.log.filter((line) => line.includes(answer.body.requestId));
    expect(lines.join("")).to.include("secret detail");
  });

  it("logs nobody's name, number, account, token or address", async () => {
    const token = await bench.logIn(child.phone);
    const csv = "Cliëntnummer;Naam;Aantal kinderen;Taal\r\nZH-777888;Geheim, G.;2;nl";
    must(await uploadCsv(town, csv), 201);
    const owner = await newSigner();
    const { body } = await signUpBody(bench, owner, {
      name: "Geheime Winkel",
      email: "geheim@x.example",
    });
    must(await bench.post("/shops", body), 201);
    await bench.get(`/payments?beneficiaryId=${child.beneficiaryId}`, token);
    await bench.post(
      "/payments",
      await shopBoundPayment(bench, { child, shop, amountCents: 90_000n }),
    );
    for (const failure of ["database", "relay"] as const) {
      const detail = `Failed query: insert\nparams: ZH-777888,Geheim,${body.iban}`;
      broken[failure] = new Error(detail);
      await bench.post("/shops", (await signUpBody(bench, owner, { name: "Geheime Winkel" })).body);
      await uploadCsv(town, `${csv}\r\nZH-999000;Geheim;1;nl`);
      delete broken[failure];
    }
    const log = bench.log.join("");
    expect(log).to.include('"path":"/shops"').and.to.include('"code":"insufficient-budget"');
    const personal = [
      "ZH-777888",
      "ZH-999000",
      "Geheim",
      "geheim@",
      body.iban,
      body.kvkNumber,
      "Dorpsstraat",
      token,
      child.beneficiaryId,
      child.phone.address,
      owner.address,
      "127.0.0.1",
      "?",
    ];
    for (const text of personal) expect(log).not.to.include(text);
  });
});
