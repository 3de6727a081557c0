// A scheme in which nearly everything takes two people.
import { idOf } from "./keys.ts";
import { time } from "./network.ts";
import { DAY, Role } from "./terms.ts";
import { openTown } from "./town.ts";

/** What one sponsor funds alone in a day, in cents. */
export const LIMIT = 10_000n;

export type Account = Awaited<ReturnType<typeof openTown>>["admin"];

/** A second scheme with narrow limits, two sponsors and two validators; the town's shops are not in it. */
export const openStrict = async () => openWith({ ibanChange: 500n });

/** The same, but nobody ever confirms an IBAN alone. */
export const openNeverAlone = async () => openWith({ ibanChange: 0n });

async function openWith({ ibanChange }: { ibanChange: bigint }) {
  const town = await openTown();
  const { admin, rolesAs, ledgerAs, free, ledger, terms } = town;
  const [sponsor, second, validator, other] = free.slice(0, 4) as [
    Account,
    Account,
    Account,
    Account,
  ];
  const schemeId = idOf("strict scheme");
  const give = async (role: number, account: Account) => {
    await rolesAs(admin).offerRole(schemeId, role, account);
    await rolesAs(account).acceptRole(schemeId, role, account);
  };
  for (const one of [sponsor, second]) await give(Role.sponsor, one);
  for (const one of [validator, other]) await give(Role.validator, one);
  const limits = { funding: LIMIT, ibanChange, admissionsPerDay: 1 };
  await rolesAs(sponsor).setSoleLimits(schemeId, ledger, limits);
  const now = await time.latest();
  const own = { ...terms, startsAt: now, endsAt: now + 100 * DAY };
  await ledgerAs(sponsor).openScheme(schemeId, own);
  const call = (name: string, ...args: unknown[]) =>
    ledger.interface.encodeFunctionData(name as "fundScheme", [schemeId, ...args] as never);
  return { ...town, town, strict: schemeId, limits, own, sponsor, second, validator, other, call };
}
export type Strict = Awaited<ReturnType<typeof openStrict>>;
