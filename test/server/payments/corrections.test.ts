// What is left of a payment to refund, while another refund of it is just being written into the index.
import { expect } from "chai";
import { sql } from "drizzle-orm";
import pg from "pg";
import type { Relay } from "../../../server/chain/relay.ts";
import { isAppError } from "../../../server/errors/app-error.ts";
import { createCorrect } from "../../../server/payments/corrections.ts";
import { type Database, openDatabase } from "../../../server/store/database.ts";
import { commands, payments } from "../../../server/store/schema/chain.ts";
import { correctionClaims } from "../../../server/store/schema/office.ts";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands as protocol } from "../../../wallet-web/shared/protocol/commands.ts";
import { signCommand } from "../../../wallet-web/shared/protocol/sign-command.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import {
  databaseKinds,
  makeDatabase,
  stopDatabases,
  temporaryFolder,
} from "../../helpers/database.ts";
import { eventually } from "../../helpers/eventually.ts";

const address = (byte: string) => `0x${byte.repeat(20)}` as const;
const randomHash = () => toHex(cryptoRandomBytes(32));
const deployment = {
  chainId: 1,
  ledger: address("11"),
  forwarder: address("22"),
  roles: address("33"),
  cards: address("34"),
};

for (const kind of databaseKinds.filter((one) => one === "postgres")) {
  describe(`Corrections, on ${kind}`, () => {
    let database: Database;
    let close: () => Promise<void>;
    let locker: pg.Client;

    before(async function () {
      this.timeout(60_000);
      const place = await makeDatabase(kind, temporaryFolder());
      if (!("url" in place)) throw new Error("a server is meant");
      ({ database, close } = await openDatabase(place));
      locker = new pg.Client({ connectionString: place.url });
      await locker.connect();
    });
    after(async () => {
      await locker.end();
      await close();
      await stopDatabases();
    });

    /** Carries out at once whatever its rows allow. */
    const relay: Relay = {
      async submit(_command, alongside) {
        await database.transaction(async (tx) => alongside?.(tx));
        return { state: "executed", blockNumber: 1, timestamp: 1, transactionHash: randomHash() };
      },
      outcomeOf: async () => ({ state: "refused", code: "gas-too-low", params: {} }),
    };

    it("counts a refund that moves from the claims to the index meanwhile", async () => {
      const payment = await somePayment(database, 100n);
      const first = await claimOf(database, payment, 60n);
      await locker.query("BEGIN; LOCK TABLE correction_claims IN ACCESS EXCLUSIVE MODE");

      const second = refund({ database, relay, payment, amountCents: 60n });
      await eventually(async () => {
        const { rows } = (await database.execute(
          sql`select 1 from pg_locks where not granted and relation = 'correction_claims'::regclass`,
        )) as unknown as { rows: unknown[] };
        return rows.length > 0;
      });
      await locker.query(
        `INSERT INTO corrections (position, payment_id, kind, scheme_id, beneficiary_id, shop_id, "by", amount_cents,
           request_id, at, transaction_hash) VALUES (1, $1, 'refund', '0x', $2, $3, '0x', 60, $4, 1, '0x')`,
        [payment.paymentId, payment.beneficiaryId, payment.shopId, first],
      );
      await locker.query("COMMIT");

      expect(await second).to.equal("refund-above-payment");
    });
  });
}

type Payment = { paymentId: Hex; beneficiaryId: Hex; shopId: Hex };

async function somePayment(database: Database, amountCents: bigint): Promise<Payment> {
  const payment = { paymentId: randomHash(), beneficiaryId: newId(), shopId: newId() };
  await database.insert(payments).values({
    ...payment,
    position: 1,
    kind: "open",
    schemeId: newId(),
    device: address("44"),
    nonce: 1,
    amountCents,
    correctedCents: 0n,
    balanceAfterCents: 0n,
    paidAt: 1,
    blockNumber: 1,
    transactionHash: randomHash(),
  });
  return payment;
}

/** A refund that was sent and not projected. */
async function claimOf(database: Database, { paymentId }: Payment, amountCents: bigint) {
  const requestId = randomHash();
  const sent = { kind: "request", state: "sent", payload: {}, createdAt: 1 } as const;
  await database.insert(commands).values({ ...sent, id: requestId, subject: requestId });
  await database
    .insert(correctionClaims)
    .values({ requestId, paymentId, amountCents, createdAt: 1 });
  return requestId;
}

async function refund(given: {
  database: Database;
  relay: Relay;
  payment: Payment;
  amountCents: bigint;
}): Promise<string> {
  const { payment, amountCents } = given;
  const { paymentId, beneficiaryId, shopId } = payment;
  const signed = await signCommand({
    deployment,
    signer: await newSigner(),
    command: protocol.refund({ ...payment, amountCents }),
    deadline: 1,
    random: cryptoRandomBytes,
  });
  const args = [paymentId, beneficiaryId, shopId, amountCents];
  const correct = createCorrect({ ...given, deployment, now: () => 1 });
  try {
    await correct(signed, { contract: "ledger", name: "refund", args });
    return "refunded";
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code;
  }
}
