// What browsers load of the web apps: how it is packed, how long it may be kept, and what isn't given.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect } from "chai";
import express from "express";
import { serveWebApps } from "../../../server/http/static.ts";

const SCRIPT = `export const texts = ${JSON.stringify(Array.from({ length: 400 }, (_, i) => `tekst ${i}`))};`;
const FILES = {
  "index.html": "<!doctype html><title>Kindpakket</title>",
  "family/index.html": "<!doctype html><title>Betalen</title>",
  "accessibility/index.html": "<!doctype html><title>Toegankelijkheid</title>",
  "assets/family-AbC123.js": SCRIPT,
  "family/service-worker.js": "self.addEventListener('install', () => undefined);",
  ".secret": "not for anyone",
};

describe("The web apps' files", () => {
  let folder: string;
  let server: Server;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "kindpakket-web-"));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const app = express();
    app.enable("strict routing");
    app.get("/api/v1/session", (_request, response) => {
      response.json({ token: "x".repeat(5_000) });
    });
    serveWebApps(app, folder);
    server = createServer(app).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
  });

  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  /** Asks without a client that unpacks by itself. */
  async function ask(path: string, encodings = "gzip, deflate, br") {
    const { port } = server.address() as AddressInfo;
    const headers = { "accept-encoding": encodings };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path, headers }, resolve).on("error", reject);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
  }

  it("come packed, as the browser can read it", async () => {
    const brotli = await ask("/assets/family-AbC123.js");
    expect(brotli.headers["content-encoding"]).to.equal("br");
    expect(brotliDecompressSync(brotli.body).toString()).to.equal(SCRIPT);
    expect(brotli.body.length).to.be.below(SCRIPT.length / 2);
    const gzip = await ask("/assets/family-AbC123.js", "gzip");
    expect(gzip.headers["content-encoding"]).to.equal("gzip");
    expect(gunzipSync(gzip.body).toString()).to.equal(SCRIPT);
  });

  it("come as they are to who can't unpack, and a cache is told that both exist", async () => {
    const plain = await ask("/assets/family-AbC123.js", "identity");
    expect(plain.headers["content-encoding"]).to.equal(undefined);
    expect(plain.body.toString()).to.equal(SCRIPT);
    expect(plain.headers.vary).to.match(/accept-encoding/i);
  });

  it("leave the API's answers unpacked, because a secret's length must not depend on its neighbours", async () => {
    const answer = await ask("/api/v1/session");
    expect(answer.headers["content-encoding"]).to.equal(undefined);
    expect(answer.headers["content-length"]).to.equal(String(answer.body.length));
  });

  it("may be kept for ever when their name has a hash, and are asked for anew when it hasn't", async () => {
    const { headers } = await ask("/assets/family-AbC123.js");
    expect(headers["cache-control"]).to.include("immutable").and.to.include("max-age=31536000");
    for (const path of ["/", "/family/", "/toegankelijkheid", "/family/service-worker.js"]) {
      const answer = await ask(path);
      expect([answer.status, answer.headers["cache-control"]], path).to.deep.equal([
        200,
        "no-cache",
      ]);
    }
  });

  it("are no others than the build's own", async () => {
    const { status, headers } = await ask("/family");
    expect([status, headers.location]).to.deep.equal([308, "/family/"]);
    for (const path of ["/.secret", "/family/index", "/assets/", "/assets/../../etc/passwd"]) {
      expect((await ask(path)).status, path).to.equal(404);
    }
  });
});
