// A municipality made through the API alone, as its own people would: roles, a scheme, shops, households, phones.
import { randomInt } from "node:crypto";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  commands,
  type RoleName,
  type SoleLimits,
} from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import type { SignedRequest } from "../../../wallet-web/shared/protocol/sign-command.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import {
  authorisationDigest,
  chargeDigest,
  decisionDigest,
  OPEN_SHOP,
  requestDigest,
} from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId, newSigner, SOLE_LIMITS } from "../../helpers/chain.ts";
import { type Answer, type Bench, toJson } from "./bench.ts";
import { stopCommand } from "./stop-command.ts";

export const STAFF = ["sponsor", "validator", "treasurer", "guardian"] as const;
const DAY_SECONDS = 86_400;
export const BUDGET_CENTS = 30_000n;

export type Staff = Record<(typeof STAFF)[number], { signer: Signer; token: string }>;
export type Town = { bench: Bench; schemeId: Hex; staff: Staff };
export type Shop = { shopId: Hex; owner: Signer; iban: string; ibanSalt: Hex };
export type Child = { beneficiaryId: Hex; code: Signer; phone: Signer; nextNonce: number };

/** Fails with the whole answer when it isn't what was to be expected. */
export function must(answer: Answer, ...statuses: number[]): Answer {
  if (!(statuses.length > 0 ? statuses : [200, 201, 204]).includes(answer.status)) {
    throw new Error(`${answer.status} ${answer.text}`);
  }
  return answer;
}

/** Gives a role to a new key, by offer and acceptance. */
export async function appoint(bench: Bench, schemeId: Hex, role: RoleName): Promise<Signer> {
  const signer = await newSigner();
  const { admin } = bench.chain;
  must(
    await bench.request(admin, commands.offerRole({ schemeId, role, candidate: signer.address })),
  );
  must(
    await bench.request(signer, commands.acceptRole({ schemeId, role, holder: signer.address })),
  );
  return signer;
}

export async function openTown(
  bench: Bench,
  given: { name?: string; fundedCents?: bigint; limits?: SoleLimits } = {},
): Promise<Town> {
  const schemeId = newId();
  const entries = await Promise.all(
    STAFF.map(async (role) => {
      const signer = await appoint(bench, schemeId, role);
      return [role, { signer, token: await bench.logIn(signer) }] as const;
    }),
  );
  const staff = Object.fromEntries(entries) as Staff;
  const { signer, token } = staff.sponsor;
  const name = given.name ?? "Kindpakket 2026";
  const { ledger } = bench.chain.deployment;
  const limits = given.limits ?? SOLE_LIMITS;
  must(await bench.request(signer, commands.setSoleLimits({ schemeId, ledger, limits })));
  const request = await bench.sign(
    signer,
    commands.openScheme({ schemeId, terms: termsOf(bench) }),
  );
  must(await bench.post("/schemes", { schemeId, name, request }, token));
  const amountCents = given.fundedCents ?? 6_000_000n;
  const bankReference = toHex(cryptoRandomBytes(32));
  must(await bench.request(signer, commands.fundScheme({ schemeId, amountCents, bankReference })));
  return { bench, schemeId, staff };
}

export function termsOf(bench: Bench) {
  const now = Math.floor(bench.services.clock.now() / 1000);
  return {
    startsAt: now - DAY_SECONDS,
    endsAt: now + 300 * DAY_SECONDS,
    graceSeconds: 30 * DAY_SECONDS,
    ibanDelaySeconds: 0,
    amountPerBeneficiaryCents: BUDGET_CENTS,
    shopDebtLimitCents: 10_000n,
  };
}

export const IBANS = ["NL21RABO0085316318", "NL27RABO0034592873", "NL51INGB0061304654"] as const;

/** What a shop sends to sign up. */
export async function signUpBody(bench: Bench, owner: Signer, changes: object = {}) {
  const shopId = newId();
  return {
    shopId,
    body: {
      name: "Schoenhandel Jansen & Zoon",
      kvkNumber: "12345678",
      iban: IBANS[0] as string,
      category: "shoes",
      address: "Dorpsstraat 7, 9801 AA Zuidhorn",
      email: "info@jansen.example",
      ibanSalt: toHex(cryptoRandomBytes(16)),
      request: await bench.sign(owner, commands.registerShop({ shopId })),
      ...changes,
    },
  };
}

export async function signUpShop(bench: Bench, changes: object = {}): Promise<Shop> {
  const owner = await newSigner();
  const { shopId, body } = await signUpBody(bench, owner, changes);
  // From an address of its own, as shops do: from one there may not come many.
  const sender = `198.18.${randomInt(256)}.${randomInt(256)}`;
  const headers = { "x-forwarded-for": sender };
  must(await bench.call("POST", "/shops", body, { headers }), 201);
  return { shopId, owner, iban: body.iban, ibanSalt: body.ibanSalt };
}

export async function admit(town: Town, shop: Shop, commitment?: Hex): Promise<Answer> {
  const { bench, schemeId } = town;
  const { shopId, iban, ibanSalt } = shop;
  const { signer, token } = town.staff.validator;
  const command = commands.admitShop({
    schemeId,
    shopId,
    ibanCommitment: commitment ?? ibanCommitment({ iban, salt: ibanSalt }),
  });
  const body = { shopId, request: await bench.sign(signer, command) };
  return bench.post(`/schemes/${schemeId}/admissions`, body, token);
}

export async function admittedShop(town: Town, changes: object = {}): Promise<Shop> {
  const shop = await signUpShop(town.bench, changes);
  must(await admit(town, shop));
  return shop;
}

