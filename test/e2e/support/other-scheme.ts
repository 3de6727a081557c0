// A scheme beside the demonstration's, opened and filled by signatures alone: one that takes two people for everything, or that is over
// before the test ends.
import type { Page } from "playwright-core";
import { act, type Demo, sign } from "../../../scripts/demo/context.ts";
import type { Letter } from "../../../scripts/demo/people.ts";
import type { DemoShop } from "../../../scripts/demo/shops.ts";
import { bankReferenceHash } from "../../../wallet-web/shared/protocol/bank-reference.ts";
import {
  cryptoRandomBytes,
  type Hex,
  randomId,
} from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  commands,
  type RoleName,
  type SchemeTerms,
  type SoleLimits,
} from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import {
  createLoginCode,
  signersOfLoginCode,
} from "../../../wallet-web/shared/protocol/login-code.ts";
import type { SchemeWords } from "../../../wallet-web/shared/scheme-words.ts";
import type { World } from "./world.ts";

export type OtherScheme = { schemeId: Hex; name: string };

const DAY_SECONDS = 86_400;

/** Its sponsor and validator are those of the demonstration, and it has 1,000 euro. */
export async function openOtherScheme(
  demo: Demo,
  given: {
    name: string;
    terms?: Partial<SchemeTerms>;
    limits?: Partial<SoleLimits>;
    words?: SchemeWords;
  },
): Promise<OtherScheme> {
  const schemeId = randomId(cryptoRandomBytes);
  const admin = await demo.people.staff("admin");
  for (const role of ["sponsor", "validator"] as const) {
    const holder = await demo.people.staff(role);
    const candidate = holder.address;
    await act(demo, admin, commands.offerRole({ schemeId, role, candidate }));
    await act(demo, holder, commands.acceptRole({ schemeId, role, holder: candidate }));
  }
  const sponsor = await demo.people.staff("sponsor");
  const now = Math.floor(Date.now() / 1000);
  const terms: SchemeTerms = {
    ...{ startsAt: now - DAY_SECONDS, endsAt: now + 100 * DAY_SECONDS, graceSeconds: 0 },
    ...{ ibanDelaySeconds: 0, amountPerBeneficiaryCents: 10_000n, shopDebtLimitCents: 10_000n },
    ...given.terms,
  };
  const limits = {
    ...{ fundingCents: 1_000_000n, ibanChangeCents: 100_000n, admissionsPerDay: 10 },
    ...given.limits,
  };
  const { ledger } = demo.deployment;
  await act(demo, sponsor, commands.setSoleLimits({ schemeId, ledger, limits }));
  const request = await sign(demo, sponsor, commands.openScheme({ schemeId, terms }));
  const token = await demo.api.openSession(demo.deployment, [sponsor]);
  await demo.api.post(
    "/schemes",
    { schemeId, name: given.name, words: given.words ?? null, request },
    token,
  );
  const bankReference = bankReferenceHash("EERSTE STORTING");
  const money = { schemeId, amountCents: 100_000n, bankReference };
  await act(demo, sponsor, commands.fundScheme(money));
  return { schemeId, name: given.name };
}

/** A family of one child, with its letter. */
export async function addFamily(
  demo: Demo,
  { schemeId }: OtherScheme,
  client = `AR-${randomId(cryptoRandomBytes).slice(2, 10)}`,
): Promise<Letter> {
  const validator = await demo.people.staff("validator");
  const token = await demo.api.openSession(demo.deployment, [validator]);
  const csv = new TextEncoder().encode(
    `Cliëntnummer;Naam;Aantal kinderen;Taal\r\n${client};Jansen;1;nl\r\n`,
  );
  const path = `/schemes/${schemeId}`;
  const read = await demo.api.call<{ importId: Hex }>("POST", `${path}/household-imports`, {
    ...{ csv, token },
  });
  const code = createLoginCode(cryptoRandomBytes);
  const [key] = await signersOfLoginCode(code, "beneficiary", 1);
  if (!key) throw new Error("a code stands for at least one key");
  const beneficiaryId = randomId(cryptoRandomBytes);
  const registrations = [{ beneficiaryId, activationKey: key.address }];
  const command = commands.registerBeneficiaries({ schemeId, registrations });
  const request = await sign(demo, validator, command);
  const households = [{ row: 2, beneficiaryIds: [beneficiaryId] }];
  await demo.api.post(
    `${path}/registrations`,
    { importId: read.importId, households, request },
    token,
  );
  return { row: 2, code, beneficiaryIds: [beneficiaryId] };
}

/** Lets a shop of the demonstration sell in it too. */
export async function admitTo(
  demo: Demo,
  { schemeId }: OtherScheme,
  { name, iban }: DemoShop,
): Promise<void> {
  const validator = await demo.people.staff("validator");
  const token = await demo.api.openSession(demo.deployment, [validator]);
  const { shopId, ibanSalt } = demo.people.shop(name);
  const commitment = ibanCommitment({ iban, salt: ibanSalt });
  const command = commands.admitShop({ schemeId, shopId, ibanCommitment: commitment });
  const request = await sign(demo, validator, command);
  await demo.api.post(`/schemes/${schemeId}/admissions`, { shopId, request }, token);
}

/** Gives a role in it to what stands on this page, by a link. */
export async function invite(
  { demo }: World,
  page: Page,
  { schemeId, role }: { schemeId: Hex; role: RoleName },
): Promise<void> {
  const code = createLoginCode(cryptoRandomBytes);
  const [candidate] = await signersOfLoginCode(code, "staff", 1);
  if (!candidate) throw new Error("a code has a signer");
  const offer = commands.offerRole({ schemeId, role, candidate: candidate.address });
  await act(demo, await demo.people.staff("admin"), offer);
  await page.goto("about:blank");
  await page.goto(`/desk/#code=${code}`);
  await page.getByTestId("enrol-accept").click();
  await page.getByTestId("nav-overview").waitFor();
}

/** The shop asks for another account in this scheme, as its till would. */
export async function askForIban(
  demo: Demo,
  given: { schemeId: Hex; shop: DemoShop; iban: string },
): Promise<void> {
  const { schemeId, shop, iban } = given;
  const owner = await demo.people.shopkeeper(shop.name);
  const { shopId } = demo.people.shop(shop.name);
  const ibanSalt = randomId(cryptoRandomBytes);
  const commitment = ibanCommitment({ iban, salt: ibanSalt });
  const command = commands.proposeIban({ schemeId, shopId, ibanCommitment: commitment });
  const request = await sign(demo, owner, command);
  const token = await demo.api.openSession(demo.deployment, [owner]);
  await demo.api.post(
    `/shops/${shopId}/iban-changes`,
    { schemeId, iban, ibanSalt, request },
    token,
  );
}
