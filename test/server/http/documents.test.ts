// What the server says of itself: the OpenAPI document, its page, health, metrics, headers, the web apps.
import { expect } from "chai";
import { errorTable } from "../../../server/errors/table.ts";
import { problem } from "../../../server/http/schemas/problem.ts";
import type { Bench } from "./bench.ts";
import { openApi } from "./openapi-shape.ts";
import { newTown, sharedBench } from "./shared.ts";
import { admittedShop, type Child, family, must, openPayment } from "./town.ts";

const METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"];

describe("The API's document", () => {
  let bench: Bench;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
  });
  const read = async () => must(await bench.get("//openapi.json")).body;

  it("is OpenAPI 3.1, at the root and below the API", async () => {
    const document = await read();
    const parsed = openApi.safeParse(document);
    expect(parsed.error?.issues.slice(0, 3)).to.equal(undefined);
    expect(must(await bench.get("/openapi.json")).body).to.deep.equal(document);
  });

  it("refers only to what is in it", async () => {
    const document = await read();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).to.be.above(100);
    for (const [, reference = ""] of references) {
      const steps = reference.replace(/^#\//, "").split("/");
      const found = steps.reduce((place, step) => place?.[step], document);
      expect(found, reference).to.be.an("object");
    }
  });

  it("names every parameter of every path, and every operation once", async () => {
    const { paths } = openApi.parse(await read());
    const ids: string[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      for (const { operationId, parameters = [] } of Object.values(operations)) {
        ids.push(operationId);
        const inPath = parameters.filter((one) => one.in === "path");
        const named = inPath.map((one) => `{${one.name}}`);
        expect(path.match(/\{\w+\}/g) ?? [], path).to.have.members(named);
      }
    }
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("describes exactly what is answered: each route, each method", async function () {
    this.timeout(30_000);
    const { paths } = openApi.parse(await read());
    for (const [path, operations] of Object.entries(paths)) {
      const address = path.replace(/\{\w+\}/g, `0x${"ab".repeat(16)}`);
      for (const method of METHODS) {
        const operation = new Map(Object.entries(operations)).get(method.toLowerCase());
        const answer = await bench.call(method, address, method === "POST" ? {} : undefined);
        if (operation === undefined) {
          expect([answer.status, answer.body.code], `${method} ${path}`).to.deep.equal([
            405,
            "method-not-allowed",
          ]);
          continue;
        }
        expect(Object.keys(operation.responses), `${method} ${path}`).to.include(
          String(answer.status),
        );
        if (answer.status < 400) continue;
        const said = operation.responses[answer.status]?.description;
        expect(said, `${method} ${path}`).to.include(`\`${answer.body.code}\``);
      }
    }
  });

  it("has a page that people can read, with every route and every error code, and no script", async () => {
    const page = must(await bench.get("//api"));
    expect(page.headers.get("content-type")).to.match(/^text\/html/);
    expect(page.text).not.to.match(/<script|style=|onclick/);
    const { paths } = await read();
    for (const path of Object.keys(paths)) expect(page.text).to.include(path);
    for (const code of Object.keys(errorTable)) expect(page.text).to.include(`id="${code}"`);
    expect((await bench.get("//api/style.css")).headers.get("content-type")).to.match(/^text\/css/);
  });
});

describe("The server", () => {
  let bench: Bench;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
  });

  it("lives and is ready", async () => {
    expect(must(await bench.get("//healthz")).body).to.deep.equal({ status: "ok" });
    const ready = must(await bench.get("//readyz")).body;
    expect(ready).to.include({ status: "ok", database: true, chain: true, index: true });
  });

  it("counts payments, times answers, and shows the relay's queue", async () => {
    const town = await newTown();
    const shop = await admittedShop(town);
    const [child] = (await family(town)) as [Child];
    const body = await openPayment(bench, { child, shop, amountCents: 100n });
    const paidBefore = await metric('kindpakket_payments_total{outcome="paid"}');
    must(await bench.post("/payments", body), 201);
    must(await bench.post("/payments", body), 200);
    expect(await metric('kindpakket_payments_total{outcome="paid"}')).to.equal(paidBefore + 1);
    expect(await metric('kindpakket_payments_total{outcome="repeated"}')).to.be.above(0);
    expect(await metric('kindpakket_relay_commands{state="queued"}')).to.equal(0);
    expect(await metric("kindpakket_chain_reachable")).to.equal(1);
    const { text } = must(await bench.get("//metrics"));
    expect(text).to.include('path="/payments"').and.not.to.include("0x");
  });

  const metric = async (name: string) => {
    const { text } = must(await bench.get("//metrics"));
    const line = text.split("\n").find((one) => one.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0);
  };

  it("lets pages run and load nothing but their own", async () => {
    const { headers } = await bench.get("/deployment");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).to.include("default-src 'none'").and.to.include("script-src 'self'");
    expect(policy)
      .to.include("frame-ancestors 'none'")
      .and.not.to.match(/unsafe|http|\*/);
    expect(headers.get("permissions-policy"))
      .to.include("camera=(self)")
      .and.to.include("microphone=()");
    expect(headers.get("x-content-type-options")).to.equal("nosniff");
    expect(headers.get("strict-transport-security")).to.equal(null);
    expect(headers.get("x-powered-by")).to.equal(null);
    expect(headers.get("api-version")).to.match(/^\d+\.\d+\.\d+$/);
  });

  it("answers what it doesn't know with a problem, wherever it is asked", async () => {
    const asked = [
      "/nothing",
      "/shops/",
      "/SHOPS",
      "//nothing",
      "//.env",
      "//family/../../etc/passwd",
    ];
    for (const path of asked) {
      const answer = await bench.get(path);
      expect([answer.status, answer.body.code], path).to.deep.equal([404, "not-found"]);
      expect(problem.parse(answer.body)).to.deep.equal(answer.body);
      expect(answer.body.requestId).to.equal(answer.headers.get("x-request-id"));
    }
  });

  it("takes the bank's hint without believing it", async () => {
    must(await bench.post("/bank/callbacks/bunq", { NotificationUrl: { object: { x: 1 } } }), 204);
    expect((await bench.post("/bank/callbacks/bunq", "nonsense")).status).to.equal(400);
  });
});
