// A chain with its relay and projector for tests, without the HTTP server: embedded, on a temporary database.
import pino from "pino";
import { type Clock, systemClock } from "../../server/bank/clock.ts";
import { type OpenChain, openChain } from "../../server/chain/open-chain.ts";
import type { Outcome } from "../../server/chain/relay.ts";
import { type Config, readConfig } from "../../server/config.ts";
import { type Database, openDatabase } from "../../server/store/database.ts";
import {
  cryptoRandomBytes,
  type Hex,
  randomId,
  toHex,
} from "../../wallet-web/shared/protocol/bytes.ts";
import {
  type Command,
  commands,
  NO_SCHEME,
  type SoleLimits,
} from "../../wallet-web/shared/protocol/commands.ts";
import { signCommand } from "../../wallet-web/shared/protocol/sign-command.ts";
import {
  createDeviceKey,
  type Signer,
  signerFromKeyPair,
} from "../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  chargeDigest,
  OPEN_SHOP,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { type DatabaseKind, makeDatabase, temporaryFolder } from "./database.ts";

/** The log of tests: silent unless TEST_LOG_LEVEL says otherwise. */
export const testLog = pino({ level: process.env.TEST_LOG_LEVEL ?? "silent" }, pino.destination(2));

export type TestChain = OpenChain & {
  config: Config;
  database: Database;
  operatorKey: Hex;
  clock: Clock;
  admin: Signer;
  /** Signs a command and relays it. */
  send: (signer: Signer, command: Command) => Promise<Outcome>;
  /** Stops, and starts again on the same database; at another time, when a clock is given. */
  restart: (clock?: Clock) => Promise<TestChain>;
};

export type TestChainOptions = {
  kind?: DatabaseKind;
  clock?: Clock;
  /** The first framework-setter; a new key when absent. */
  admin?: Signer;
  /** Further settings, such as CHAIN_RPC_URL; with DATABASE_URL or DATA_DIR, the database is the one that is there. */
  env?: Record<string, string>;
};

export const newSigner = async (): Promise<Signer> => signerFromKeyPair(await createDeviceKey());
export const newId = (): Hex => randomId(cryptoRandomBytes);

/** Starts a chain whose contracts have just been deployed; every test that starts one stops it. */
export async function startTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const { DATABASE_URL, DATA_DIR } = options.env ?? {};
  const dataDir = DATA_DIR ?? temporaryFolder();
  const isThere = Boolean(DATABASE_URL ?? DATA_DIR);
  const place = isThere ? null : await makeDatabase(options.kind ?? "pglite", dataDir);
  const admin = options.admin ?? (await newSigner());
  const config = readConfig({
    DATA_DIR: dataDir,
    LEDGER_ADMIN: admin.address,
    ROLE_DELAY_SECONDS: "0",
    ...(place && "url" in place ? { DATABASE_URL: place.url } : {}),
    ...options.env,
  });
  const operatorKey = config.operatorKey ?? toHex(cryptoRandomBytes(32));
  return await open({ config, operatorKey, admin, clock: options.clock ?? systemClock() });
}

type Given = { config: Config; operatorKey: Hex; admin: Signer; clock: Clock };

async function open(given: Given): Promise<TestChain> {
  const { database, close } = await openDatabase(given.config.database);
  const chain = await openChain({ ...given, database, log: testLog, fetch });
  const stop = async () => {
    await chain.stop();
    await close();
  };
  return {
    ...chain,
    ...given,
    database,
    stop,
    send: async (signer, command) =>
      chain.relay.submit({
        kind: "request",
        signed: await signCommand({
          deployment: chain.deployment,
          signer,
          command,
          deadline: Math.floor(given.clock.now() / 1000) + 600,
          random: cryptoRandomBytes,
        }),
      }),
    async restart(clock) {
      await stop();
      return await open({ ...given, clock: clock ?? given.clock });
    },
  };
}

/** A scheme that is funded, with children whose phones are linked and shops that are admitted. */
export type Municipality = {
  schemeId: Hex;
  staff: Signer;
  children: { beneficiaryId: Hex; phone: Signer }[];
  shops: { shopId: Hex; owner: Signer }[];
};

const DAY_SECONDS = 86_400;
const BUDGET_CENTS = 30_000n;

/** So high that one signature is enough in every test that isn't about four eyes. */
export const SOLE_LIMITS: SoleLimits = {
  fundingCents: 1_000_000_000n,
  ibanChangeCents: 1_000_000_000n,
  admissionsPerDay: 10_000,
};