export const CSV_HEADER = "Cliëntnummer;Naam;Aantal kinderen;Taal";

export async function uploadCsv(town: Town, csv: BodyInit, token?: string): Promise<Answer> {
  return town.bench.call("POST", `/schemes/${town.schemeId}/household-imports`, undefined, {
    token: token ?? town.staff.validator.token,
    raw: csv,
    headers: { "content-type": "text/csv" },
  });
}

/** What an import counts, all that isn't named being none. */
export const countsOf = (given: object) => ({
  ...{ new: 0, more: 0, fewer: 0, registered: 0, refused: 0, children: 0 },
  ...given,
});

/** What registers one row: the ids of its children, and the signed command for exactly these. */
export async function registration(
  town: Town,
  given: { importId: Hex; row: number; children: number },
) {
  const children = await Promise.all(
    Array.from(
      { length: given.children },
      async (): Promise<Child> => ({
        beneficiaryId: newId(),
        code: await newSigner(),
        phone: await newSigner(),
        nextNonce: 1,
      }),
    ),
  );
  const command = commands.registerBeneficiaries({
    schemeId: town.schemeId,
    registrations: children.map(({ beneficiaryId, code }) => ({
      beneficiaryId,
      activationKey: code.address,
    })),
  });
  return {
    children,
    body: {
      importId: given.importId,
      households: [{ row: given.row, beneficiaryIds: children.map((one) => one.beneficiaryId) }],
      request: await town.bench.sign(town.staff.validator.signer, command),
    },
  };
}

export const register = (town: Town, body: unknown, token?: string) =>
  town.bench.post(
    `/schemes/${town.schemeId}/registrations`,
    body,
    token ?? town.staff.validator.token,
  );

/** A household from the CSV to phones that can pay. */
export async function family(town: Town, children = 1): Promise<Child[]> {
  const number = `ZH-${randomInt(1_000_000_000)}`;
  const csv = `${CSV_HEADER}\r\n${number};Jansen;${children};nl\r\n`;
  const { importId } = must(await uploadCsv(town, csv), 201).body;
  const made = await registration(town, { importId, row: 2, children });
  must(await register(town, made.body), 201);
  for (const { beneficiaryId, code, phone } of made.children) {
    const command = commands.activate({ beneficiaryId, device: phone.address });
    must(await town.bench.request(code, command));
  }
  return made.children;
}

/** A family's open cheque with a till's charge on it, as POST /payments takes it. */
export async function openPayment(
  bench: Bench,
  given: { child: Child; shop: Shop; amountCents: bigint; maximumCents?: bigint; nonce?: number },
) {
  const authorisation = authorisationOf(bench, { ...given, shopId: OPEN_SHOP });
  const paymentId = authorisationDigest(bench.chain.deployment, authorisation);
  return {
    authorisation,
    signature: await given.child.phone.sign(paymentId),
    ...(await chargeOn(bench, paymentId, given)),
  };
}

export async function chargeOn(
  bench: Bench,
  paymentId: Hex,
  given: { shop: Shop; amountCents: bigint },
) {
  const charge = { shopId: given.shop.shopId, amountCents: given.amountCents };
  const digest = chargeDigest(bench.chain.deployment, paymentId, charge);
  return { charge, tillSignature: await given.shop.owner.sign(digest) };
}

export async function shopBoundPayment(
  bench: Bench,
  given: { child: Child; shop: Shop; amountCents: bigint; requestId?: Hex; nonce?: number },
) {
  const authorisation = authorisationOf(bench, { ...given, shopId: given.shop.shopId });
  const digest = authorisationDigest(bench.chain.deployment, authorisation);
  return {
    authorisation,
    signature: await given.child.phone.sign(digest),
    ...(given.requestId ? { requestId: given.requestId } : {}),
  };
}

function authorisationOf(
  bench: Bench,
  given: { child: Child; shopId: Hex; amountCents: bigint; maximumCents?: bigint; nonce?: number },
) {
  const now = Math.floor(bench.services.clock.now() / 1000);
  return {
    beneficiaryId: given.child.beneficiaryId,
    shopId: given.shopId,
    maximumAmountCents: given.maximumCents ?? given.amountCents,
    validAfter: now - 60,
    validBefore: now + 600,
    nonce: given.nonce ?? given.child.nextNonce++,
    device: given.child.phone.address,
  };
}

export async function refundOf(
  bench: Bench,
  given: { shop: Shop; child: Child; paymentId: Hex; amountCents: bigint },
) {
  const { paymentId, amountCents } = given;
  const command = commands.refund({
    paymentId,
    beneficiaryId: given.child.beneficiaryId,
    shopId: given.shop.shopId,
    amountCents,
  });
  return bench.sign(given.shop.owner, command);
}

/** The guardian stops the scheme or lets it go on, and says why. */
export async function stopScheme(
  town: Town,
  decision: "pause-scheme" | "resume-scheme",
): Promise<Answer> {
  const { bench, schemeId } = town;
  const { signer, token } = town.staff.guardian;
  const command = stopCommand(decision, schemeId);
  const request = (await bench.sign(signer, command)) as SignedRequest;
  const { deployment } = bench.chain;
  const words = { reason: "We zoeken iets uit", at: Math.floor(bench.services.clock.now() / 1000) };
  const digest = decisionDigest(deployment, {
    ...{ schemeId, subjectId: schemeId, decision, ...words },
    contentHash: requestDigest(deployment, request.request),
  });
  const body = { decision, ...words, request, signature: await signer.sign(digest) };
  return bench.post(`/schemes/${schemeId}/stops`, body, token);
}

export { toJson };
