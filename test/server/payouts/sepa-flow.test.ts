// A municipality whose bank takes files, from the sale to the statement, over HTTP and by the command line.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "chai";
import { Api, ApiRefusal } from "../../../scripts/demo/api.ts";
import { act, type Demo, type DeploymentAnswer } from "../../../scripts/demo/context.ts";
import { loadMunicipality } from "../../../scripts/demo/municipality.ts";
import { People } from "../../../scripts/demo/people.ts";
import { readShops } from "../../../scripts/demo/shops.ts";
import { hashOf } from "../../../server/payouts/submissions.ts";
import {
  cryptoRandomBytes,
  type Hex,
  randomId,
} from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { decisionDigest } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { activateByApi, chequeQr } from "../../e2e/support/phone-keys.ts";
import { chargeByApi } from "../../e2e/support/shop.ts";
import { stopDatabases, temporaryFolder } from "../../helpers/database.ts";
import {
  makePlace,
  type ServerPlace,
  startTestServer,
  type TestServer,
} from "../../helpers/server.ts";
import { ACCOUNT, camt, pain002 } from "../bank/sepa/fixtures.ts";

const NO_CONTENT: Hex = `0x${"00".repeat(32)}`;
const AMOUNT_CENTS = 1_575n;
const WAIT_MS = 15_000;

type Payouts = { payouts: { payoutId: Hex; state: string; amountCents: string }[] };