/** Sets a municipality up; one person holds all roles. */
export async function foundMunicipality(
  chain: TestChain,
  size: { children: number; shops: number },
): Promise<Municipality> {
  const staff = await newSigner();
  const schemeId = newId();
  const now = Math.floor(chain.clock.now() / 1000);
  const must = async (signer: Signer, command: Command) => {
    const outcome = await chain.send(signer, command);
    if (outcome.state !== "executed") throw new Error(`refused: ${JSON.stringify(outcome)}`);
  };
  for (const role of ["sponsor", "validator", "treasurer", "guardian"] as const) {
    await must(chain.admin, commands.offerRole({ schemeId, role, candidate: staff.address }));
    await must(staff, commands.acceptRole({ schemeId, role, holder: staff.address }));
  }
  const { ledger } = chain.deployment;
  await must(staff, commands.setSoleLimits({ schemeId, ledger, limits: SOLE_LIMITS }));
  await must(
    staff,
    commands.openScheme({
      schemeId,
      terms: {
        startsAt: now - DAY_SECONDS,
        endsAt: now + 300 * DAY_SECONDS,
        graceSeconds: 30 * DAY_SECONDS,
        ibanDelaySeconds: 0,
        amountPerBeneficiaryCents: BUDGET_CENTS,
        shopDebtLimitCents: 10_000n,
      },
    }),
  );
  const amountCents = BUDGET_CENTS * BigInt(size.children + 1);
  const bankReference = toHex(cryptoRandomBytes(32));
  await must(staff, commands.fundScheme({ schemeId, amountCents, bankReference }));
  const children = await registerChildren(chain, { schemeId, staff, count: size.children });
  const shops = await Promise.all(
    Array.from({ length: size.shops }, async () => {
      const [owner, shopId] = [await newSigner(), newId()];
      await must(owner, commands.registerShop({ shopId }));
      const ibanCommitment = toHex(cryptoRandomBytes(32));
      await must(staff, commands.admitShop({ schemeId, shopId, ibanCommitment }));
      return { shopId, owner };
    }),
  );
  return { schemeId, staff, children, shops };
}

async function registerChildren(
  chain: TestChain,
  { schemeId, staff, count }: { schemeId: Hex; staff: Signer; count: number },
): Promise<Municipality["children"]> {
  const children = await Promise.all(
    Array.from({ length: count }, async () => ({
      beneficiaryId: newId(),
      code: await newSigner(),
      phone: await newSigner(),
    })),
  );
  for (let from = 0; from < count; from += 50) {
    const registrations = children.slice(from, from + 50).map(({ beneficiaryId, code }) => ({
      beneficiaryId,
      activationKey: code.address,
    }));
    await chain.send(staff, commands.registerBeneficiaries({ schemeId, registrations }));
  }
  await Promise.all(
    children.map(({ beneficiaryId, code, phone }) =>
      chain.send(code, commands.activate({ beneficiaryId, device: phone.address })),
    ),
  );
  return children.map(({ beneficiaryId, phone }) => ({ beneficiaryId, phone }));
}

/** A signed open payment: the family's cheque and the till's charge. */
export async function openPayment(
  chain: TestChain,
  given: {
    child: Municipality["children"][number];
    shop: Municipality["shops"][number];
    nonce: number;
    amountCents: bigint;
    maximumAmountCents?: bigint;
  },
) {
  const { child, shop } = given;
  const authorisation = authorisationOf(chain, { ...given, shopId: OPEN_SHOP });
  const paymentId = authorisationDigest(chain.deployment, authorisation);
  const charge = { shopId: shop.shopId, amountCents: given.amountCents };
  return {
    kind: "open" as const,
    authorisation,
    signature: await child.phone.sign(paymentId),
    charge,
    tillSignature: await shop.owner.sign(chargeDigest(chain.deployment, paymentId, charge)),
  };
}

/** A signed shop-bound payment. */
export async function shopBoundPayment(
  chain: TestChain,
  given: {
    child: Municipality["children"][number];
    shop: Municipality["shops"][number];
    nonce: number;
    amountCents: bigint;
  },
) {
  const authorisation = authorisationOf(chain, { ...given, shopId: given.shop.shopId });
  const signature = await given.child.phone.sign(
    authorisationDigest(chain.deployment, authorisation),
  );
  return { kind: "shop-bound" as const, authorisation, signature };
}

function authorisationOf(
  chain: TestChain,
  given: {
    child: Municipality["children"][number];
    shopId: Hex;
    nonce: number;
    amountCents: bigint;
    maximumAmountCents?: bigint;
  },
): Authorisation {
  const now = Math.floor(chain.clock.now() / 1000);
  return {
    beneficiaryId: given.child.beneficiaryId,
    shopId: given.shopId,
    maximumAmountCents: given.maximumAmountCents ?? given.amountCents,
    validAfter: now - 60,
    validBefore: now + 600,
    nonce: given.nonce,
    device: given.child.phone.address,
  };
}

export { commands, NO_SCHEME };
