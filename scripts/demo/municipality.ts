// Loads the demonstration municipality through the HTTP API: every act signed by the person who would decide it.
import { bankReferenceHash } from "../../wallet-web/shared/protocol/bank-reference.ts";
import type { CardLimits } from "../../wallet-web/shared/protocol/card-commands.ts";
import {
  commands,
  type RoleName,
  type SoleLimits,
} from "../../wallet-web/shared/protocol/commands.ts";
import { act, type Demo, sign } from "./context.ts";
import { registerFamilies } from "./families.ts";
import { euros } from "./progress.ts";
import { admitShops } from "./shops.ts";

const SCHEME_NAME = "Kindpakket Zuidhorn";
const FUNDING_CENTS = 6_000_000n;
const AMOUNT_CENTS = 30_000n;
const YEAR_SECONDS = 365 * 86_400;
const DAY_SECONDS = 86_400;
/** What the demonstration's one sponsor and one validator do alone. */
const SOLE_LIMITS: SoleLimits = {
  fundingCents: 10_000_000n,
  ibanChangeCents: 100_000n,
  admissionsPerDay: 50,
};
/** For families without a phone: enough for a pair of shoes, and for two shops on a day. */
const CARD_LIMITS: CardLimits = { perPaymentCents: 5_000n, perDayCents: 10_000n };
const STAFF_ROLES: readonly RoleName[] = ["sponsor", "validator", "treasurer", "guardian"];

/** Does everything that isn't done yet: roles, scheme, money, mandate, families, shops. */
export async function loadMunicipality(
  demo: Demo,
  { ibanDelaySeconds = 2 * DAY_SECONDS, fundingCents = FUNDING_CENTS } = {},
): Promise<void> {
  const { people, progress } = demo;
  const known = demo.deployment.schemes.some((scheme) => scheme.schemeId === people.schemeId);
  if (!known) {
    await progress.step("roles of sponsor, validator, treasurer and guardian given", () =>
      giveRoles(demo),
    );
    await openAndFund(demo, { ibanDelaySeconds, fundingCents });
  }
  await registerFamilies(demo);
  await admitShops(demo);
}

async function giveRoles(demo: Demo): Promise<void> {
  const admin = await demo.people.staff("admin");
  for (const role of STAFF_ROLES) {
    const holder = await demo.people.staff(role);
    const schemeId = demo.people.schemeId;
    await act(demo, admin, commands.offerRole({ schemeId, role, candidate: holder.address }));
    await act(demo, holder, commands.acceptRole({ schemeId, role, holder: holder.address }));
  }
}

async function openAndFund(
  demo: Demo,
  given: { ibanDelaySeconds: number; fundingCents: bigint },
): Promise<void> {
  const { ibanDelaySeconds, fundingCents } = given;
  const { api, deployment, people, progress } = demo;
  const { schemeId } = people;
  const sponsor = await people.staff("sponsor");
  const startsAt = Math.floor(deployment.now / DAY_SECONDS) * DAY_SECONDS;
  const terms = {
    startsAt,
    endsAt: startsAt + YEAR_SECONDS,
    graceSeconds: 30 * DAY_SECONDS,
    ibanDelaySeconds,
    amountPerBeneficiaryCents: AMOUNT_CENTS,
    shopDebtLimitCents: 10_000n,
  };
  await progress.step("sponsor opened the scheme", async () => {
    const { ledger } = deployment;
    // More than the demonstration's sponsor does alone is for measuring.
    const limits = { ...SOLE_LIMITS };
    if (fundingCents > limits.fundingCents) limits.fundingCents = fundingCents;
    await act(demo, sponsor, commands.setSoleLimits({ schemeId, ledger, limits }));
    const request = await sign(demo, sponsor, commands.openScheme({ schemeId, terms }));
    const token = await api.openSession(deployment, [sponsor]);
    await api.post("/schemes", { schemeId, name: SCHEME_NAME, request }, token);
  });
  await progress.step("sponsor said what cards may pay", () =>
    act(demo, sponsor, commands.setCardLimits({ schemeId, limits: CARD_LIMITS })),
  );
  await progress.step(`sponsor funded ${euros(fundingCents)}`, () => {
    const bankReference = bankReferenceHash(`ZUIDHORN-${startsAt}`);
    return act(
      demo,
      sponsor,
      commands.fundScheme({ schemeId, amountCents: fundingCents, bankReference }),
    );
  });
  await progress.step("treasurer set the mandate", async () => {
    const mandate = {
      operator: deployment.operator,
      perPayoutCents: 250_000n,
      perDayCents: 2_500_000n,
      validUntil: terms.endsAt,
    };
    await act(demo, await people.staff("treasurer"), commands.setMandate({ schemeId, mandate }));
  });
}
