// The server is killed in the midst of payments, again and again: nothing acknowledged is lost, nothing is done twice.
import { expect } from "chai";
import { payments } from "../../../server/store/schema/projections.ts";
import {
  foundMunicipality,
  type Municipality,
  openPayment,
  startTestChain,
} from "../../helpers/chain.ts";
import { databaseKinds, stopDatabases } from "../../helpers/database.ts";
import { makePlace, type ServerPlace, startServerProcess } from "../../helpers/server.ts";

const KILLS = 3;
const PAYMENTS_PER_LIFE = 60;
const AMOUNT_CENTS = 100n;

type Payment = Awaited<ReturnType<typeof openPayment>>;
type Answer = { paymentId: string; amountCents: string; paidAt: number };

describe("crash", () => {
  after(stopDatabases);

  for (const kind of databaseKinds) {
    it(`loses nothing and does nothing twice on ${kind}`, async function () {
      this.timeout(120_000);
      const operatorKey = `0x${"5b".repeat(32)}`;
      const place = await makePlace({ kind, env: { OPERATOR_KEY: operatorKey } });
      const { town, all } = await prepare(place);

      const acknowledged = new Map<Payment, Answer>();
      for (let life = 0; life < KILLS; life++) {
        const server = await startServerProcess(place);
        const until = PAYMENTS_PER_LIFE * (life + 1);
        // All that was promised before still stands.
        for (const [payment, answer] of acknowledged) {
          expect(await pay(server.url, payment)).to.deep.equal(answer);
        }
        let count = 0;
        const killAt = 5 + 15 * life;
        const sent = all.slice(0, until).filter((payment) => !acknowledged.has(payment));
        await Promise.all(
          sent.map(async (payment) => {
            const answer = await pay(server.url, payment).catch(() => null);
            if (answer === null) return;
            acknowledged.set(payment, answer);
            count += 1;
            if (count === killAt) await server.end("SIGKILL");
          }),
        );
        await server.end("SIGKILL");
      }

      const server = await startServerProcess(place);
      const final = await Promise.all(all.map((payment) => pay(server.url, payment)));
      const code = await server.end("SIGTERM");
      expect(code).to.equal(0);
      expect(acknowledged.size).to.be.greaterThan(0);
      for (const [index, payment] of all.entries()) {
        const before = acknowledged.get(payment);
        if (before) expect(final[index]).to.deep.equal(before);
      }
      await checkBooks(place, town, all.length);
    });
  }
});

async function prepare(place: ServerPlace): Promise<{ town: Municipality; all: Payment[] }> {
  const chain = await startTestChain({ env: place.env, admin: place.admin });
  const town = await foundMunicipality(chain, { children: 10, shops: 2 });
  const all = await Promise.all(
    Array.from({ length: KILLS * PAYMENTS_PER_LIFE }, (_, index) =>
      openPayment(chain, {
        child: town.children[index % 10]!,
        shop: town.shops[index % 2]!,
        nonce: 1 + Math.floor(index / 10),
        amountCents: AMOUNT_CENTS,
      }),
    ),
  );
  await chain.stop();
  return { town, all };
}

/** @throws {Error} when there is no answer, or one that says no. */
async function pay(url: string, payment: Payment): Promise<Answer> {
  const { authorisation, signature, charge, tillSignature } = payment;
  const body = { authorisation, signature, charge, tillSignature };
  const response = await fetch(`${url}/api/v1/payments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body, (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    ),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { paymentId, amountCents, paidAt } = await response.json();
  return { paymentId, amountCents, paidAt };
}

async function checkBooks(place: ServerPlace, town: Municipality, count: number): Promise<void> {
  const chain = await startTestChain({ env: place.env, admin: place.admin });
  const made = await chain.database.$count(payments);
  const [scheme] = await chain.database.query.schemes.findMany();
  const { abi } = chain.contracts.ledger;
  const answer = await chain.client.simulate({
    from: chain.operator,
    to: chain.deployment.ledger,
    data: abi.encodeFunctionData("conservationOf", [town.schemeId]) as `0x${string}`,
    gas: 200_000,
  });
  const books = abi.decodeFunctionResult("conservationOf", answer)[0].toObject();
  await chain.stop();
  expect(made).to.equal(count);
  expect(scheme?.owedCents).to.equal(AMOUNT_CENTS * BigInt(count));
  expect(books).to.include({ owed: AMOUNT_CENTS * BigInt(count), holds: true });
}