describe("A bank that takes files", () => {
  const shop = readShops()[0];
  const file = randomId(cryptoRandomBytes);
  let place: ServerPlace;
  let server: TestServer;
  let isRunning = true;
  let demo: Demo;
  let maker: Signer;
  let checker: Signer;
  let payoutId: Hex;
  let xml: Uint8Array;

  before(async function () {
    this.timeout(120_000);
    const people = new People(join(temporaryFolder(), "people.json"));
    place = await makePlace({
      admin: await people.staff("admin"),
      env: {
        BANK: "sepa",
        BANK_ACCOUNT_IBAN: ACCOUNT,
        PAYOUT_HOLD_SECONDS: "0",
        PAYOUT_INTERVAL_MS: "100",
      },
    });
    server = await startTestServer({ place });
    const api = new Api(server.url);
    const deployment = await api.get<DeploymentAnswer>("/deployment");
    const progress = { step: <T>(_text: string, work: () => Promise<T>) => work(), note: () => {} };
    demo = { api, people, deployment, progress };
    await loadMunicipality(demo);
    maker = await people.staff("treasurer");
    checker = await people.signerOf("staff/second treasurer", "staff");
    const { schemeId } = people;
    const offer = { schemeId, role: "treasurer", candidate: checker.address } as const;
    await act(demo, await people.staff("admin"), commands.offerRole(offer));
    const acceptance = { schemeId, role: "treasurer", holder: checker.address } as const;
    await act(demo, checker, commands.acceptRole(acceptance));
    const letter = people.allLetters()[0];
    if (!letter || !shop) throw new Error("the demonstration has letters and shops");
    const qr = await chequeQr(deployment, await activateByApi(demo, letter));
    await chargeByApi(demo, { qr, shopName: shop.name, amountCents: AMOUNT_CENTS });
  });
  after(async () => {
    if (isRunning) await server.stop();
    await stopDatabases();
  });

  const token = (signer: Signer) => demo.api.openSession(demo.deployment, [signer]);
  const at = (path: string) => `/schemes/${demo.people.schemeId}${path}`;
  const get = async <T>(path: string, signer = maker) =>
    demo.api.get<T>(at(path), await token(signer));

  async function decide(signer: Signer, decision: string, contentHash = NO_CONTENT) {
    const decided = {
      schemeId: demo.people.schemeId,
      subjectId: file,
      decision,
      contentHash,
      reason: "",
      at: Math.floor(Date.now() / 1000),
    };
    const signature = await signer.sign(decisionDigest(demo.deployment, decided));
    await demo.api.post(at("/treasury-decisions"), { ...decided, signature }, await token(signer));
  }
  const codeOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => "done",
      (error: unknown) => (error instanceof ApiRefusal ? error.code : String(error)),
    );

  async function until(state: string): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const { payouts } = await get<Payouts>("/payouts?show=all");
      if (payouts[0]?.state === state) {
        payoutId = payouts[0].payoutId;
        return;
      }
      if (Date.now() > deadline)
        throw new Error(`the payout is ${payouts[0]?.state}, not ${state}`);
      await delay(100);
    }
  }

  async function upload(bytes: Uint8Array): Promise<Record<string, unknown>> {
    const response = await fetch(`${server.url}/api/v1${at("/bank-files")}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await token(checker)}`,
        "content-type": "application/xml",
      },
      body: Uint8Array.from(bytes),
    });
    return response.json() as Promise<Record<string, unknown>>;
  }

  it("puts what is due into a file that one treasurer freezes", async () => {
    await until("APPROVED");
    await decide(maker, "freeze-file");

    const list = await get<{ bank: string; files: { state: string; amountCents: string }[] }>(
      "/payment-files",
    );
    expect(list.bank).to.equal("file");
    expect(list.files[0]).to.deep.include({ state: "frozen", amountCents: String(AMOUNT_CENTS) });
  });

  it("lets only another treasurer, who saw its hash, release it", async () => {
    const { files } = await get<{ files: { fileHash: Hex }[] }>("/payment-files");
    const hash = files[0]?.fileHash ?? NO_CONTENT;
    const sponsor = await demo.people.staff("sponsor");

    expect(await codeOf(decide(maker, "release-file", hash))).to.equal("same-person");
    expect(await codeOf(decide(checker, "release-file"))).to.equal("file-changed");
    expect(await codeOf(decide(sponsor, "release-file", hash))).to.equal("role-missing");
    expect(await codeOf(get(`/payment-files/${file}/content`))).to.equal("submission-not-in-state");
    await decide(checker, "release-file", hash);
  });

  it("gives the very bytes that were released, to treasurers alone", async () => {
    const url = `${server.url}/api/v1${at(`/payment-files/${file}/content`)}`;
    const ask = async (signer: Signer) =>
      fetch(url, { headers: { authorization: `Bearer ${await token(signer)}` } });
    expect((await ask(await demo.people.staff("validator"))).status).to.equal(403);

    const response = await ask(maker);
    xml = new Uint8Array(await response.arrayBuffer());

    const { files } = await get<{ files: { fileHash: Hex; state: string }[] }>("/payment-files");
    expect(files[0]).to.deep.include({ fileHash: hashOf(xml), state: "sent" });
    expect(new TextDecoder().decode(xml)).to.include(
      `<EndToEndId>${payoutId.slice(2)}</EndToEndId>`,
    );
    await until("SUBMITTING");
  });

  it("refuses a statement of another account and one that is cut off, with the line", async () => {
    const entry = {
      amount: "15.75",
      details: [{ endToEndId: payoutId.slice(2), iban: shop?.iban ?? "" }],
    };
    const good = camt({ entries: [entry] });
    const foreign = camt({ entries: [entry], accountIban: "NL20INGB0001234567" });

    expect(await upload(foreign)).to.include({ code: "bank-file-foreign" });
    const cut = await upload(good.slice(0, 700));
    expect(cut).to.deep.include({ code: "bank-file-unreadable" });
    expect(cut.params).to.have.property("line");
    await until("SUBMITTING");
  });

  it("moves on by the bank's status and is settled by its statement, each read once", async () => {
    const status = pain002({ originalMessageId: file.slice(2), groupStatus: "ACSP" });
    expect(await upload(status)).to.include({ matched: 1, alreadyRead: false });
    await until("ACCEPTED");

    const entry = {
      amount: "15.75",
      details: [{ endToEndId: payoutId.slice(2), iban: shop?.iban ?? "" }],
    };
    expect(await upload(camt({ entries: [entry] }))).to.include({ matched: 1, unmatched: 0 });
    expect(await upload(camt({ entries: [entry] }))).to.include({ alreadyRead: true });
    await until("BOOKED");
  });

  it("has one line for it in the day's report, with creditor, account and reference", async () => {
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format();
    const report = await get<{ lines: Record<string, unknown>[] }>(`/payout-report?day=${day}`);
    const paid = report.lines.filter(({ kind }) => kind === "paid");

    expect(paid).to.have.length(1);
    expect(paid[0]).to.include({
      payoutId,
      shopName: shop?.name,
      iban: shop?.iban,
      creditorNumber: shop?.kvkNumber,
      payments: 1,
      bankReference: "REF-1",
    });
  });

  it("is listed by the command line once the server has ended", async () => {
    isRunning = false;
    await server.stop();
    const child = spawn(process.execPath, ["scripts/sepa.ts", "list"], {
      env: { PATH: process.env.PATH, ...place.env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
      });
    }
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(output).to.match(/^accepted +\d{4}-\d\d-\d\d {2}1 payouts, € 15,75 {2}kindpakket-/m);
    expect(code).to.equal(0);
  }).timeout(60_000);
});
