// A shop asks for another IBAN, and the validator confirms it after the scheme's delay; the IBAN itself stays off the chain.
import { and, eq, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { ibanCommitment } from "../../wallet-web/shared/protocol/iban-commitment.ts";
import { AppError } from "../errors/app-error.ts";
import type {
  ibanChangeAnswer,
  ibanChangeBody,
  ibanChangeListAnswer,
  ibanConfirmationBody,
} from "../http/schemas/payouts.ts";
import type { Database } from "../store/database.ts";
import { schemes, shopAccounts } from "../store/schema/projections.ts";
import { argumentsOf, type CommandReader, hexArgument } from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import { parseIban } from "./identity.ts";
import { type NameChecks, showCheck } from "./name-checks.ts";
import type { Profiles } from "./profiles.ts";

export type IbanChanges = {
  /** Relays the owner's `proposeIban` and keeps the IBAN it stands for. @throws {AppError} */
  propose(
    shopId: Hex,
    body: z.output<typeof ibanChangeBody>,
  ): Promise<z.input<typeof ibanChangeAnswer>>;
  /** What waits for the validator. */
  list(schemeId: Hex): Promise<z.input<typeof ibanChangeListAnswer>>;
  /** Relays the validator's `confirmIban`. @throws {AppError} */
  confirm(
    account: { schemeId: Hex; shopId: Hex },
    body: z.output<typeof ibanConfirmationBody>,
  ): Promise<Executed>;
};

type Parts = {
  database: Database;
  profiles: Profiles;
  nameChecks: NameChecks;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
};

export function createIbanChanges(parts: Parts): IbanChanges {
  const { database, profiles, readCommand, relayRequest } = parts;
  return {
    async propose(shopId, { schemeId, iban: typed, ibanSalt, request }) {
      const iban = parseIban(typed);
      const signed = argumentsOf(readCommand(request), "proposeIban").map(hexArgument);
      const commitment = ibanCommitment({ iban, salt: ibanSalt });
      demandSame(signed, [schemeId, shopId, commitment]);
      const delay = await delayOf(database, schemeId);
      const { executedAt } = await relayRequest(request, (tx) =>
        profiles.putIban(tx, { shopId, iban, ibanSalt }),
      );
      return { readyAt: executedAt + delay };
    },

    list: (schemeId) => listChanges(parts, schemeId),

    async confirm({ schemeId, shopId }, { request }) {
      const signed = argumentsOf(readCommand(request), "confirmIban").map(hexArgument);
      const [, , commitment = "0x" as Hex] = signed;
      demandSame(signed, [schemeId, shopId, commitment]);
      await demandKnownIban(profiles, { schemeId, shopId, commitment });
      return relayRequest(request);
    },
  };
}

/** Confirmed without its IBAN, nobody could ever be paid. @throws {AppError} `iban-not-proposed` */
export async function demandKnownIban(
  profiles: Profiles,
  { schemeId, shopId, commitment }: { schemeId: Hex; shopId: Hex; commitment: Hex },
): Promise<void> {
  const known = await profiles.ibansOf([{ shopId, commitment }]);
  if (!known.has(commitment)) throw new AppError("iban-not-proposed", { schemeId, shopId });
}

async function listChanges(
  { database, profiles, nameChecks }: Parts,
  schemeId: Hex,
): Promise<z.input<typeof ibanChangeListAnswer>> {
  const [delay, accounts] = await Promise.all([
    delayOf(database, schemeId),
    database
      .select()
      .from(shopAccounts)
      .where(and(eq(shopAccounts.schemeId, schemeId), isNotNull(shopAccounts.proposedCommitment)))
      .orderBy(shopAccounts.proposalReadyAt, shopAccounts.shopId),
  ]);
  const shopIds = accounts.map(({ shopId }) => shopId);
  const checks = await nameChecks.ofShops(shopIds);
  const [names, ibans] = await Promise.all([
    profiles.namesOf(shopIds),
    profiles.ibansOf(
      accounts.flatMap(({ shopId, ibanCommitment: current, proposedCommitment }) => {
        const checked = (checks.get(shopId) ?? []).map(({ commitment }) => commitment);
        const commitments = [current, proposedCommitment ?? current, ...checked];
        return commitments.map((commitment) => ({ shopId, commitment }));
      }),
    ),
  ]);
  const changes = accounts.flatMap((account) => {
    const { shopId, proposedCommitment: commitment, proposalReadyAt } = account;
    const told = commitment && ibans.get(commitment);
    if (!told || proposalReadyAt === null) return [];
    const current = ibans.get(account.ibanCommitment)?.iban;
    // By the account itself: each time it is given it has another commitment.
    const checkOf = (iban: string | undefined) =>
      checks.get(shopId)?.find(({ commitment: one }) => iban && ibans.get(one)?.iban === iban);
    return {
      shopId,
      shopName: names.get(shopId) ?? "",
      iban: told.iban,
      ibanSalt: told.ibanSalt,
      currentIbanTail: current?.slice(-4) ?? "",
      currentNameCheck: showCheck(checkOf(current)),
      nameCheck: showCheck(checkOf(told.iban)),
      commitment,
      readyAt: proposalReadyAt,
      proposedAt: proposalReadyAt - delay,
    };
  });
  return { changes };
}

async function delayOf(database: Database, schemeId: Hex): Promise<number> {
  const [scheme] = await database
    .select({ delay: schemes.ibanDelaySeconds })
    .from(schemes)
    .where(eq(schemes.schemeId, schemeId));
  if (!scheme) throw new AppError("scheme-unknown", { schemeId });
  return scheme.delay;
}

function demandSame(signed: readonly Hex[], expected: readonly Hex[]): void {
  const same = expected.every((value, index) => signed[index] === value);
  if (!same) throw new AppError("command-mismatch");
}
