// Two whole servers and a bank, each a process of its own, on one PostgreSQL and one chain: the one that pays is killed while the
// bank has its request, and the other goes on; the bank's own books show each payout once.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Deployment } from "../../../wallet-web/shared/protocol/typed-data.ts";
import { makeDatabase, stopDatabases, temporaryFolder } from "../../helpers/database.ts";
import { eventually } from "../../helpers/eventually.ts";
import { type External, startExternal } from "../../helpers/external-chain.ts";
import { hasPostgres } from "../../helpers/postgres.ts";
import { type ServerPlace, type ServerProcess, startServerProcess } from "../../helpers/server.ts";
import { type Bench, createClient } from "../http/bench.ts";
import { giveMandate } from "../http/paying-bench.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  type Shop,
  type Town,
} from "../http/town.ts";

const API_KEY = "sandbox_two_servers";
const TAKE_OVER_MS = 10_000;
const SHOPS = 4;

type Movement = { amountCents: string; merchantReference: string | null; description: string };
type Account = { owedCents: string; inPayoutCents: string; paidOutCents: string };

describe("Two servers with a bank", function () {
  this.timeout(180_000);
  let external: External;
  let place: ServerPlace;
  let bank: { process: ChildProcess; url: string };
  const servers: ServerProcess[] = [];

  before(async function () {
    if (!hasPostgres()) this.skip();
    external = await startExternal();
    bank = await startBank();
    const database = await makeDatabase("postgres", temporaryFolder());
    place = {
      admin: external.admin,
      env: {
        ...external.env,
        DATABASE_URL: "url" in database ? database.url : "",
        ...{ DATA_DIR: temporaryFolder(), PORT: "0", MUNICIPALITY: "Zuidhorn" },
        ...{ BANK: "bunq", BANK_URL: `${bank.url}/v1`, BANK_API_KEY: API_KEY },
        ...{ BANK_QUIET_SECONDS: "2", PAYOUT_HOLD_SECONDS: "0", PAYOUT_INTERVAL_MS: "100" },
      },
    };
  });
  after(async () => {
    for (const server of servers) await server.end("SIGKILL");
    bank?.process.kill("SIGKILL");
    await external?.node.stop();
    await stopDatabases();
  });

  const startServer = async () => {
    const server = await startServerProcess(place);
    servers.push(server);
    return server;
  };
  /** The same people at another server's address. */
  const at = async (server: ServerProcess): Promise<Bench> => {
    const { deployment, operator } = await deployed(server);
    const client = createClient({ baseUrl: server.url, deployment, now: () => Date.now() });
    // Only what a town needs of a server in this process.
    const chain = { admin: external.admin, deployment, operator };
    const services = { clock: { now: () => Date.now() } };
    return { ...client, chain, services } as unknown as Bench;
  };
  let known: Promise<{ deployment: Deployment; operator: Hex }> | undefined;
  const deployed = (server: ServerProcess) => {
    known ??= fetch(`${server.url}/api/v1/deployment`)
      .then((response) => response.json())
      .then(({ chainId, ledger, forwarder, roles, cards, operator }) => {
        return { deployment: { chainId, ledger, forwarder, roles, cards }, operator };
      });
    return known;
  };
  const movements = async (): Promise<Movement[]> => {
    const { accounts } = await (await fetch(`${bank.url}/_sandbox/statement`)).json();
    return accounts[0].movements;
  };
  const answersLate = async (delayMs: number) => {
    const faults = [{ kind: "answer-late", pathIncludes: "/payment", times: 1, delayMs }];
    const body = JSON.stringify({ faults });
    const response = await fetch(`${bank.url}/_sandbox/faults`, { method: "POST", body });
    expect(response.status).to.equal(200);
  };

  it("take over from each other within 10 s, and pay each payout once", async () => {
    let [leader, other] = [await startServer(), await startServer()];
    const town = await openTown(await at(leader));
    await giveMandate(town);
    const [child] = (await family(town)) as [Child];
    const shops = await Promise.all(Array.from({ length: SHOPS }, () => admittedShop(town)));
    let soldCents = 0n;
    const sell = async (bench: Bench, shop: Shop, amountCents: bigint) => {
      const body = await openPayment(bench, { child, shop, amountCents });
      // Nobody may lead at this moment: a payment is sent again until it is taken, as the till does.
      await eventually(
        async () => (await bench.post("/payments", body)).status < 300,
        TAKE_OVER_MS,
      );
      soldCents += amountCents;
    };

    for (let kill = 0; kill < 2; kill += 1) {
      const before = (await movements()).length;
      await answersLate(60_000);
      for (const shop of shops) await sell(await at(leader), shop, 100n + BigInt(kill));
      // The bank has paid, and its answer is still to come.
      await eventually(async () => (await movements()).length > before);
      await leader.end("SIGKILL");

      const killedAt = performance.now();
      await sell(await at(other), shops[0] as Shop, 1_000n);
      expect(performance.now() - killedAt).to.be.lessThan(TAKE_OVER_MS);
      await eventually(() => isAllPaid(other, town, soldCents), 60_000);
      [leader, other] = [other, await startServer()];
    }

    const paid = await payoutsOf(leader, town);
    expect(paid.map(({ state }) => state)).to.deep.equal(paid.map(() => "BOOKED"));
    const booked = await movements();
    for (const { payoutId, amountCents } of paid) {
      const lines = booked.filter(({ description }) => description.includes(payoutId.slice(2)));
      expect(lines.map((line) => line.amountCents)).to.deep.equal([`-${amountCents}`]);
    }
    expect(booked).to.have.length(paid.length);
    expect(booked.reduce((sum, line) => sum - BigInt(line.amountCents), 0n)).to.equal(soldCents);
  });

  async function isAllPaid(server: ServerProcess, town: Town, soldCents: bigint): Promise<boolean> {
    const path = `/schemes/${town.schemeId}/shops`;
    const { body } = must(await (await at(server)).get(path, town.staff.validator.token));
    const shops: Account[] = body.shops;
    const sum = (of: (account: Account) => string) =>
      shops.reduce((total, account) => total + BigInt(of(account)), 0n);
    expect(sum((one) => one.paidOutCents) <= soldCents).to.equal(true);
    return (
      sum((one) => one.owedCents) === 0n &&
      sum((one) => one.inPayoutCents) === 0n &&
      sum((one) => one.paidOutCents) === soldCents
    );
  }
  async function payoutsOf(
    server: ServerProcess,
    town: Town,
  ): Promise<{ payoutId: Hex; state: string; amountCents: string }[]> {
    const path = `/schemes/${town.schemeId}/payouts?limit=200`;
    return must(await (await at(server)).get(path, town.staff.treasurer.token)).body.payouts;
  }
});

async function startBank(): Promise<{ process: ChildProcess; url: string }> {
  const books = join(temporaryFolder(), "books.jsonl");
  const script = "server/bank/bunq/sandbox/main.ts";
  const args = [script, "--port", "0", "--books", books, "--api-key", API_KEY, "--no-rate-limits"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    const url = /(http:\/\/127\.0\.0\.1:\d+) /.exec(said)?.[1];
    if (url) return { process: child, url };
  }
  throw new Error(`the bank did not start: ${said}`);
}
